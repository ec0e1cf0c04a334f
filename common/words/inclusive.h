/* Inclusive writing: étudiant·e·s, étudiant.e.s, étudiant-e-s, étudiant/e/s, étudiant(e)s stand for
 * two words at one position, the masculine and the feminine; tous·tes and frère·sœur, too, and
 * enfant(s) for the singular and the plural. */
#ifndef FOUILLE_WORDS_INCLUSIVE_H
#define FOUILLE_WORDS_INCLUSIVE_H

#include "common/words/words.h"

/* The rule of inclusive writing (words.h). */
size_t words_inclusive(struct words *words, size_t from, size_t to);

#endif
