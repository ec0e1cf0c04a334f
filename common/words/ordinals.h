/* Ordinals, spelt one way: digits, then er, re, e, nd or nde. Other ways to write them are 1ère,
 * 2ème, XXe, XXème, 1ʳᵉ. */
#ifndef FOUILLE_WORDS_ORDINALS_H
#define FOUILLE_WORDS_ORDINALS_H

#include "common/words/words.h"

/* Writes the spelling of letters [from, to) as an ordinal. Returns its size, 0 when they are not
 * one. */
size_t ordinal_spell(const struct words *words, size_t from, size_t to,
                     char surface[ANALYSIS_WORD_MAX + 1]);

/* Writes that of a word in small letters, such as xixe or xviiième. Returns its size, 0 when it is
 * none. */
size_t ordinal_in_small_letters(struct slice word, char surface[ANALYSIS_WORD_MAX + 1]);

#endif
