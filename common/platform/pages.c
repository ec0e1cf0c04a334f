#include "platform/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* A wish, refused where the kernel has no large pages; only whole ones can be. */
static void ask_for_large(void *memory, size_t size)
{
    uintptr_t start = ((uintptr_t)memory + PAGES_LARGE - 1) & ~(uintptr_t)(PAGES_LARGE - 1);
    uintptr_t end = ((uintptr_t)memory + size) & ~(uintptr_t)(PAGES_LARGE - 1);
    if (start < end)
        madvise((void *)start, end - start, MADV_HUGEPAGE);
}

void *pages_alloc(size_t size)
{
    void *memory = NULL;
    if (size < PAGES_LARGE)
        return malloc(size);
    if (posix_memalign(&memory, PAGES_LARGE, size) != 0)
        return NULL;
    ask_for_large(memory, size);
    return memory;
}

/* calloc takes large pieces fresh from the system, zero as they are. */
void *pages_zeroed(size_t size)
{
    void *memory = calloc(1, size == 0 ? 1 : size);
    if (memory != NULL && size >= PAGES_LARGE)
        ask_for_large(memory, size);
    return memory;
}
