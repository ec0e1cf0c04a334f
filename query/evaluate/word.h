/* The best documents of one word. The headers of the blocks of its most frequent term bound their
 * scores: the best blocks are scored first, so that most of the others need not be decoded. The
 * documents of its other terms, few as a rule, are read before (match/word_rest.h), and scored with
 * the block in whose range they are.
 */
#ifndef FOUILLE_EVALUATE_WORD_H
#define FOUILLE_EVALUATE_WORD_H

#include "query/evaluate/evaluation.h"

/* Whether the query is one word whose terms in the segment suit evaluate_word. */
bool evaluation_is_single_word(const struct evaluation *evaluation);

/* Adds the best documents of such a query. Returns 0, ERROR_CORRUPT or ERROR_MEMORY. */
int evaluate_word(struct evaluation *evaluation);

/* Whether evaluate_word_count is for the query: its terms but one are rare, and documents of
 * several terms are not deleted. */
bool evaluation_is_countable_word(const struct evaluation *evaluation);

/* Sets evaluation->counted. Returns the same. Decodes of the most frequent term only those blocks
 * that may have documents of others. */
int evaluate_word_count(struct evaluation *evaluation);

#endif
