/* Memory for large tables that are read at random: large pages save a page-table walk on most
 * accesses. */
#ifndef FOUILLE_BASE_PAGES_H
#define FOUILLE_BASE_PAGES_H

#include <stddef.h>

/* Large pages are worth the call from this size on. */
enum { PAGES_LARGE = 1 << 21 };

/* Returns `size` bytes, aligned to 64, to be freed with pages_free and the same size; on large
 * pages, and aligned to them, if the system has them and size is at least PAGES_LARGE. NULL when
 * memory ran out. */
void *pages_alloc(size_t size);

/* The same, zeroed. */
void *pages_alloc_zeroed(size_t size);

void pages_free(void *memory, size_t size);

/* Returns zeros, for a table that is used in a few places only: from PAGES_SPARSE bytes on, it
 * costs only what is touched, however large it is. To be freed with pages_free_sparse and the same
 * size. NULL when memory ran out. */
enum { PAGES_SPARSE = 1 << 14 };
void *pages_alloc_sparse(size_t size);
void pages_free_sparse(void *memory, size_t size);

/* Grows memory that pages_grow returned for `old_size`, or NULL, to `size` bytes, at least
 * PAGES_LARGE and more than before. Contents are kept: pages are moved, not copied. To be freed
 * with pages_free. NULL when memory ran out; the old memory is then still valid. */
void *pages_grow(void *memory, size_t old_size, size_t size);

/* Makes the allocator serve pieces of 4 MiB and more straight from the system, for programs whose
 * tables grow to hundreds of MiB: a growing table is moved by its pages, not copied, and freed
 * memory is returned to the system. All threads share one heap, so that each can use what another
 * has freed: they allocate little while they work. For the whole process; call it first. */
void pages_tune_allocator(void);

/* Makes the allocator keep freed memory, up to 64 MiB, and serve pieces of up to 32 MiB from it:
 * for threads that allocate and free the same sizes again and again, and would wait for each other
 * in the kernel. For the whole process; call it before they start. */
void pages_keep_freed(void);

/* Makes the allocator return free memory to the system: between two parts of a program that each
 * use much. */
void pages_trim(void);

#endif
