/* Where an apostrophe is part of a word. */
#ifndef FOUILLE_ANALYSIS_ELISION_H
#define FOUILLE_ANALYSIS_ELISION_H

#include "common/analysis/words.h"

/* Whether the apostrophe at letter `at` stands within the word that begins at `from` (and ends at
 * `to` at the latest): the fixed compounds (aujourd'hui, prud'homme, entr'acte), one letter and a
 * name (O'Brien, N'Djamena). */
bool elision_within_word(const struct words *words, size_t from, size_t at, size_t to);

#endif
