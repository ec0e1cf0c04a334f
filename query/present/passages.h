/* All passages of an article that match, and the whole of its text. */
#ifndef FOUILLE_PRESENT_PASSAGES_H
#define FOUILLE_PRESENT_PASSAGES_H

#include "query/present/snippet.h"

/* A piece of the text, in bytes. */
struct text_piece {
    uint32_t start, end;
};

/* Appends (struct text_piece) each match with `words` words on either side; pieces that meet are
 * one, up to CUT_PASSAGE bytes (cut.h has the bounds). `matches` are those of highlight_find. 0 or
 * ERROR_MEMORY. */
int passages_find(struct buffer *pieces, const char *text, size_t size,
                  const struct buffer *matches, size_t words);

/* Appends the matches (struct text_piece) with those that overlap made one. 0 or ERROR_MEMORY. */
int passages_merge(struct buffer *pieces, const struct buffer *matches);

/* Appends the text byte for byte, but for what could drive a terminal: of that each byte is a
 * space, so that offsets hold. `before` and `behind` stand around matches; a line end is added when
 * the text has none. */
void passages_whole(struct buffer *to, const char *text, size_t size, const struct buffer *matches,
                    const char *before, const char *behind);

#endif
