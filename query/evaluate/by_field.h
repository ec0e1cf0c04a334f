/* Hits in the order of dates or paths: matches are found without scores, and only those that are
 * kept are scored, at the end. */
#ifndef FOUILLE_EVALUATE_BY_FIELD_H
#define FOUILLE_EVALUATE_BY_FIELD_H

#include "query/evaluate/evaluation.h"

/* Adds the first matches in that order to evaluation->top; the scores there are sort keys until
 * by_field_score replaces them. Returns 0, ERROR_CORRUPT or ERROR_MEMORY. */
int evaluate_by_field(struct evaluation *evaluation, const struct expansion *expansion,
                      enum search_sort sort);

/* Replaces the sort keys of hits, in any order, with their scores. Returns 0, ERROR_CORRUPT or
 * ERROR_MEMORY. */
int by_field_score(const struct expansion *expansion, const struct search_options *options,
                   struct search_result *result);

#endif
