/* Hits in the order of dates or paths: matches are found without scores, and those that are kept
 * are scored at the end. */
#ifndef FOUILLE_RANK_SORTED_H
#define FOUILLE_RANK_SORTED_H

#include "query/evaluate/evaluate.h"

/* The first matches in that order, into evaluation->top, whose scores are then keys of the order.
 * 0, ERROR_CORRUPT or ERROR_MEMORY. */
int evaluate_sorted(struct evaluation *evaluation, const struct expansion *expansion,
                    enum search_sort sort);

/* Replaces the scores of hits, in whatever order, by what they are. 0, ERROR_CORRUPT or
 * ERROR_MEMORY. */
int sorted_score(const struct expansion *expansion, const struct search_options *options,
                 struct search_result *result);

#endif
