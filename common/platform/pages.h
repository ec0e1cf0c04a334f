/* Large tables that are read at random: asking the system for large pages spares a page-table walk
 * at most accesses. */
#ifndef FOUILLE_PLATFORM_PAGES_H
#define FOUILLE_PLATFORM_PAGES_H

#include <stddef.h>

/* Memory of at least PAGES_LARGE bytes is worth the call. */
enum { PAGES_LARGE = 1 << 21 };

/* size bytes, zeroed, freed with free(); on large pages where the system has them and size is at
 * least PAGES_LARGE. NULL when memory ran out. */
void *pages_zeroed(size_t size);

/* The same without promising zeros. */
void *pages_alloc(size_t size);

#endif
