/* Finds the chunks of a text: maximal runs of word characters, with the signs that may join them
 * (apostrophe, hyphen, dot, …) where they stand between two. Chunk borders depend on the chunk's
 * own bytes and the characters next to it, never on the analysis of what is within.
 */
#ifndef FOUILLE_ANALYSIS_SCAN_H
#define FOUILLE_ANALYSIS_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Chunks are cut, at a character, when they grow beyond this many bytes. */
enum { CHUNK_MAX = 1024 };

struct chunk {
    const char *start, *end;
};

/* A walk over a text, which must be valid UTF-8 and stay in place. */
struct scanner {
    const char *at, *end;
    const char *block; /* the bytes whose kinds are in the masks: 64 from here, or up to end */
    uint64_t simple; /* a bit a byte: surely part of a word of ASCII or Latin letters and digits */
    uint64_t leads;  /* begins another character, or is a word by itself */
};

void scan_begin(struct scanner *scanner, const char *text, const char *end);

/* The next chunk. False when there is none. Kinds are found 64 bytes at a time, so that plain words
 * cost a few instructions each. */
bool scan_next(struct scanner *scanner, struct chunk *chunk);

/* The next chunks, at most `room`; fewer when there are no more. */
unsigned scan_many(struct scanner *scanner, struct chunk *chunks, unsigned room);

/* The first chunk of [at, end). */
bool scan_chunk(const char *at, const char *end, struct chunk *chunk);

#endif
