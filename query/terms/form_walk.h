/* The surface forms of a segment that a word stands for. */
#ifndef FOUILLE_TERMS_FORM_WALK_H
#define FOUILLE_TERMS_FORM_WALK_H

#include "common/base/vector.h"
#include "common/index/segment.h"
#include "query/language/query.h"

struct form_match {
    uint32_t term; /* ordinal in the segment */
    uint32_t rank;
    uint64_t count; /* occurrences in the segment */
};

/* Called for each form. `halves` is its distance from the word in halves of letters (edits.h), 0
 * except for WORD_FUZZY. A result other than 0 ends the walk, which returns it. The entry is valid
 * during the call only. */
typedef int (*form_visitor)(void *context, const struct form_entry *entry, unsigned halves);

/* Visits, in their order, the forms that the word stands for; it must not be a WORD_TERM. 0,
 * ERROR_CORRUPT, ERROR_MEMORY, or what the visitor returned. */
int form_walk_for_each(struct segment *segment, const struct query_word *word, form_visitor visit,
                       void *context);

/* All zeros is an empty list; its storage is released by vector_release. */
struct form_matches {
    VECTOR(struct form_match);
};

/* Appends the same forms to `matches`, in their order, and adds to *looked the
 * number of forms that were compared. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int form_walk_collect(struct form_matches *matches, struct segment *segment,
                      const struct query_word *word, uint64_t *forms_visited);

#endif
