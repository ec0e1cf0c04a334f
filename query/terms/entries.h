/* Alternatives: the entries of a term in all segments of an index, and their order. */
#ifndef FOUILLE_TERMS_ENTRIES_H
#define FOUILLE_TERMS_ENTRIES_H

#include "query/terms/expand.h"

/* Allocates an alternative's entries, all unknown, in the expansion's arena. 0 or ERROR_MEMORY. */
int entries_alloc(struct expansion *expansion, struct alternative *alternative);

/* Fills the df and the entries, except those that are known already, of an alternative that has its
 * term. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int entries_find(struct expansion *expansion, struct alternative *alternative,
                 enum term_field field);

/* Sets the df of an alternative from its entries; those that are unknown are of terms that the
 * segment does not have. */
void entries_sum(const struct expansion *expansion, struct alternative *alternative);

/* Sorts by df, the largest first; ties by the bytes of the terms. */
void alternatives_sort(struct alternative *alternatives, size_t count);

#endif
