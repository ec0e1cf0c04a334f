#include "indexer/sources/json/id_set.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"

enum { FIRST_CAPACITY = 1 << 10, KEPT_CAPACITY = 1 << 16 };

static uint64_t *id_slot(const struct id_set *set, uint64_t hash)
{
    size_t at = (size_t)hash & (set->capacity - 1);
    while (set->slots[at] != 0 && set->slots[at] != hash)
        at = (at + 1) & (set->capacity - 1);
    return &set->slots[at];
}

static int grow_id_set(struct id_set *set)
{
    struct id_set larger = {.capacity = set->capacity == 0 ? FIRST_CAPACITY : set->capacity * 2};
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL)
        return error_memory();
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i] != 0)
            *id_slot(&larger, set->slots[i]) = set->slots[i];
    larger.count = set->count;
    free(set->slots);
    *set = larger;
    return 0;
}

static bool is_full(const struct id_set *set)
{
    return set->count >= set->capacity / 4 * 3;
}

size_t id_set_memory_after_add(const struct id_set *set)
{
    return set->capacity * (is_full(set) ? 2 : 1) * sizeof *set->slots;
}

bool id_set_has(const struct id_set *set, uint64_t hash)
{
    return set->capacity > 0 && *id_slot(set, hash + (hash == 0)) != 0;
}

int id_set_add(struct id_set *set, uint64_t hash)
{
    hash += hash == 0;
    if (is_full(set) && grow_id_set(set) != 0)
        return ERROR_MEMORY;
    uint64_t *slot = id_slot(set, hash);
    if (*slot != 0)
        return 0;
    *slot = hash;
    set->count++;
    return 1;
}

void id_set_clear(struct id_set *set)
{
    if (set->capacity > KEPT_CAPACITY)
        id_set_release(set);
    else if (set->count > 0)
        memset(set->slots, 0, set->capacity * sizeof *set->slots);
    set->count = 0;
}

void id_set_release(struct id_set *set)
{
    free(set->slots);
    *set = (struct id_set){0};
}
