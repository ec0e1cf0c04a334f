#include "indexer/sources/markup/markup_memory.h"

#include <libxml/xmlmemory.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Between two handler calls libxml2 allocates at most the attributes of one tag. Requests larger
 * than LARGEST fail: libxml2 does report the failure of large ones. */
enum { RESERVE_SIZE = 1 << 20, REQUEST_MAX = 1 << 14 };

/* Precedes each piece. */
union header {
    size_t size;
    max_align_t align;
};

static _Alignas(max_align_t) unsigned char reserve[RESERVE_SIZE];
static size_t used, live_pieces; /* when no piece is left, all bytes are free again */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local bool ran_out;

static bool is_reserved(const void *piece)
{
    uintptr_t at = (uintptr_t)piece, first = (uintptr_t)reserve;
    return at >= first && at < first + RESERVE_SIZE;
}

static void *allocate_reserved(size_t size)
{
    unsigned char *piece = NULL;
    ran_out = true;
    if (size > REQUEST_MAX)
        return NULL;
    size_t full_size = (size + 2 * sizeof(union header) - 1) & ~(sizeof(union header) - 1);
    pthread_mutex_lock(&lock);
    if (full_size <= RESERVE_SIZE - used) {
        union header *header = (union header *)(void *)(reserve + used);
        header->size = size;
        piece = (unsigned char *)(header + 1);
        used += full_size;
        live_pieces++;
    }
    pthread_mutex_unlock(&lock);
    return piece;
}

static void release_memory(void *piece)
{
    if (!is_reserved(piece)) {
        free(piece);
        return;
    }
    pthread_mutex_lock(&lock);
    if (--live_pieces == 0)
        used = 0;
    pthread_mutex_unlock(&lock);
}

static void *allocate_memory(size_t size)
{
    void *piece = malloc(size);
    return piece != NULL ? piece : allocate_reserved(size);
}

/* The old size of a block of the system's is unknown, so copying it into the reserve could read
 * past its end. Such a call fails; libxml2 reports those failures. */
static void *resize_memory(void *old, size_t size)
{
    if (old != NULL && !is_reserved(old)) {
        void *piece = realloc(old, size);
        ran_out = ran_out || piece == NULL;
        return piece;
    }
    void *piece = allocate_memory(size);
    if (old == NULL || piece == NULL)
        return piece;
    size_t old_size = ((const union header *)old - 1)->size;
    memcpy(piece, old, old_size < size ? old_size : size);
    release_memory(old);
    return piece;
}

static char *duplicate_string(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = allocate_memory(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

void markup_memory_install(void)
{
    xmlMemSetup(release_memory, allocate_memory, resize_memory, duplicate_string);
}

void markup_memory_reset(void)
{
    ran_out = false;
}

bool markup_memory_ran_out(void)
{
    return ran_out;
}
