/* Finds the words of a text that match the query. */
#ifndef FOUILLE_PRESENT_HIGHLIGHT_H
#define FOUILLE_PRESENT_HIGHLIGHT_H

#include "common/base/buffer.h"
#include "query/terms/expand.h"

struct analyzer;

/* A match: its bytes in the text. */
struct match {
    uint32_t start, end;
    uint32_t clause; /* of the expansion */
};

/* Appends the matches of all clauses but the excluded ones to `matches` (struct match), sorted by
 * start, longer ones first. Each word of a phrase is a match, where the phrase's words are at the
 * right distances or, in a loose phrase, where its parts are near each other. Title clauses match
 * only if `title` is set; then `text` is a title, where every clause matches. `text` must be valid
 * UTF-8. Returns 0 or ERROR_MEMORY. About 10 ns per byte. */
int highlight_find(struct buffer *matches, const struct expansion *expansion,
                   struct analyzer *analyzer, const char *text, size_t size, bool title);

/* The same, but each occurrence of a phrase is one match, from its first word to its last. */
int highlight_spans(struct buffer *matches, const struct expansion *expansion,
                    struct analyzer *analyzer, const char *text, size_t size, bool title);

#endif
