/* The best documents of a query that is a single phrase. Its frequency, and so its score, is
 * bounded before positions are read: by the headers of its words' blocks, then by the frequencies
 * of its words, the rarest first. Each word is looked up only where the previous ones leave a
 * competitive score possible, and positions are read only where all of them do.
 *
 * There is one cursor per term, and the blocks of the rarest word are visited in turn: a cursor
 * gives the header of its block before it is decoded, and the positions of its documents.
 */
#ifndef FOUILLE_EVALUATE_PHRASE_H
#define FOUILLE_EVALUATE_PHRASE_H

#include "query/evaluate/evaluation.h"

/* Whether the query is one phrase, with a single variant in the segment and words of few terms. */
bool evaluation_is_single_phrase(const struct evaluation *evaluation);

/* Adds the best documents of such a query. Returns 0 or ERROR_MEMORY. */
int evaluate_phrase(struct evaluation *evaluation);

#endif
