#include "analysis/memo.h"

#include <stdlib.h>
#include <string.h>

#include "platform/error.h"
#include "platform/pages.h"

/* Places count cache lines, and a block has 2^15 of them: 2 MiB, one large page. */
enum { UNIT = 64, BLOCK_UNITS_BITS = 15, BLOCK_SIZE = UNIT << BLOCK_UNITS_BITS };

/* Most analysers see a query, not a corpus. */
enum { FIRST_BLOCK_SIZE = BLOCK_SIZE / 32 };

enum { FIRST_CAPACITY = 1 << 12 };

void memo_init(struct memo *memo)
{
    *memo = (struct memo){0};
}

void memo_release(struct memo *memo)
{
    for (size_t i = 0; i < memo->block_count; i++)
        pages_free(memo->blocks[i], i == 0 ? FIRST_BLOCK_SIZE : BLOCK_SIZE);
    free(memo->blocks);
    pages_free(memo->slots, memo->capacity * sizeof *memo->slots);
    memo_init(memo);
}

void memo_clear(struct memo *memo)
{
    memo_release(memo);
}

static struct meaning *at_place(const struct memo *memo, uint32_t place)
{
    char *block = memo->blocks[place >> BLOCK_UNITS_BITS];
    size_t unit = place & ((1U << BLOCK_UNITS_BITS) - 1);
    return (struct meaning *)(void *)(block + unit * UNIT);
}

/* The bytes of the chunk that its key does not hold. */
static const char *rest_of(const struct meaning *meaning)
{
    return (const char *)(meaning->readings + meaning->count);
}

static bool is_of(const struct meaning *meaning, const char *chunk, size_t size,
                  const struct memo_key *key)
{
    uint64_t differs =
        (meaning->first ^ key->first) | (meaning->second ^ key->second) | (meaning->size ^ size);
    return differs == 0 && (size <= MEMO_KEY_SIZE || memcmp(rest_of(meaning), chunk + MEMO_KEY_SIZE,
                                                            size - MEMO_KEY_SIZE) == 0);
}

/* Never 0, which marks an empty slot. The low bits, which choose the slot, are the hash's own. */
static uint32_t slot_hash(uint64_t hash)
{
    return (uint32_t)hash | UINT32_C(0x80000000);
}

const struct meaning *memo_find(const struct memo *memo, const char *chunk, size_t size,
                                const struct memo_key *key)
{
    if (memo->capacity == 0)
        return NULL;
    uint32_t wanted = slot_hash(key->hash);
    for (size_t at = key->hash & (memo->capacity - 1);; at = (at + 1) & (memo->capacity - 1)) {
        const struct memo_slot *slot = &memo->slots[at];
        if (slot->hash == 0)
            return NULL;
        if (slot->hash != wanted)
            continue;
        const struct meaning *meaning = at_place(memo, slot->place);
        if (is_of(meaning, chunk, size, key))
            return meaning;
    }
}

void memo_fetch_meaning(const struct memo *memo, uint64_t hash)
{
    if (memo->capacity == 0)
        return;
    const struct memo_slot *slot = &memo->slots[hash & (memo->capacity - 1)];
    if (slot->hash == slot_hash(hash))
        __builtin_prefetch(at_place(memo, slot->place));
}

static bool add_block(struct memo *memo)
{
    char **blocks = realloc(memo->blocks, (memo->block_count + 1) * sizeof *blocks);
    if (blocks == NULL)
        return false;
    memo->blocks = blocks;
    size_t size = memo->block_count == 0 ? FIRST_BLOCK_SIZE : BLOCK_SIZE;
    blocks[memo->block_count] = pages_alloc(size);
    if (blocks[memo->block_count] == NULL)
        return false;
    memo->block_count++;
    memo->used = 0;
    return true;
}

struct meaning *memo_new(struct memo *memo, const char *chunk, size_t size,
                         const struct memo_key *key, size_t count)
{
    size_t fixed = sizeof(struct meaning) + count * sizeof(struct occurrence);
    size_t rest = size > MEMO_KEY_SIZE ? size - MEMO_KEY_SIZE : 0;
    size_t rounded = (fixed + rest + UNIT - 1) & ~(size_t)(UNIT - 1);
    size_t room = memo->block_count == 1 ? FIRST_BLOCK_SIZE : BLOCK_SIZE;
    if ((memo->block_count == 0 || memo->used + rounded > room) && !add_block(memo))
        return NULL;
    struct meaning *meaning =
        (struct meaning *)(void *)(memo->blocks[memo->block_count - 1] + memo->used);
    *meaning = (struct meaning){.size = (uint16_t)size,
                                .count = (uint16_t)count,
                                .first = key->first,
                                .second = key->second};
    if (rest > 0)
        memcpy((char *)meaning + fixed, chunk + MEMO_KEY_SIZE, rest);
    memo->used += rounded;
    return meaning;
}

static uint32_t newest_place(const struct memo *memo, const struct meaning *meaning)
{
    size_t block = memo->block_count - 1;
    size_t unit = (size_t)((const char *)meaning - memo->blocks[block]) / UNIT;
    return (uint32_t)(block << BLOCK_UNITS_BITS | unit);
}

static void put(struct memo_slot *slots, size_t capacity, struct memo_slot slot)
{
    size_t at = slot.hash & (capacity - 1);
    while (slots[at].hash != 0)
        at = (at + 1) & (capacity - 1);
    slots[at] = slot;
}

static int grow(struct memo *memo)
{
    size_t capacity = memo->capacity == 0 ? FIRST_CAPACITY : memo->capacity * 2;
    struct memo_slot *slots = pages_zeroed(capacity * sizeof *slots);
    if (slots == NULL)
        return error_memory();
    for (size_t i = 0; i < memo->capacity; i++)
        if (memo->slots[i].hash != 0)
            put(slots, capacity, memo->slots[i]);
    pages_free(memo->slots, memo->capacity * sizeof *memo->slots);
    memo->slots = slots;
    memo->capacity = capacity;
    return 0;
}

int memo_add(struct memo *memo, const struct meaning *meaning, uint64_t hash)
{
    if ((memo->count + 1) * 4 > memo->capacity * 3 && grow(memo) != 0)
        return ERROR_MEMORY;
    put(memo->slots, memo->capacity,
        (struct memo_slot){slot_hash(hash), newest_place(memo, meaning)});
    memo->count++;
    return 0;
}

size_t memo_memory(const struct memo *memo)
{
    size_t blocks = memo->block_count == 0 ? 0 : FIRST_BLOCK_SIZE;
    if (memo->block_count > 1)
        blocks += (memo->block_count - 1) * (size_t)BLOCK_SIZE;
    return blocks + memo->capacity * sizeof *memo->slots;
}
