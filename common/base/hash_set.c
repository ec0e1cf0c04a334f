#include "common/base/hash_set.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"

enum { FIRST_CAPACITY = 64, KEPT_BYTES = 1 << 20 };

void hash_set_init(struct hash_set *set, size_t words)
{
    assert(words >= 1 && words <= HASH_SET_MAX_WORDS);
    *set = (struct hash_set){.words = words};
}

void hash_set_release(struct hash_set *set)
{
    free(set->slots);
    hash_set_init(set, set->words);
}

static bool is_free_slot(const struct hash_set *set, const uint64_t *slot)
{
    return slot[0] == 0 && slot[set->words - 1] == 0;
}

/* The slot of the key: the one that holds it, or the free one where it belongs. */
static uint64_t *find_key_slot(const struct hash_set *set, const uint64_t *key)
{
    uint64_t mixed = (key[0] ^ key[set->words - 1] << 40) * UINT64_C(0x9e3779b97f4a7c15);
    size_t number = (size_t)(mixed >> 20) & (set->capacity - 1);
    for (;; number = (number + 1) & (set->capacity - 1)) {
        uint64_t *slot = &set->slots[number * set->words];
        if (is_free_slot(set, slot) || memcmp(slot, key, set->words * sizeof *key) == 0)
            return slot;
    }
}

static bool needs_growth(const struct hash_set *set)
{
    return set->count >= set->capacity / 4 * 3;
}

static int grow_set(struct hash_set *set)
{
    struct hash_set larger = *set;
    larger.capacity = set->capacity == 0 ? FIRST_CAPACITY : set->capacity * 2;
    larger.slots = calloc(larger.capacity, set->words * sizeof *larger.slots);
    if (larger.slots == NULL)
        return error_memory();
    for (size_t i = 0; i < set->capacity; i++) {
        const uint64_t *slot = &set->slots[i * set->words];
        if (!is_free_slot(set, slot))
            memcpy(find_key_slot(&larger, slot), slot, set->words * sizeof *slot);
    }
    free(set->slots);
    *set = larger;
    return 0;
}

bool hash_set_contains(const struct hash_set *set, const uint64_t *key)
{
    assert(!is_free_slot(set, key));
    return set->capacity > 0 && !is_free_slot(set, find_key_slot(set, key));
}

int hash_set_add(struct hash_set *set, const uint64_t *key)
{
    assert(!is_free_slot(set, key));
    if (needs_growth(set) && grow_set(set) != 0)
        return ERROR_MEMORY;
    uint64_t *slot = find_key_slot(set, key);
    if (!is_free_slot(set, slot))
        return 0;
    memcpy(slot, key, set->words * sizeof *key);
    set->count++;
    return 1;
}

size_t hash_set_memory_after_add(const struct hash_set *set)
{
    return set->capacity * (needs_growth(set) ? 2 : 1) * set->words * sizeof *set->slots;
}

void hash_set_clear(struct hash_set *set)
{
    if (set->capacity * set->words * sizeof *set->slots > KEPT_BYTES)
        hash_set_release(set);
    else if (set->count > 0)
        memset(set->slots, 0, set->capacity * set->words * sizeof *set->slots);
    set->count = 0;
}
