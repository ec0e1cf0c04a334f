/* Hyphens, clitics, and words that crawling has glued together. All ranges hold a letter. */
#ifndef FOUILLE_WORDS_COMPOUND_H
#define FOUILLE_WORDS_COMPOUND_H

#include "common/words/words.h"

/* Adds a range without dots: a hyphened compound, a verb with clitics, or one part. */
void words_add_compound(struct words *words, size_t from, size_t to);

#endif
