/* The passage of an article that shows best why it was found. */
#ifndef FOUILLE_PRESENT_SNIPPET_H
#define FOUILLE_PRESENT_SNIPPET_H

#include "query/present/highlight.h"

/* A passage ready to be shown: one line, safe, with the bytes of it that match. Starts as zeros. */
struct snippet {
    struct buffer text;
    struct buffer ranges; /* struct match; starts and ends in `text`; in order, none overlap */
};

void snippet_release(struct snippet *snippet);

/* Makes a snippet of at most `width` columns (16 or more), the marks of omission included: where
 * the most clauses stand close together; the beginning when nothing matches. Cut at white space
 * (within a word only when it fills the place alone), `…` where it is cut. A character has at most
 * SAFE_MARKS marks. `matches` are those of
 * highlight_find. 0 or ERROR_MEMORY. O(size + matches + places × width). */
int snippet_make(struct snippet *snippet, const char *text, size_t size,
                 const struct buffer *matches, size_t width);

/* text[start, end) with its matches marked, `…` where more stands before or behind. */
int snippet_piece(struct snippet *snippet, const char *text, size_t size,
                  const struct buffer *matches, size_t start, size_t end);

/* A title, its matches marked: all of it, or, where it is long, as much as CUT_TITLE columns of
 * cut.h hold. */
int snippet_title(struct snippet *snippet, const char *text, size_t size,
                  const struct buffer *matches);

#endif
