/* The documents of a word that stands for many terms, or for some forms of terms, in one segment.
 *
 * Documents are gathered window by window, and within a window term by term, so that many terms
 * cost no more than their postings. Where only some forms of a term count, the ranks of its
 * occurrences are read and those of other forms are dropped, so there are no false candidates. The
 * frequency is the sum over the terms.
 */
#ifndef FOUILLE_MATCH_UNION_CURSOR_H
#define FOUILLE_MATCH_UNION_CURSOR_H

#include "common/index/segment.h"
#include "query/terms/expand.h"

enum { UNION_WINDOW = 4096 };

struct union_cursor {
    uint32_t document;       /* POSTINGS_END after the last, and before the first next or advance */
    uint64_t document_count; /* upper bound on its documents: its cost */
    struct segment *segment;
    size_t count;
    struct union_source *sources; /* owned; one per term */
    struct union_window *window;  /* owned */
    struct buffer ranks;          /* uint32_t, of one document */
    bool started;
    int status; /* sticky */
};

/* 0, ERROR_CORRUPT or ERROR_MEMORY; the caller closes, also after failure. */
int union_cursor_open(struct union_cursor *cursor, const struct expanded_word *word,
                      struct segment *segment, size_t segment_number);
void union_cursor_close(struct union_cursor *cursor);

/* Moves to the next document, or to the first >= target; never goes back. */
uint32_t union_cursor_next(struct union_cursor *cursor);
uint32_t union_cursor_advance(struct union_cursor *cursor, uint32_t target);

/* Reads the documents from the current one to the last below `end`, with their frequencies, and
 * moves past them; returns their number. Both arrays must have room for `end` minus the current
 * document, plus one. */
size_t union_cursor_gather(struct union_cursor *cursor, uint32_t end, uint32_t *documents,
                           uint32_t *frequencies);

/* Returns the tf in the current document, at least 1. O(1). */
uint32_t union_cursor_frequency(const struct union_cursor *cursor);

int union_cursor_status(const struct union_cursor *cursor);

#endif
