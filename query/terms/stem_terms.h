/* The terms of the index that share a stem with a word's terms: its own, and its family (family.h).
 * A stem's terms are neighbours in the dictionary, so one pass over them finds both.
 */
#ifndef FOUILLE_TERMS_STEM_TERMS_H
#define FOUILLE_TERMS_STEM_TERMS_H

#include "common/base/vector.h"
#include "query/terms/expand.h"

/* Stems of one word that are looked at. */
enum { STEMS_MAX = 8 };

struct stem_terms {
    struct expansion *expansion; /* owns terms and entries */
    enum term_field field;
    size_t stem_count;
    struct slice stems[STEMS_MAX]; /* of the word's terms */
    VECTOR(struct alternative) terms;
};

/* Finds the terms of a WORD_TERM's stems in a field, in every segment, with their entries and df.
 * One look-up in the dictionary of each segment for each stem. 0, ERROR_CORRUPT or ERROR_MEMORY.
 * The word must outlive them; the caller releases, also after failure. */
int stem_terms_find(struct stem_terms *terms, struct expansion *expansion,
                    const struct query_word *word, enum term_field field);
void stem_terms_release(struct stem_terms *terms);

/* Whether the term has one of the stems: then the index has it only if it is among the terms. */
bool stem_terms_cover(const struct stem_terms *terms, struct slice term);

/* Returns the term, or NULL if it is not there. */
const struct alternative *stem_terms_get(const struct stem_terms *terms, struct slice term);

#endif
