/* Suggestions for a word that is in no article. */
#ifndef FOUILLE_TERMS_SUGGEST_H
#define FOUILLE_TERMS_SUGGEST_H

#include "query/terms/expand.h"

/* Suggestions are made for words that a person could type: the most letters of such a word, and the
 * most words of a query. */
enum { SUGGEST_LETTERS_MAX = 40, SUGGEST_WORDS_MAX = 10 };

/* Whether the word is short enough. */
bool suggest_accepts(const struct query_word *word);

/* Finds a surface form of the index at most two letters from the word (one, if it is short): the
 * nearest, unless another is much more frequent in all segments together. `form` is empty when
 * there is none. 0, ERROR_CORRUPT or ERROR_MEMORY. O(forms near the word). */
int suggest_form(struct index *index, const struct query_word *word,
                 char form[ANALYSIS_WORD_MAX + 1]);

#endif
