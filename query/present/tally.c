#include "query/present/tally.h"

#include <stdlib.h>
#include <string.h>

#include "common/analysis/forms.h"
#include "common/base/error.h"
#include "common/index/dictionary/key_blocks.h"

void tally_init(struct tally *tally)
{
    *tally = (struct tally){0};
    arena_init(&tally->arena, 1 << 12);
}

void tally_release(struct tally *tally)
{
    arena_release(&tally->arena);
    free(tally->entries);
    free(tally->slots);
    *tally = (struct tally){0};
}

/* The slot that has the name, or else a free one. */
static uint32_t *find_name_slot(const struct tally *tally, const char *name, size_t size)
{
    size_t mask = tally->capacity * 2 - 1, at = forms_hash(name, size) & mask;
    for (; tally->slots[at] != 0; at = (at + 1) & mask) {
        const struct tally_entry *entry = &tally->entries[tally->slots[at] - 1];
        if (entry->size == size && memcmp(entry->name, name, size) == 0)
            break;
    }
    return &tally->slots[at];
}

static void grow_tally(struct tally *tally)
{
    size_t capacity = tally->capacity == 0 ? 64 : tally->capacity * 2;
    struct tally_entry *entries = realloc(tally->entries, capacity * sizeof *entries);
    uint32_t *slots = calloc(capacity * 2, sizeof *slots);
    if (entries != NULL)
        tally->entries = entries;
    if (entries == NULL || slots == NULL || capacity > UINT32_MAX / 2) {
        free(slots);
        tally->status = error_memory();
        return;
    }
    free(tally->slots);
    tally->slots = slots;
    tally->capacity = capacity;
    for (size_t i = 0; i < tally->count; i++)
        *find_name_slot(tally, entries[i].name, entries[i].size) = (uint32_t)i + 1;
}

void tally_add(struct tally *tally, const char *name, size_t size, uint64_t count)
{
    if (tally->status == 0 && tally->count == tally->capacity)
        grow_tally(tally);
    if (tally->status != 0)
        return;
    uint32_t *slot = find_name_slot(tally, name, size);
    if (*slot == 0) {
        char *copy = arena_copy(&tally->arena, name, size);
        if (copy == NULL) {
            tally->status = error_memory();
            return;
        }
        tally->entries[tally->count++] = (struct tally_entry){copy, size, 0};
        *slot = (uint32_t)tally->count;
    }
    tally->entries[*slot - 1].count += count;
}

static int compare_entry_names(const void *one, const void *other)
{
    const struct tally_entry *a = one, *b = other;
    return key_compare(a->name, a->size, b->name, b->size);
}

static int compare_entry_counts(const void *one, const void *other)
{
    const struct tally_entry *a = one, *b = other;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return compare_entry_names(one, other);
}

static void sort_entries(struct tally *tally, int (*compare)(const void *, const void *))
{
    if (tally->count > 1)
        qsort(tally->entries, tally->count, sizeof *tally->entries, compare);
}

void tally_sort_by_count(struct tally *tally)
{
    sort_entries(tally, compare_entry_counts);
}

void tally_sort_by_name(struct tally *tally)
{
    sort_entries(tally, compare_entry_names);
}
