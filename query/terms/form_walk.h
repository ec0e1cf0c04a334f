/* The surface forms of a segment that a word stands for. */
#ifndef FOUILLE_MATCH_FORM_WALK_H
#define FOUILLE_MATCH_FORM_WALK_H

#include "common/base/buffer.h"
#include "common/index/segment.h"
#include "query/language/query.h"

struct form_match {
    uint32_t term; /* ordinal in the segment */
    uint32_t rank;
    uint64_t count; /* occurrences in the segment */
};

/* Called for each form; halves of letters that it is apart from the word (edits.h), 0 but for
 * WORD_FUZZY. Other than 0 ends the walk with it. The entry holds for the call. */
typedef int (*form_visit)(void *context, const struct form_entry *entry, unsigned halves);

/* Hands over the forms that the word, none of WORD_TERM, stands for, in their order. 0,
 * ERROR_CORRUPT, ERROR_MEMORY, or what the visitor returned. */
int form_walk_each(struct segment *segment, const struct query_word *word, form_visit visit,
                   void *context);

/* Appends them to `matches` (struct form_match), in the order of forms, and adds to *looked how
 * many forms were compared. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int form_walk(struct buffer *matches, struct segment *segment, const struct query_word *word,
              uint64_t *looked);

#endif
