/* The memory of libxml2. Where small allocations fail it says nothing of some of them, takes the
 * NULL for something else, and looks at the same place of a page for ever (2.9.14,
 * htmlParseDocument). So what the system cannot give comes from a small reserve, and the thread
 * remembers: the reader stops the parser at what it is told next. */
#ifndef FOUILLE_SOURCES_MARKUP_MEMORY_H
#define FOUILLE_SOURCES_MARKUP_MEMORY_H

#include <stdbool.h>

/* Makes libxml2 allocate so. Once, before anything else of it is called. */
void markup_memory_install(void);

/* Forgets, for this thread, that memory ran out. */
void markup_memory_begin(void);

/* Whether memory ran out in this thread since then; what was read is then incomplete. */
bool markup_memory_ran_out(void);

#endif
