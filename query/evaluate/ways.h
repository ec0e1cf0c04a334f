/* The choice among the ways of finding and scoring the documents of one segment, one file per way:
 *
 *     boolean.h      a tree of clauses and filters, document by document
 *     by_field.h     the same without scores, in the order of dates or paths
 *     match_bitmap.h a list of clauses, counted: a bitmap of one window at a time
 *     word.h         the best documents of a single word
 *     phrase.h       the best documents of a single phrase
 *     maxscore.h     the best documents of a list of clauses
 *     exhaustive.h   all documents of a list of clauses
 *
 * Each adds its documents to evaluation->top with their scores, or only counts them. A document's
 * score is the sum of its clauses' scores; as parts are rounded (bm25.h), the order of addition
 * does not matter.
 */
#ifndef FOUILLE_EVALUATE_WAYS_H
#define FOUILLE_EVALUATE_WAYS_H

#include "query/evaluate/evaluation.h"

/* Opens the evaluation's clauses, whose `segment`, `segment_number`, `competitive_floor`,
 * `maxscore_scratch`, and `top` or `counting` must be set, evaluates them the cheapest way that
 * gives what is asked for, adds up the work and closes them. Returns 0, ERROR_CORRUPT or
 * ERROR_MEMORY. */
int evaluate_segment(struct evaluation *evaluation, const struct expansion *expansion,
                     const struct search_options *options);

#endif
