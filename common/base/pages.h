/* Large tables that are read at random: asking the system for large pages spares a page-table walk
 * at most accesses. */
#ifndef FOUILLE_PLATFORM_PAGES_H
#define FOUILLE_PLATFORM_PAGES_H

#include <stddef.h>

/* Memory of at least PAGES_LARGE bytes is worth the call. */
enum { PAGES_LARGE = 1 << 21 };

/* size bytes, aligned to 64, freed with pages_free and the same size; on large pages, and aligned
 * to them, where the system has them and size is at least PAGES_LARGE. NULL when memory ran out. */
void *pages_alloc(size_t size);

/* The same, zeroed. */
void *pages_zeroed(size_t size);

void pages_free(void *memory, size_t size);

/* Zeros, for a table of which a few places are used: from PAGES_SPARSE bytes on it costs what is
 * touched, however large it is. Freed with pages_sparse_free and the same size. NULL when memory
 * ran out. */
enum { PAGES_SPARSE = 1 << 14 };
void *pages_sparse(size_t size);
void pages_sparse_free(void *memory, size_t size);

/* Makes room for `size` bytes, at least PAGES_LARGE and more than before, of what pages_grow gave
 * with `old_size`, or of NULL. Contents are kept: pages are moved, not copied. Freed with
 * pages_free. NULL when memory ran out, and then the old memory stands. */
void *pages_grow(void *memory, size_t old_size, size_t size);

/* Has the allocator hand out pieces of 4 MiB and more straight from the system, for programs whose
 * tables grow to hundreds of them: a table that grows is moved by its pages, not copied, and what
 * is freed is given back. All threads share one heap, whose free memory is then every thread's:
 * they allocate little while they work. For the whole process; call it first of all. */
void pages_tune_allocator(void);

/* Has the allocator keep what is freed, up to 64 MiB, and hand out pieces of up to 32 MiB from it:
 * for threads that each take and give back the same again and again, and would wait for each other
 * in the system. For the whole process; call it before they start. */
void pages_keep_freed(void);

/* Has the allocator give back to the system what is free: between two parts of a program that each
 * take much. */
void pages_trim(void);

#endif
