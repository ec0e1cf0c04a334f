/* The family of a word: the other terms of the index that share a stem with it, such as
 * licenciement for licencier. A family adds to scores, and matches only where it is asked for
 * (%licencier). */
#ifndef FOUILLE_TERMS_FAMILY_H
#define FOUILLE_TERMS_FAMILY_H

#include "query/terms/expand.h"

/* The most terms of a family; those in the fewest documents are left out. */
enum { FAMILY_MAX = 64 };

/* Fills `family` with the terms, and their entries, that share a stem with a word's terms and that
 * it does not stand for, for a WORD_TERM in a field; the expansion owns what it points to. 0,
 * ERROR_CORRUPT or ERROR_MEMORY. One look-up in the dictionary of each segment for each stem. */
int family_expand(struct expansion *expansion, const struct expanded_word *own,
                  enum term_field field, struct expanded_word *family);

#endif
