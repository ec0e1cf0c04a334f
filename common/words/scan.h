/* Finds the chunks of a text: maximal runs of word characters, and between them the signs that may
 * join them (apostrophe, hyphen, dot, …). Where a chunk ends depends on its own bytes and the
 * characters next to it, never on the analysis of what is within.
 */
#ifndef FOUILLE_WORDS_SCAN_H
#define FOUILLE_WORDS_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longer chunks are cut, at a character, to this many bytes. */
enum { CHUNK_MAX = 1024 };

struct chunk {
    const char *start, *end;
};

/* A walk over a text, which must be valid UTF-8 and stay in place. It never goes back. */
struct scanner {
    const char *at, *end;
    const char *block; /* the bytes whose kinds are in the masks: 64 from here, or up to end */
    uint64_t simple;   /* one bit per byte: surely in a word of ASCII or Latin letters and digits */
    uint64_t leads;    /* begins another character, or is a word by itself */
};

void scan_begin(struct scanner *scanner, const char *text, const char *end);

/* Finds the next chunk. False when there is none. Bytes are classified 64 at a time, so that plain
 * words cost a few instructions each. */
bool scan_next(struct scanner *scanner, struct chunk *chunk);

/* Finds the next chunks, at most `room`. Returns their number, less than `room` only at the end. */
unsigned scan_many(struct scanner *scanner, struct chunk *chunks, unsigned room);

/* Finds the first chunk of [at, end). False when there is none. */
bool scan_chunk(const char *at, const char *end, struct chunk *chunk);

#endif
