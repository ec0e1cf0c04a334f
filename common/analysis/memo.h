/* What each chunk seen so far means: from its raw bytes to its occurrences. */
#ifndef FOUILLE_ANALYSIS_MEMO_H
#define FOUILLE_ANALYSIS_MEMO_H

#include <assert.h>
#include <stdint.h>

#include "common/analysis/forms.h"

/* What matters to the next chunk. */
enum {
    MEANING_GROUP = 1,    /* one to three digits: may begin 10 000 */
    MEANING_TRIPLE = 2,   /* three digits, perhaps with decimals: may continue it */
    MEANING_PLAIN = 4,    /* one word at one position, which only a hyphen after it can change */
    MEANING_INITIAL = 8,  /* a few capitals: may begin J. K. and H & M */
    MEANING_LEANING = 16, /* may be read differently before another chunk */
};

/* A chunk as it is looked up: its first sixteen bytes, padded with zeros, so that most are hashed
 * and compared without branches on their sizes. */
struct memo_key {
    uint64_t first, second;
    uint64_t hash; /* of all bytes */
};

enum { MEMO_KEY_SIZE = 16 };

/* Starts at a cache line; most fit in one. */
struct meaning {
    uint16_t size;      /* of the chunk */
    uint16_t positions; /* used */
    uint16_t count;     /* of readings */
    uint16_t flags;
    uint64_t first, second; /* of the chunk, as in its key; the rest follows the readings */
    /* Relative to the chunk: its first position and byte are 0, as is its group. */
    struct occurrence readings[];
};

struct memo_slot {
    uint32_t hash;  /* the low half, 0: empty */
    uint32_t place; /* of the meaning */
};

/* Meanings are stored in blocks and identified by their places, so that a slot is eight bytes.
 * Places count cache lines, and a block has 2^15 of them: 2 MiB, one large page. */
enum { MEMO_UNIT = 64, MEMO_UNITS_BITS = 15 };

struct memo {
    struct memo_slot *slots;
    size_t mask; /* the number of slots, a power of two, minus one */
    size_t count;
    char **blocks;
    size_t block_count;
    size_t used; /* bytes of the last block */
};

void memo_init(struct memo *memo);

/* Forgets every chunk and frees the storage; the memo may be used again. */
void memo_release(struct memo *memo);

/* Returns the key of a chunk; `readable` bytes, at least its size, may be read from its start on.
 * Chunks hold no NUL. */
static inline struct memo_key memo_key_of(const char *chunk, size_t size, size_t readable)
{
    static const unsigned char window[2 * MEMO_KEY_SIZE] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                            0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                            0xff, 0xff, 0xff, 0xff};
    const uint64_t k0 = UINT64_C(0xa0761d6478bd642f), k1 = UINT64_C(0xe7037ed1a0b428db);
    assert(size <= readable);
    char padded[MEMO_KEY_SIZE] = {0};
    size_t taken = size < MEMO_KEY_SIZE ? size : MEMO_KEY_SIZE;
    const char *from = chunk;
    if (readable < MEMO_KEY_SIZE)
        from = memcpy(padded, chunk, taken);
    struct memo_key key;
    key.first = load_u64(from) & load_u64(window + MEMO_KEY_SIZE - taken);
    key.second = load_u64(from + 8) & load_u64(window + MEMO_KEY_SIZE + 8 - taken);
    key.hash = forms_mix(key.first ^ k0, key.second ^ k1);
    if (size > MEMO_KEY_SIZE)
        key.hash ^= forms_hash(chunk + MEMO_KEY_SIZE, size - MEMO_KEY_SIZE);
    return key;
}

/* Returns a hash for a slot, never 0, which marks an empty one. The low bits, which choose the
 * slot, are the hash's own. */
static inline uint32_t memo_slot_hash(uint64_t hash)
{
    return (uint32_t)hash | UINT32_C(0x80000000);
}

static inline struct meaning *memo_at(const struct memo *memo, uint32_t place)
{
    assert(place >> MEMO_UNITS_BITS < memo->block_count);
    char *block = memo->blocks[place >> MEMO_UNITS_BITS];
    size_t unit = place & ((1U << MEMO_UNITS_BITS) - 1);
    return (struct meaning *)(void *)(block + unit * MEMO_UNIT);
}

/* Whether a meaning belongs to a chunk with this size and key, as far as the key shows. */
static inline bool memo_matches(const struct meaning *meaning, size_t size,
                                const struct memo_key *key)
{
    uint64_t differs =
        (meaning->first ^ key->first) | (meaning->second ^ key->second) | (meaning->size ^ size);
    return differs == 0;
}

/* Returns the meaning of a chunk, or NULL when it is new. Valid until memo_release. */
const struct meaning *memo_find(const struct memo *memo, const char *chunk, size_t size,
                                const struct memo_key *key);

/* The same, inlined, for chunks that fit in their key and are in their first slot, as most known
 * ones are. NULL: call memo_find. */
static inline const struct meaning *memo_find_short(const struct memo *memo, size_t size,
                                                    const struct memo_key *key)
{
    const struct memo_slot *slot = &memo->slots[key->hash & memo->mask];
    if (slot->hash != memo_slot_hash(key->hash) || size > MEMO_KEY_SIZE)
        return NULL;
    const struct meaning *meaning = memo_at(memo, slot->place);
    return memo_matches(meaning, size, key) ? meaning : NULL;
}

/* Prefetches what memo_find will read: the slot; then, a little later, the meaning. */
static inline void memo_prefetch_slot(const struct memo *memo, uint64_t hash)
{
    __builtin_prefetch(&memo->slots[hash & memo->mask]);
}

static inline void memo_prefetch_meaning(const struct memo *memo, uint64_t hash)
{
    const struct memo_slot *slot = &memo->slots[hash & memo->mask];
    if (slot->hash == memo_slot_hash(hash))
        __builtin_prefetch(memo_at(memo, slot->place));
}

/* Allocates a meaning of `count` readings, at most WORDS_MAX (words.h), with its chunk, of at most
 * CHUNK_MAX bytes and a character, copied; it cannot be found yet. NULL when memory ran out. */
struct meaning *memo_alloc(struct memo *memo, const char *chunk, size_t size,
                           const struct memo_key *key, size_t count);

/* Makes the meaning that was allocated last findable; its chunk is not in the memo yet. Returns 0
 * or ERROR_MEMORY. */
int memo_add(struct memo *memo, const struct meaning *newest, uint64_t hash);

size_t memo_memory(const struct memo *memo);

#endif
