/* Many postings cursors walked together, window by window, and within a window cursor by cursor, so
 * that many terms cost no more than their postings. The frequency of a document is the sum over the
 * cursors. Where only some forms of a term count, the ranks of its occurrences are read and those
 * of other forms are dropped, so there are no false candidates.
 */
#ifndef FOUILLE_MATCH_CURSOR_WINDOW_H
#define FOUILLE_MATCH_CURSOR_WINDOW_H

#include "common/base/vector.h"
#include "common/index/segment.h"

enum { CURSOR_WINDOW = 4096 };

/* What is walked: the caller's, unmoved, and moved by nobody else. */
struct window_sources {
    struct segment *segment;
    size_t count;
    struct postings_cursor *cursors;
    const uint64_t *const *forms; /* per cursor, a bit for each rank that counts; NULL: all do */
};

struct cursor_window {
    uint32_t document; /* POSTINGS_END after the last, and before the first next or advance */
    bool started;
    int status; /* sticky */
    struct window_sources sources;
    VECTOR(uint32_t) ranks; /* of one document */
    uint32_t start;         /* the window has the documents from here on */
    uint64_t present[CURSOR_WINDOW / 64];
    uint32_t frequencies[CURSOR_WINDOW];
    uint32_t source_documents[CURSOR_WINDOW], source_frequencies[CURSOR_WINDOW]; /* of one cursor */
};

/* Returns NULL when memory runs out. The caller closes; NULL may be closed. */
struct cursor_window *cursor_window_open(const struct window_sources *sources);
void cursor_window_close(struct cursor_window *window);

/* Moves to the next document, or to the first >= target; never goes back. */
uint32_t cursor_window_next(struct cursor_window *window);
uint32_t cursor_window_advance(struct cursor_window *window, uint32_t target);

/* Reads the documents from the current one to the last below `end`, with their frequencies, and
 * moves past them; returns their number. Both arrays must have room for `end` minus the current
 * document, plus one. */
size_t cursor_window_gather(struct cursor_window *window, uint32_t end, uint32_t *documents,
                            uint32_t *frequencies);

/* Returns the tf in the current document, at least 1. O(1). */
uint32_t cursor_window_frequency(const struct cursor_window *window);

/* Returns 0, ERROR_CORRUPT or ERROR_MEMORY; does not cover the cursors. */
int cursor_window_status(const struct cursor_window *window);

#endif
