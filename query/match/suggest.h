/* What may have been meant by a word that is in no article. */
#ifndef FOUILLE_MATCH_SUGGEST_H
#define FOUILLE_MATCH_SUGGEST_H

#include "match/expand.h"

/* A surface form of the index at most two letters from the word (one, if it is short): the nearest,
 * unless another is much more frequent. `form` is empty when there is none. 0,
 * ERROR_CORRUPT or ERROR_MEMORY. O(forms near it). */
int suggest_form(struct index *index, const struct query_word *word,
                 char form[ANALYSIS_WORD_MAX + 1]);

#endif
