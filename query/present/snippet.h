/* The passage of an article that best shows why it was found. */
#ifndef FOUILLE_PRESENT_SNIPPET_H
#define FOUILLE_PRESENT_SNIPPET_H

#include "common/base/slice.h"
#include "query/present/highlight.h"

/* A passage ready to be shown: one line, safe for a terminal, with its matches. Zero-initialise it
 * before the first use. */
struct snippet {
    struct buffer text;
    struct match_list ranges; /* bytes of `text`, in order, without overlaps */
};

void snippet_release(struct snippet *snippet);

/* Makes a snippet of at most `width` columns (16 or more), including the omission marks: where the
 * most clauses are close together, or the beginning when nothing matches. It is cut at white space
 * (within a word only if the word is longer than the snippet), and marked with `…` where it is cut.
 * Each character keeps at most SAFE_MARKS marks. `matches` must come from highlight_find. Returns 0
 * or ERROR_MEMORY. O(size + matches + places × width). */
int snippet_make(struct snippet *snippet, struct slice text, const struct match_list *matches,
                 size_t width);

/* Makes a snippet of text[start, end) with its matches marked, and `…` where text precedes or
 * follows. Returns 0 or ERROR_MEMORY. */
int snippet_make_range(struct snippet *snippet, struct slice text, const struct match_list *matches,
                       size_t start, size_t end);

/* Makes a snippet of a title with its matches marked: all of it or, if it is long, CUT_TITLE
 * columns (cut.h). Returns 0 or ERROR_MEMORY. */
int snippet_make_title(struct snippet *snippet, struct slice text,
                       const struct match_list *matches);

#endif
