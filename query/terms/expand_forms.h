/* Words that stand for surface forms: =mot, gouvern*, m?nistre, mot~.
 *
 * The forms of each segment are walked, a prefix's and an exact word's only where they are. Each
 * form that fits gives its term. Of an exact word and a pattern, only those occurrences count whose
 * rank is that of a form that fits; of a fuzzy word, all of its terms.
 */
#ifndef FOUILLE_MATCH_EXPAND_FORMS_H
#define FOUILLE_MATCH_EXPAND_FORMS_H

#include "query/terms/expand.h"

/* Before the first word of an expansion whose budget is made. 0 or ERROR_MEMORY. */
int expand_forms_begin(struct expansion *expansion);

/* Fills `expanded`, which lies in the expansion's arena; the word is none of WORD_TERM. It stands
 * for at most as many terms as the expansion's budget gives it, those whose forms that fit occur
 * most; expanded->left_out counts the others. A word that is as one before it has its terms. 0;
 * ERROR_SYNTAX where the budget is spent; ERROR_CORRUPT or ERROR_MEMORY. About 30 ns a form that is
 * walked. */
int expand_forms(struct expansion *expansion, const struct query_word *word,
                 struct expanded_word *expanded);

#endif
