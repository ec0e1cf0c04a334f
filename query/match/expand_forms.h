/* Words that stand for surface forms: =mot, gouvern*, m?nistre, mot~.
 *
 * The forms of each segment are walked, a prefix's and an exact word's only where they are. Each
 * form that fits gives its term. Of an exact word and a pattern, only those occurrences count whose
 * rank is that of a form that fits; of a fuzzy word, all of its terms.
 */
#ifndef FOUILLE_MATCH_EXPAND_FORMS_H
#define FOUILLE_MATCH_EXPAND_FORMS_H

#include "match/expand.h"

/* A word stands for at most so many terms, those whose forms that fit occur most;
 * expanded->left_out counts the others. */
enum { FORM_TERMS_MAX = 1000 };

/* Fills `expanded`; the word is none of WORD_TERM. 0, ERROR_CORRUPT or ERROR_MEMORY. About 30 ns a
 * form that is walked. */
int expand_forms(struct expansion *expansion, const struct query_word *word,
                 struct expanded_word *expanded);

#endif
