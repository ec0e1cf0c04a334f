#include "indexer/sources/markup/markup_memory.h"

#include <libxml/xmlmemory.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Between two handler calls libxml2 allocates at most the attributes of one tag. Requests larger
 * than LARGEST fail: libxml2 does report the failure of large ones. */
enum { RESERVE = 1 << 20, LARGEST = 1 << 14 };

/* Precedes each piece. */
union header {
    size_t size;
    max_align_t align;
};

static _Alignas(max_align_t) unsigned char reserve[RESERVE];
static size_t taken, pieces; /* when no piece is left, all bytes are free again */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local bool ran_out;

static bool is_reserved(const void *piece)
{
    uintptr_t at = (uintptr_t)piece, first = (uintptr_t)reserve;
    return at >= first && at < first + RESERVE;
}

static void *take(size_t size)
{
    unsigned char *piece = NULL;
    ran_out = true;
    if (size > LARGEST)
        return NULL;
    size_t whole = (size + 2 * sizeof(union header) - 1) & ~(sizeof(union header) - 1);
    pthread_mutex_lock(&lock);
    if (whole <= RESERVE - taken) {
        union header *header = (union header *)(void *)(reserve + taken);
        header->size = size;
        piece = (unsigned char *)(header + 1);
        taken += whole;
        pieces++;
    }
    pthread_mutex_unlock(&lock);
    return piece;
}

static void release(void *piece)
{
    if (!is_reserved(piece)) {
        free(piece);
        return;
    }
    pthread_mutex_lock(&lock);
    if (--pieces == 0)
        taken = 0;
    pthread_mutex_unlock(&lock);
}

static void *allocate(size_t size)
{
    void *piece = malloc(size);
    return piece != NULL ? piece : take(size);
}

/* The old size of a block of the system's is unknown, so copying it into the reserve could read
 * past its end. Such a call fails; libxml2 reports those failures. */
static void *resize(void *old, size_t size)
{
    if (old != NULL && !is_reserved(old)) {
        void *piece = realloc(old, size);
        ran_out = ran_out || piece == NULL;
        return piece;
    }
    void *piece = allocate(size);
    if (old == NULL || piece == NULL)
        return piece;
    size_t held = ((const union header *)old - 1)->size;
    memcpy(piece, old, held < size ? held : size);
    release(old);
    return piece;
}

static char *duplicate(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = allocate(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

void markup_memory_install(void)
{
    xmlMemSetup(release, allocate, resize, duplicate);
}

void markup_memory_begin(void)
{
    ran_out = false;
}

bool markup_memory_ran_out(void)
{
    return ran_out;
}
