/* Memory for libxml2. When small allocations fail, it does not report some of them, takes the NULL
 * for something else, and looks at the same place of a page for ever (2.9.14, htmlParseDocument).
 * So when the system has no memory left, small requests are served from a small reserve, and the
 * thread remembers it: the reader stops the parser at the next callback. */
#ifndef FOUILLE_MARKUP_MARKUP_MEMORY_H
#define FOUILLE_MARKUP_MARKUP_MEMORY_H

#include <stdbool.h>

/* Makes libxml2 allocate this way. Call it once, before anything else of libxml2. */
void markup_memory_install(void);

/* Forgets, for this thread, that memory ran out. */
void markup_memory_reset(void);

/* Whether memory has run out in this thread since markup_memory_reset; what was read is then
 * incomplete. */
bool markup_memory_ran_out(void);

#endif
