/* Where an apostrophe is part of a word. */
#ifndef FOUILLE_ANALYSIS_ELISION_H
#define FOUILLE_ANALYSIS_ELISION_H

#include "common/analysis/words.h"

/* Whether the apostrophe at letter `at` is part of the word that begins at `from` (and ends at `to`
 * at the latest): the fixed compounds (aujourd'hui, prud'homme, entr'acte), and one letter before a
 * name (O'Brien, N'Djamena). */
bool elision_within_word(const struct words *words, size_t from, size_t at, size_t to);

#endif
