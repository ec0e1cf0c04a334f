/* Apostrophes: elisions that are dropped, those that are words, and apostrophes within words. */
#ifndef FOUILLE_WORDS_ELISION_H
#define FOUILLE_WORDS_ELISION_H

#include "common/words/words.h"

/* The rule of elisions (words.h). */
size_t words_elision(struct words *words, size_t from, size_t to);

/* Whether the apostrophe at letter `at` is part of the word that begins at `from` (and ends at `to`
 * at the latest): the fixed compounds (aujourd'hui, prud'homme, entr'acte), and one letter before a
 * name (O'Brien, N'Djamena). */
bool elision_within_word(const struct words *words, size_t from, size_t at, size_t to);

#endif
