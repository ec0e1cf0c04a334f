/* The terms that a word stands for and the index has, with their entries (expand.h). */
#ifndef FOUILLE_TERMS_CANDIDATES_H
#define FOUILLE_TERMS_CANDIDATES_H

#include "query/terms/stem_terms.h"

/* The most terms that a word stands for; further ones are not looked for. */
enum { CANDIDATES_MAX = 64 };

/* Distinct terms. */
struct candidates {
    struct expansion *expansion;
    const struct stem_terms *stems; /* the terms of the word's stems, found before; or NULL */
    enum term_field field;
    size_t count;
    struct alternative items[CANDIDATES_MAX];
};

/* Finds the terms of a WORD_TERM that the index has in the field, with their entries, the most
 * frequent first. `expansion`, `stems` and `field` must be set; the expansion owns what they point
 * to. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int candidates_find(struct candidates *candidates, const struct query_word *word);

#endif
