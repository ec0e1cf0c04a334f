/* Words that stand for surface forms: =mot, gouvern*, m?nistre, mot~.
 *
 * The forms of each segment are walked: for an exact word only that form, for a pattern only those
 * with its prefix. Each form that fits adds its term. Of an exact word and a pattern, only
 * occurrences whose rank is that of a form that fits count; of a fuzzy word, all occurrences of its
 * terms do.
 */
#ifndef FOUILLE_TERMS_EXPAND_FORMS_H
#define FOUILLE_TERMS_EXPAND_FORMS_H

#include "query/terms/expand.h"

/* Prepares an expansion, whose budget must be set, for its first word. 0 or ERROR_MEMORY. */
int expand_forms_init(struct expansion *expansion);

/* Fills `expanded`, which must be in the expansion's arena; the word must not be a WORD_TERM. It
 * stands for at most as many terms as the expansion's budget allows, those whose fitting forms
 * occur most; expanded->left_out is the number of the others. A pattern or fuzzy word equal to an
 * earlier one shares its terms. 0; ERROR_SYNTAX when the budget is spent; ERROR_CORRUPT or
 * ERROR_MEMORY. About 30 ns per form that is walked. */
int expand_forms(struct expansion *expansion, const struct query_word *word,
                 struct expanded_word *expanded);

#endif
