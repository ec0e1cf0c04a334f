#include "platform/pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void *pages_alloc(size_t size)
{
    void *memory = NULL;
    if (size < PAGES_LARGE)
        return malloc(size);
    size_t rounded = (size + PAGES_LARGE - 1) & ~(size_t)(PAGES_LARGE - 1);
    if (rounded < size || posix_memalign(&memory, PAGES_LARGE, rounded) != 0)
        return NULL;
    madvise(memory, rounded, MADV_HUGEPAGE); /* a wish: refused where the kernel has none */
    return memory;
}

void *pages_zeroed(size_t size)
{
    if (size < PAGES_LARGE)
        return calloc(1, size == 0 ? 1 : size);
    void *memory = pages_alloc(size);
    if (memory != NULL)
        memset(memory, 0, size);
    return memory;
}
