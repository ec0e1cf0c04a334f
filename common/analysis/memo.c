#include "analysis/memo.h"

#include <stdlib.h>
#include <string.h>

#include "platform/error.h"

enum { ARENA_CHUNK = 1 << 18, FIRST_CAPACITY = 1 << 12 };

void memo_init(struct memo *memo)
{
    *memo = (struct memo){0};
    arena_init(&memo->arena, ARENA_CHUNK);
}

void memo_release(struct memo *memo)
{
    arena_release(&memo->arena);
    free(memo->slots);
    memo_init(memo);
}

void memo_clear(struct memo *memo)
{
    memo_release(memo);
}

/* Never 0, which marks an empty slot. */
static uint32_t slot_hash(uint64_t hash)
{
    return (uint32_t)(hash >> 32) | 1;
}

const struct meaning *memo_find(const struct memo *memo, const char *chunk, size_t size,
                                uint64_t hash)
{
    if (memo->capacity == 0)
        return NULL;
    uint32_t wanted = slot_hash(hash);
    for (size_t at = hash & (memo->capacity - 1);; at = (at + 1) & (memo->capacity - 1)) {
        const struct memo_slot *slot = &memo->slots[at];
        if (slot->hash == 0)
            return NULL;
        if (slot->hash == wanted && slot->size == size &&
            memcmp(slot->meaning->chunk, chunk, size) == 0)
            return slot->meaning;
    }
}

struct meaning *memo_new(struct memo *memo, const char *chunk, size_t size, size_t count)
{
    size_t fixed = sizeof(struct meaning) + count * sizeof(struct reading);
    struct meaning *meaning = arena_alloc(&memo->arena, fixed + size);
    if (meaning == NULL)
        return NULL;
    char *copy = (char *)meaning + fixed;
    memcpy(copy, chunk, size);
    *meaning = (struct meaning){.chunk = copy, .size = (uint16_t)size, .count = (uint16_t)count};
    return meaning;
}

static void place(struct memo_slot *slots, size_t capacity, uint64_t hash, struct memo_slot slot)
{
    size_t at = hash & (capacity - 1);
    while (slots[at].hash != 0)
        at = (at + 1) & (capacity - 1);
    slots[at] = slot;
}

static int grow(struct memo *memo)
{
    size_t capacity = memo->capacity == 0 ? FIRST_CAPACITY : memo->capacity * 2;
    struct memo_slot *slots = calloc(capacity, sizeof *slots);
    if (slots == NULL)
        return error_memory();
    for (size_t i = 0; i < memo->capacity; i++)
        if (memo->slots[i].hash != 0)
            place(slots, capacity, forms_hash(memo->slots[i].meaning->chunk, memo->slots[i].size),
                  memo->slots[i]);
    free(memo->slots);
    memo->slots = slots;
    memo->capacity = capacity;
    return 0;
}

int memo_add(struct memo *memo, const struct meaning *meaning, uint64_t hash)
{
    if ((memo->count + 1) * 2 > memo->capacity && grow(memo) != 0)
        return ERROR_MEMORY;
    place(memo->slots, memo->capacity, hash,
          (struct memo_slot){slot_hash(hash), meaning->size, meaning});
    memo->count++;
    return 0;
}

size_t memo_memory(const struct memo *memo)
{
    return memo->arena.reserved + memo->capacity * sizeof *memo->slots;
}
