/* The surface forms of a segment that a word stands for. */
#ifndef FOUILLE_TERMS_FORM_WALK_H
#define FOUILLE_TERMS_FORM_WALK_H

#include "common/base/buffer.h"
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

/* Appends the same forms to `matches` (struct form_match), in their order, and adds to *looked the
 * number of forms that were compared. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int form_walk_collect(struct buffer *matches, struct segment *segment,
                      const struct query_word *word, uint64_t *forms_visited);

#endif
