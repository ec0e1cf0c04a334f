#include "query/present/copies.h"

#include <stdlib.h>

#include "common/analysis/forms.h"
#include "common/base/error.h"
#include "query/language/clauses.h"

/* A hash shared by many texts (a newspaper's closing line) says little: only LINKS_FOLLOWED of them
 * are compared. */
enum { SHINGLE_SIZE = 3, LINKS_FOLLOWED = 32 };

static const double resemblance_min = 0.5;

struct copies_link {
    uint32_t sketch;
    uint32_t next; /* number of the next link in its slot + 1 */
};

void copies_init(struct copies *copies)
{
    *copies = (struct copies){0};
}

void copies_release(struct copies *copies)
{
    buffer_release(&copies->sketches);
    buffer_release(&copies->links);
    buffer_release(&copies->occurrences);
    buffer_release(&copies->hashes);
    free(copies->slots);
    *copies = (struct copies){0};
}

/* --- sketches --- */

static int compare_hashes(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

static uint64_t hash_shingle(const struct occurrence *words, size_t count)
{
    uint64_t hash = UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = 0; i < count; i++)
        hash = forms_mix(hash ^ words[i].form, UINT64_C(0xe7037ed1a0b428db));
    return hash;
}

static void make_sketch(struct copies *copies, struct sketch *sketch)
{
    const struct occurrence *words =
        (const struct occurrence *)(const void *)copies->occurrences.data;
    size_t count = copies->occurrences.size / sizeof *words;
    size_t shingles = count >= SHINGLE_SIZE ? count - SHINGLE_SIZE + 1 : count > 0;
    sketch->count = 0;
    buffer_clear(&copies->hashes);
    for (size_t i = 0; i < shingles; i++)
        buffer_append_u64(&copies->hashes,
                          hash_shingle(&words[i], count < SHINGLE_SIZE ? count : SHINGLE_SIZE));
    uint64_t *hashes = (uint64_t *)(void *)copies->hashes.data;
    size_t hashed = copies->hashes.size / sizeof *hashes;
    if (hashed > 1)
        qsort(hashes, hashed, sizeof *hashes, compare_hashes);
    for (size_t i = 0; i < hashed && sketch->count < SKETCH_SIZE; i++)
        if (i == 0 || hashes[i] != hashes[i - 1])
            sketch->hashes[sketch->count++] = hashes[i];
}

double sketch_resemblance(const struct sketch *one, const struct sketch *other)
{
    uint32_t i = 0, k = 0, both = 0, all = 0;
    /* Stops where either is incomplete: a full sketch says nothing about hashes above its last. */
    while (all < SKETCH_SIZE && (i < one->count || k < other->count)) {
        if ((i == one->count && one->count == SKETCH_SIZE) ||
            (k == other->count && other->count == SKETCH_SIZE))
            break;
        bool first = k == other->count || (i < one->count && one->hashes[i] <= other->hashes[k]);
        bool second = i == one->count || (k < other->count && other->hashes[k] <= one->hashes[i]);
        both += first && second;
        i += first;
        k += second;
        all++;
    }
    return all == 0 ? 0 : (double)both / all;
}

/* --- the texts added --- */

static struct sketch *sketches_of(const struct copies *copies)
{
    return (struct sketch *)(void *)copies->sketches.data;
}

static uint32_t *link_slot(const struct copies *copies, uint64_t hash)
{
    return &copies->slots[hash & (copies->slot_count - 1)];
}

static bool is_copy(const struct copies *copies, const struct sketch *sketch)
{
    const struct copies_link *links = (const struct copies_link *)(const void *)copies->links.data;
    uint32_t last = UINT32_MAX;
    for (uint32_t i = 0; i < sketch->count && copies->slot_count > 0; i++) {
        uint32_t link = *link_slot(copies, sketch->hashes[i]);
        for (unsigned followed = 0; link != 0 && followed < LINKS_FOLLOWED; followed++) {
            const struct copies_link *at = &links[link - 1];
            if (at->sketch != last &&
                sketch_resemblance(sketch, &sketches_of(copies)[at->sketch]) >= resemblance_min)
                return true;
            last = at->sketch;
            link = at->next;
        }
    }
    return false;
}

static void link_sketch(struct copies *copies, uint32_t number)
{
    const struct sketch *sketch = &sketches_of(copies)[number];
    for (uint32_t i = 0; i < sketch->count; i++) {
        uint32_t *slot = link_slot(copies, sketch->hashes[i]);
        const struct copies_link link = {number, *slot};
        buffer_append(&copies->links, &link, sizeof link);
        *slot = (uint32_t)(copies->links.size / sizeof link);
    }
}

/* Doubles the slots and inserts all links again. */
static int grow_link_slots(struct copies *copies)
{
    size_t slots = copies->slot_count == 0 ? 1024 : copies->slot_count * 2;
    uint32_t *larger = calloc(slots, sizeof *larger);
    if (larger == NULL)
        return error_memory();
    free(copies->slots);
    copies->slots = larger;
    copies->slot_count = slots;
    buffer_clear(&copies->links);
    for (uint32_t i = 0; i < copies->sketches.size / sizeof(struct sketch); i++)
        link_sketch(copies, i);
    return buffer_status(&copies->links);
}

int copies_check(struct copies *copies, struct analyzer *analyzer, struct slice text, bool add,
                 bool *is_new)
{
    struct sketch sketch;
    buffer_clear(&copies->occurrences);
    int status = occurrences_read(&copies->occurrences, analyzer, text.data, text.size);
    if (status != 0)
        return status;
    make_sketch(copies, &sketch);
    status = buffer_status(&copies->hashes);
    *is_new = !is_copy(copies, &sketch);
    if (status != 0 || !*is_new || !add)
        return status;
    uint32_t number = (uint32_t)(copies->sketches.size / sizeof sketch);
    buffer_append(&copies->sketches, &sketch, sizeof sketch);
    status = buffer_status(&copies->sketches);
    if (status == 0 &&
        copies->links.size / sizeof(struct copies_link) + SKETCH_SIZE > copies->slot_count)
        return grow_link_slots(copies);
    if (status == 0)
        link_sketch(copies, number);
    return status == 0 ? buffer_status(&copies->links) : status;
}
