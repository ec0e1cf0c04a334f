/* The surface forms of a segment that a word stands for. */
#ifndef FOUILLE_MATCH_FORM_WALK_H
#define FOUILLE_MATCH_FORM_WALK_H

#include "index/segment.h"
#include "language/query.h"
#include "platform/buffer.h"

struct form_match {
    uint32_t term; /* ordinal in the segment */
    uint32_t rank;
    uint64_t count; /* occurrences in the segment */
};

/* Appends them to `matches` (struct form_match), in the order of forms. 0, ERROR_CORRUPT or
 * ERROR_MEMORY. */
int form_walk(struct buffer *matches, struct segment *segment, const struct query_word *word);

#endif
