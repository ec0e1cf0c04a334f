/* What each chunk met so far means: from its raw bytes to its occurrences. */
#ifndef FOUILLE_ANALYSIS_MEMO_H
#define FOUILLE_ANALYSIS_MEMO_H

#include <stdint.h>

#include "analysis/forms.h"
#include "platform/arena.h"

/* One occurrence, relative to its chunk. */
struct reading {
    uint32_t form;
    uint16_t position, start, end;
    uint8_t span, kind;
};

/* What matters to the chunk behind it. */
enum {
    MEANING_GROUP = 1,  /* one to three digits: may begin 10 000 */
    MEANING_TRIPLE = 2, /* three digits, perhaps decimals: may go on with it */
    MEANING_DIGITS = 4, /* ends in a digit */
};

struct meaning {
    const char *chunk; /* the key */
    uint16_t size;
    uint16_t positions; /* used */
    uint16_t count;     /* of readings */
    uint16_t flags;
    struct reading readings[];
};

struct memo {
    struct arena arena;
    struct memo_slot {
        uint32_t hash; /* 0: empty */
        uint32_t size;
        const struct meaning *meaning;
    } * slots;
    size_t capacity; /* a power of two */
    size_t count;
};

void memo_init(struct memo *memo);
void memo_release(struct memo *memo);

/* Forgets every chunk; the storage is freed. */
void memo_clear(struct memo *memo);

/* The meaning of a chunk, or NULL when it is new. */
const struct meaning *memo_find(const struct memo *memo, const char *chunk, size_t size,
                                uint64_t hash);

/* Room for a meaning of `count` readings, its chunk copied; not yet findable. NULL: no memory. */
struct meaning *memo_new(struct memo *memo, const char *chunk, size_t size, size_t count);

/* Makes it findable. 0 or ERROR_MEMORY. */
int memo_add(struct memo *memo, const struct meaning *meaning, uint64_t hash);

size_t memo_memory(const struct memo *memo);

#endif
