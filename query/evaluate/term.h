/* The best documents of one term. The headers of its blocks bound their scores: a few of the best
 * blocks are scored first, so that most of the others need not be decoded.
 */
#ifndef FOUILLE_EVALUATE_TERM_H
#define FOUILLE_EVALUATE_TERM_H

#include "query/evaluate/evaluation.h"

/* Whether the query is one word that is a single term in the segment. */
bool evaluation_is_single_term(const struct evaluation *evaluation);

/* Adds the best documents of such a query. Returns 0, ERROR_CORRUPT or ERROR_MEMORY. */
int evaluate_term(struct evaluation *evaluation);

#endif
