/* Spellings without accents. */
#ifndef FOUILLE_WORDS_FOLD_H
#define FOUILLE_WORDS_FOLD_H

#include <stddef.h>

#include "common/words/word_size.h"

/* Writes a surface form without its accents (é→e, ç→c, ñ→n; letters that do not carry accents are
 * kept). `folded` has ANALYSIS_WORD_MAX + 1 bytes; returns the size. Longer than the surface only
 * for letters that are decomposed into other letters (Hangul). Forms may come from a damaged index:
 * bytes that are not UTF-8 are kept. */
size_t analyzer_fold(const char *surface, size_t size, char folded[ANALYSIS_WORD_MAX + 1]);

#endif
