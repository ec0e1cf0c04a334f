#include "common/base/pages.h"

#include <assert.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ALIGNMENT = 64, SMALL_PAGE = 1 << 12 };

static void *map_anonymous(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static void unmap_range(char *from, char *to)
{
    if (from < to)
        munmap(from, (size_t)(to - from));
}

/* Maps too much, to start at a large page, and unmaps the excess. Failure of madvise is ignored:
 * the kernel may have no large pages. */
static void *map_large(size_t size)
{
    if (size > SIZE_MAX - 2 * (size_t)PAGES_LARGE)
        return NULL;
    size_t rounded = (size + SMALL_PAGE - 1) & ~(size_t)(SMALL_PAGE - 1);
    char *mapped = map_anonymous(rounded + PAGES_LARGE);
    if (mapped == NULL)
        return NULL;
    char *start = mapped + (-(uintptr_t)mapped & (PAGES_LARGE - 1));
    unmap_range(mapped, start);
    unmap_range(start + rounded, mapped + rounded + PAGES_LARGE);
    madvise(start, rounded, MADV_HUGEPAGE);
    return start;
}

void *pages_alloc(size_t size)
{
    void *memory = NULL;
    if (size >= PAGES_LARGE)
        return map_large(size);
    return posix_memalign(&memory, ALIGNMENT, size == 0 ? 1 : size) == 0 ? memory : NULL;
}

void *pages_alloc_zeroed(size_t size)
{
    void *memory = pages_alloc(size);
    return memory == NULL || size >= PAGES_LARGE ? memory : memset(memory, 0, size);
}

/* Large pages are requested for all of a mapping, so that it stays one mapping: the kernel moves
 * only one at a time. */
void *pages_grow(void *memory, size_t old_size, size_t size)
{
    assert(size >= PAGES_LARGE && size > old_size);
    if (memory != NULL) {
        void *moved = mremap(memory, old_size, size, MREMAP_MAYMOVE);
        return moved == MAP_FAILED ? NULL : moved;
    }
    return map_large(size);
}

void pages_free(void *memory, size_t size)
{
    if (memory != NULL && size >= PAGES_LARGE)
        munmap(memory, size);
    else
        free(memory);
}

void *pages_alloc_sparse(size_t size)
{
    if (size < PAGES_SPARSE)
        return calloc(size == 0 ? 1 : size, 1);
    void *memory = map_anonymous(size);
    /* otherwise the first touch would zero a large page */
    if (memory != NULL && size >= PAGES_LARGE)
        madvise(memory, size, MADV_NOHUGEPAGE);
    return memory;
}

void pages_free_sparse(void *memory, size_t size)
{
    if (memory != NULL && size >= PAGES_SPARSE)
        munmap(memory, size);
    else
        free(memory);
}

void pages_tune_allocator(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 2 * PAGES_LARGE);
    mallopt(M_TRIM_THRESHOLD, 32 * PAGES_LARGE);
    mallopt(M_ARENA_MAX, 1);
#endif
}

void pages_keep_freed(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 32 * PAGES_LARGE);
    mallopt(M_MMAP_THRESHOLD, 16 * PAGES_LARGE);
    mallopt(M_TOP_PAD, 1 << 20);
#endif
}

void pages_trim(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
