/* Finds the words of a text that match the query. */
#ifndef FOUILLE_PRESENT_HIGHLIGHT_H
#define FOUILLE_PRESENT_HIGHLIGHT_H

#include "common/base/slice.h"
#include "common/base/vector.h"
#include "query/terms/expand.h"

struct analyzer;

/* Clauses that snippets distinguish, one bit each; any further clauses share bits with them. */
enum { CLAUSES_DISTINGUISHED = 64 };

/* A match: its bytes in the text. */
struct match {
    uint32_t start, end;
    uint32_t clause; /* of the expansion */
};

/* All zeros is an empty list; its storage is released by vector_release. */
struct match_list {
    VECTOR(struct match);
};

/* How a text is looked at. */
struct highlight_mode {
    bool title; /* it is a title, where every clause matches; else title clauses do not */
    bool whole; /* an occurrence of a phrase is one match, from its first word to its last */
};

/* Appends the matches of all clauses but the excluded ones to `matches`, sorted by
 * start, longer ones first. Unless whole phrases are asked for, each word of a phrase is a match,
 * where the phrase's words are at the right distances or, in a loose phrase, where its parts are
 * near each other. `text` must be valid UTF-8. Returns 0 or ERROR_MEMORY. About 10 ns per byte. */
int highlight_find(struct match_list *matches, const struct expansion *expansion,
                   struct analyzer *analyzer, struct slice text, struct highlight_mode mode);

#endif
