/* Finds the chunks of a text: maximal runs of word characters, with the signs that may join them
 * (apostrophe, hyphen, dot, …) where they stand between two. Chunk borders depend on the chunk's
 * own bytes and the characters next to it, never on the analysis of what is within.
 */
#ifndef FOUILLE_ANALYSIS_SCAN_H
#define FOUILLE_ANALYSIS_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* Chunks are cut, at a character, when they grow beyond this many bytes. */
enum { CHUNK_MAX = 1024 };

struct chunk {
    const char *start, *end;
};

/* The next chunk of [at, end), valid UTF-8. False when there is none. Without joining signs and
 * non-ASCII letters beyond Latin-1 this is one table look-up a byte. */
bool scan_chunk(const char *at, const char *end, struct chunk *chunk);

#endif
