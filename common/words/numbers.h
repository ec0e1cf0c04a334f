/* Numbers as they are written in French: groups of thousands, decimals, dates and versions, and
 * those that the next word is glued to (25ans, 2022Le, 5km, 20h30). */
#ifndef FOUILLE_WORDS_NUMBERS_H
#define FOUILLE_WORDS_NUMBERS_H

#include "common/words/words.h"

/* The rule of numbers (words.h). */
size_t words_number(struct words *words, size_t from, size_t to);

#endif
