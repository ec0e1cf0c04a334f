/* All passages of an article that match, and its whole text. */
#ifndef FOUILLE_PRESENT_PASSAGES_H
#define FOUILLE_PRESENT_PASSAGES_H

#include "query/present/snippet.h"

/* A piece of the text, in bytes. */
struct text_piece {
    uint32_t start, end;
};

/* Appends (struct text_piece) each match with `words` words on either side; adjoining pieces are
 * joined, up to CUT_PASSAGE bytes (bounds: cut.h). `matches` must come from highlight_find. Returns
 * 0 or ERROR_MEMORY. */
int passages_find(struct buffer *pieces, const char *text, size_t size,
                  const struct buffer *matches, size_t words);

/* Appends the matches as struct text_piece, joining those that overlap. Returns 0 or
 * ERROR_MEMORY. */
int passages_merge(struct buffer *pieces, const struct buffer *matches);

/* Appends the text byte for byte, except that every byte of a character that could control a
 * terminal becomes a space, so that offsets stay valid. Surrounds matches with `before` and
 * `behind`; adds a final line end if missing. */
void passages_whole(struct buffer *to, const char *text, size_t size, const struct buffer *matches,
                    const char *before, const char *behind);

#endif
