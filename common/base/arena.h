/* Bump allocation: many small pieces that die together. No piece is freed alone.
 *
 * Order of calls: arena_init, any number of arena_alloc, then arena_reset (keeps the first chunk)
 * or arena_release. Not thread-safe: each worker owns its own.
 */
#ifndef FOUILLE_BASE_ARENA_H
#define FOUILLE_BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *newest;
    char *next; /* first free byte of the newest chunk */
    char *end;
    size_t chunk_size;
    size_t reserved; /* bytes allocated, all chunks together */
};

/* chunk_size: bytes of the first chunk, not 0 (a larger piece gets a chunk of its own); each
 * further chunk is twice as large, up to 2 MiB, so that a large arena uses large pages. */
void arena_init(struct arena *arena, size_t chunk_size);

/* Returns `size` bytes aligned to 8, uninitialised; NULL when memory ran out. O(1) amortised. */
void *arena_alloc(struct arena *arena, size_t size);

/* Returns a copy of `size` bytes (NULL is allowed for none) with a NUL after them; NULL when memory
 * ran out. */
char *arena_copy(struct arena *arena, const char *bytes, size_t size);

/* Discards all pieces; keeps one chunk for later ones. */
void arena_reset(struct arena *arena);

/* Frees everything; the arena may be used again. One that is all zeros is allowed. */
void arena_release(struct arena *arena);

#endif
