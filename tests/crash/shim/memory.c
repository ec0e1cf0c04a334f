/* Allocations that can fail, over those of glibc. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "tests/crash/shim/fault.h"

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
    return fault_meet(CALL_MEMORY) == VERDICT_GO ? __libc_malloc(size) : NULL;
}

void *calloc(size_t count, size_t size)
{
    return fault_meet(CALL_MEMORY) == VERDICT_GO ? __libc_calloc(count, size) : NULL;
}

void *realloc(void *memory, size_t size)
{
    return fault_meet(CALL_MEMORY) == VERDICT_GO ? __libc_realloc(memory, size) : NULL;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fault_meet(CALL_MEMORY) == VERDICT_GO ? __libc_memalign(alignment, size) : NULL;
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    if (fault_meet(CALL_MEMORY) != VERDICT_GO)
        return ENOMEM;
    int before = errno;
    void *taken = __libc_memalign(alignment, size);
    errno = before;
    if (taken == NULL)
        return ENOMEM;
    *memory = taken;
    return 0;
}
