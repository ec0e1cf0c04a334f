/* Hits of several segments, segment by segment: their postings are read in order of documents. */
#ifndef FOUILLE_EVALUATE_HIT_GROUPS_H
#define FOUILLE_EVALUATE_HIT_GROUPS_H

#include "query/evaluate/hit.h"

/* Works on `count` hits of one segment, at least 1, in the order of their documents. 0 or an
 * error. */
typedef int hit_group_function(void *context, struct hit *const *hits, size_t count);

/* Sorts the pointers by segment and document, and calls `work` with those of each segment, until it
 * fails. Returns its error, or 0. */
int hit_groups_each(struct hit **hits, size_t count, hit_group_function *work, void *context);

#endif
