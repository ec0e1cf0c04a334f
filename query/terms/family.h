/* The family of a word: the other terms of the index that share a stem with it, such as
 * licenciement for licencier. A family adds to scores, and matches only where it is asked for
 * (%licencier). */
#ifndef FOUILLE_TERMS_FAMILY_H
#define FOUILLE_TERMS_FAMILY_H

#include "query/terms/stem_terms.h"

/* The most terms of a family; those in the fewest documents are left out. */
enum { FAMILY_MAX = 64 };

/* Fills `family` with the terms of a word's stems that it does not stand for, with their entries;
 * their expansion owns what it points to. 0 or ERROR_MEMORY. */
int family_expand(const struct stem_terms *stems, const struct expanded_word *own,
                  struct expanded_word *family);

#endif
