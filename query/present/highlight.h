/* Which words of a text are what was searched for. */
#ifndef FOUILLE_PRESENT_HIGHLIGHT_H
#define FOUILLE_PRESENT_HIGHLIGHT_H

#include "common/base/buffer.h"
#include "query/terms/expand.h"

struct analyzer;

/* A matched place; bytes in the text. */
struct match {
    uint32_t start, end;
    uint32_t clause; /* of the expansion */
};

/* Appends the matches of all clauses but the excluded ones to `matches` (struct match), by their
 * starts, the longer first. Phrases match only where their words stand at their distances, and
 * loose ones where their parts are near each other, each word by itself. Title clauses match when
 * `title` is set, and then every clause does. `text` is valid UTF-8. 0 or ERROR_MEMORY. About 10 ns
 * a byte. */
int highlight_find(struct buffer *matches, const struct expansion *expansion,
                   struct analyzer *analyzer, const char *text, size_t size, bool title);

/* The same, but a phrase that matches is one match, from its first word to its last. */
int highlight_spans(struct buffer *matches, const struct expansion *expansion,
                    struct analyzer *analyzer, const char *text, size_t size, bool title);

#endif
