#include "platform/pages.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ALIGNMENT = 64 };

/* Refused where the kernel has no large pages; only whole ones can be. */
void pages_prefer_large(void *memory, size_t size)
{
    uintptr_t start = ((uintptr_t)memory + PAGES_LARGE - 1) & ~(uintptr_t)(PAGES_LARGE - 1);
    uintptr_t end = ((uintptr_t)memory + size) & ~(uintptr_t)(PAGES_LARGE - 1);
    if (start < end)
        madvise((void *)start, end - start, MADV_HUGEPAGE);
}

void *pages_alloc(size_t size)
{
    void *memory = NULL;
    size_t alignment = size < PAGES_LARGE ? ALIGNMENT : PAGES_LARGE;
    if (posix_memalign(&memory, alignment, size) != 0)
        return NULL;
    if (size >= PAGES_LARGE)
        pages_prefer_large(memory, size);
    return memory;
}

/* Large pieces come from the system, whose pages are zero; the allocator would have to clear them,
 * and puts its own header before them, so that items of a cache line would lie on two. */
void *pages_zeroed(size_t size)
{
    if (size >= PAGES_LARGE) {
        void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED)
            return NULL;
        pages_prefer_large(memory, size);
        return memory;
    }
    void *memory = NULL;
    if (posix_memalign(&memory, ALIGNMENT, size == 0 ? 1 : size) != 0)
        return NULL;
    return memset(memory, 0, size);
}

void pages_free(void *memory, size_t size)
{
    if (memory != NULL && size >= PAGES_LARGE)
        munmap(memory, size);
    else
        free(memory);
}

void pages_tune_allocator(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 2 * PAGES_LARGE);
    mallopt(M_TRIM_THRESHOLD, 32 * PAGES_LARGE);
#endif
}
