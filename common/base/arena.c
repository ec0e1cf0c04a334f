#include "common/base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/pages.h"

/* With its header, the largest chunk fills a large page. */
enum { ALIGNMENT = 8, CHUNK_MAX = PAGES_LARGE - 16 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t size; /* of bytes */
    _Alignas(16) char bytes[];
};

void arena_init(struct arena *arena, size_t chunk_size)
{
    assert(chunk_size > 0);
    *arena = (struct arena){.chunk_size = chunk_size};
}

static int add_chunk(struct arena *arena, size_t least)
{
    size_t size = least > arena->chunk_size ? least : arena->chunk_size;
    struct arena_chunk *chunk = pages_alloc(sizeof *chunk + size);
    if (chunk == NULL)
        return -1;
    chunk->older = arena->newest;
    chunk->size = size;
    arena->newest = chunk;
    arena->next = chunk->bytes;
    arena->end = chunk->bytes + size;
    arena->reserved += sizeof *chunk + size;
    arena->chunk_size = size < CHUNK_MAX / 2 ? 2 * size : CHUNK_MAX;
    return 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    assert(arena->chunk_size > 0); /* initialised */
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (rounded < size)
        return NULL;
    if ((size_t)(arena->end - arena->next) < rounded && add_chunk(arena, rounded) != 0)
        return NULL;
    void *piece = arena->next;
    arena->next += rounded;
    return piece;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t size)
{
    assert(bytes != NULL || size == 0);
    char *copy = arena_alloc(arena, size + 1);
    if (copy == NULL)
        return NULL;
    if (size > 0)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

static void free_chunks(struct arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct arena_chunk *older = chunk->older;
        pages_free(chunk, sizeof *chunk + chunk->size);
        chunk = older;
    }
}

void arena_reset(struct arena *arena)
{
    struct arena_chunk *kept = arena->newest;
    if (kept == NULL)
        return;
    free_chunks(kept->older);
    kept->older = NULL;
    arena->next = kept->bytes;
    arena->end = kept->bytes + kept->size;
    arena->reserved = sizeof *kept + kept->size;
}

void arena_release(struct arena *arena)
{
    free_chunks(arena->newest);
    *arena = (struct arena){.chunk_size = arena->chunk_size};
}
