/* Spellings without accents, and spellings that differ in accents and are both accepted. Part of
 * the analysis: include common/analysis/analyzer.h. */
#ifndef FOUILLE_ANALYSIS_FOLD_H
#define FOUILLE_ANALYSIS_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "common/analysis/word_size.h"

/* Writes a surface form without its accents (é→e, ç→c, ñ→n; letters that do not carry accents are
 * kept). `folded` has ANALYSIS_WORD_MAX + 1 bytes; returns the size. Longer than the surface only
 * for letters that are decomposed into other letters (Hangul). Forms may come from a damaged index:
 * bytes that are not UTF-8 are kept. */
size_t analyzer_fold(const char *surface, size_t size, char folded[ANALYSIS_WORD_MAX + 1]);

/* Writes the key shared by words that differ only in accents: the folded form without the final e,
 * s or x of number and gender ("rivières", "riviere" → "rivier"; "châtiment" → "chatiment", never
 * "chat"). The index keeps, for each key, the terms of the accented forms seen with it; see
 * docs/format.md, section folds. `key` has ANALYSIS_WORD_MAX + 1 bytes; returns the size. */
size_t analyzer_fold_key(const char *surface, size_t size, char key[ANALYSIS_WORD_MAX + 1]);

/* Whether two surface forms with the same fold are accepted spellings of one word: é/è before a
 * mute syllable and the circumflex on i and u of the 1990 rectifications (événement/évènement,
 * connaître/connaitre), but not the pairs the reform keeps apart (sûr/sur, dû/du, mûr/mur, …). */
bool analyzer_same_spelling(const char *one, size_t one_size, const char *other, size_t other_size);

#endif
