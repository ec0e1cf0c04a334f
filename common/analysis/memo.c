#include "common/analysis/memo.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/pages.h"

enum { BLOCK_SIZE = MEMO_UNIT << MEMO_UNITS_BITS };

/* Most analysers see a query, not a corpus. */
enum { FIRST_BLOCK_SIZE = BLOCK_SIZE / 32 };

enum { FIRST_CAPACITY = 1 << 12 };

/* The slots of an empty memo, so that a look-up needs no check. */
static struct memo_slot empty_slot;

void memo_init(struct memo *memo)
{
    *memo = (struct memo){.slots = &empty_slot};
}

static size_t slot_capacity(const struct memo *memo)
{
    return memo->slots == &empty_slot ? 0 : memo->mask + 1;
}

static void free_memo_slots(struct memo *memo)
{
    if (memo->slots != &empty_slot)
        pages_free(memo->slots, (memo->mask + 1) * sizeof *memo->slots);
}

void memo_release(struct memo *memo)
{
    for (size_t i = 0; i < memo->block_count; i++)
        pages_free(memo->blocks[i], i == 0 ? FIRST_BLOCK_SIZE : BLOCK_SIZE);
    free(memo->blocks);
    free_memo_slots(memo);
    memo_init(memo);
}

/* Returns the bytes of the chunk that its key does not hold. */
static const char *chunk_rest(const struct meaning *meaning)
{
    return (const char *)(meaning->readings + meaning->count);
}

static bool is_meaning_of(const struct meaning *meaning, const char *chunk, size_t size,
                          const struct memo_key *key)
{
    return memo_matches(meaning, size, key) &&
           (size <= MEMO_KEY_SIZE ||
            memcmp(chunk_rest(meaning), chunk + MEMO_KEY_SIZE, size - MEMO_KEY_SIZE) == 0);
}

const struct meaning *memo_find(const struct memo *memo, const char *chunk, size_t size,
                                const struct memo_key *key)
{
    uint32_t wanted = memo_slot_hash(key->hash);
    for (size_t at = key->hash & memo->mask;; at = (at + 1) & memo->mask) {
        const struct memo_slot *slot = &memo->slots[at];
        if (slot->hash == 0)
            return NULL;
        if (slot->hash != wanted)
            continue;
        const struct meaning *meaning = memo_at(memo, slot->place);
        if (is_meaning_of(meaning, chunk, size, key))
            return meaning;
    }
}

static bool add_memo_block(struct memo *memo)
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

struct meaning *memo_alloc(struct memo *memo, const char *chunk, size_t size,
                           const struct memo_key *key, size_t count)
{
    size_t fixed = sizeof(struct meaning) + count * sizeof(struct occurrence);
    size_t rest = size > MEMO_KEY_SIZE ? size - MEMO_KEY_SIZE : 0;
    size_t rounded = (fixed + rest + MEMO_UNIT - 1) & ~(size_t)(MEMO_UNIT - 1);
    assert(size <= UINT16_MAX && count <= UINT16_MAX && rounded <= BLOCK_SIZE);
    size_t room = memo->block_count == 1 ? FIRST_BLOCK_SIZE : BLOCK_SIZE;
    if ((memo->block_count == 0 || memo->used + rounded > room) && !add_memo_block(memo))
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
    size_t unit = (size_t)((const char *)meaning - memo->blocks[block]) / MEMO_UNIT;
    assert(memo->block_count > 0 && unit * MEMO_UNIT < memo->used);
    return (uint32_t)(block << MEMO_UNITS_BITS | unit);
}

static void insert_slot(struct memo_slot *slots, size_t mask, struct memo_slot slot)
{
    size_t at = slot.hash & mask;
    while (slots[at].hash != 0)
        at = (at + 1) & mask;
    slots[at] = slot;
}

static int grow_slots(struct memo *memo)
{
    size_t larger = slot_capacity(memo) == 0 ? FIRST_CAPACITY : slot_capacity(memo) * 2;
    struct memo_slot *slots = pages_alloc_zeroed(larger * sizeof *slots);
    if (slots == NULL)
        return error_memory();
    for (size_t i = 0; i < slot_capacity(memo); i++)
        if (memo->slots[i].hash != 0)
            insert_slot(slots, larger - 1, memo->slots[i]);
    free_memo_slots(memo);
    memo->slots = slots;
    memo->mask = larger - 1;
    return 0;
}

int memo_add(struct memo *memo, const struct meaning *meaning, uint64_t hash)
{
    if ((memo->count + 1) * 4 > slot_capacity(memo) * 3 && grow_slots(memo) != 0)
        return ERROR_MEMORY;
    insert_slot(memo->slots, memo->mask,
                (struct memo_slot){memo_slot_hash(hash), newest_place(memo, meaning)});
    memo->count++;
    return 0;
}

size_t memo_memory(const struct memo *memo)
{
    size_t blocks = memo->block_count == 0 ? 0 : FIRST_BLOCK_SIZE;
    if (memo->block_count > 1)
        blocks += (memo->block_count - 1) * (size_t)BLOCK_SIZE;
    return blocks + slot_capacity(memo) * sizeof *memo->slots;
}
