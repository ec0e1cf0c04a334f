/* Which surface forms a word with wildcards, an exact or a fuzzy one stands for, as plainly as it
 * can be said. */
#ifndef FOUILLE_ORACLE_FORMS_H
#define FOUILLE_ORACLE_FORMS_H

#include "tests/oracle/words.h"

/* Whether the form of that number fits; the word is no ORACLE_WORD. */
bool form_fits(const struct collection *collection, const struct oracle_word *word,
               uint32_t number);

#endif
