/* References to articles of law, which are written in many ways: L. 122-4, L.122-4, L122-4;
 * R*123-4; 49.3 and 49-3. All are the same words: the letter, and each number. */
#ifndef FOUILLE_WORDS_REFERENCES_H
#define FOUILLE_WORDS_REFERENCES_H

#include "common/words/words.h"

/* The rule of references (words.h). */
size_t words_reference(struct words *words, size_t from, size_t to);

/* Adds the joined reading of two numbers with a hyphen, as decimals, if the words from number
 * `first` on are an article of the constitution rather than a range or a score: 49-3, not 10-12 nor
 * 3-1. */
void words_join_reference(struct words *words, size_t first);

#endif
