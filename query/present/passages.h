/* All passages of an article that match, and its whole text. */
#ifndef FOUILLE_PRESENT_PASSAGES_H
#define FOUILLE_PRESENT_PASSAGES_H

#include "common/base/slice.h"
#include "query/present/snippet.h"

/* A piece of the text, in bytes. */
struct byte_range {
    uint32_t start, end;
};

/* All zeros is an empty list; its storage is released by vector_release. */
struct range_list {
    VECTOR(struct byte_range);
};

/* Appends each match with `words` words on either side; adjoining pieces are joined, up to
 * CUT_PASSAGE bytes (bounds: cut.h). `matches` must come from highlight_find. Returns 0 or
 * ERROR_MEMORY. */
int passages_find(struct range_list *ranges, struct slice text, const struct match_list *matches,
                  size_t words);

/* Appends the matches, joining those that overlap. Returns 0 or ERROR_MEMORY. */
int passages_merge(struct range_list *ranges, const struct match_list *matches);

/* Appends the text byte for byte, except that every byte of a character that could control a
 * terminal becomes a space, so that offsets stay valid. Surrounds matches with `before` and
 * `after`; adds a final line end if missing. */
void passages_whole(struct buffer *to, struct slice text, const struct range_list *matches,
                    const char *before, const char *after);

#endif
