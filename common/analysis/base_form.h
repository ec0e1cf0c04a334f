/* What regular number and gender leave of a form that the lexicon does not have: tiktokeurs →
 * tiktokeur, youtubeuses → youtubeur, macroniens → macronien. Also Roman ordinals: xixe → 19e. */
#ifndef FOUILLE_ANALYSIS_BASE_FORM_H
#define FOUILLE_ANALYSIS_BASE_FORM_H

#include "common/base/slice.h"
#include "common/words/word_size.h"

/* Writes the base of a surface form of at most ANALYSIS_WORD_MAX bytes, and a NUL; returns its
 * size.
 */
size_t base_form(struct slice surface, char base[ANALYSIS_WORD_MAX + 1]);

#endif
