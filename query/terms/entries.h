/* Alternatives: the entries of a term in all segments of an index, and the order they are kept in.
 */
#ifndef FOUILLE_MATCH_ENTRIES_H
#define FOUILLE_MATCH_ENTRIES_H

#include "query/terms/expand.h"

/* Room for an alternative's entries, none of which is known. 0 or ERROR_MEMORY. */
int entries_make(struct expansion *expansion, struct alternative *alternative);

/* Fills entries (those that are not known yet, where there are some) and df of an alternative that
 * has its term. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int entries_find(struct expansion *expansion, struct alternative *alternative,
                 enum term_field field);

/* The most frequent first; equals by their terms' bytes. */
void alternatives_sort(struct alternative *alternatives, size_t count);

#endif
