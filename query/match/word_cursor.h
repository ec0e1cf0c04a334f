/* The documents of one query word in one segment: those of any of its alternatives. Frequencies of
 * the alternatives are added, their positions merged. Most words have one alternative, and then
 * this is simply that term's cursor.
 */
#ifndef FOUILLE_MATCH_WORD_CURSOR_H
#define FOUILLE_MATCH_WORD_CURSOR_H

#include <assert.h>

#include "common/base/vector.h"
#include "common/index/segment.h"
#include "query/match/cursor_heap.h"
#include "query/match/cursor_window.h"
#include "query/match/position_list.h"
#include "query/terms/expand.h"

struct word_cursor {
    uint32_t document; /* POSTINGS_END after the last, and before the first next or advance */
    size_t count;
    struct postings_cursor *cursors; /* owned */
    const uint64_t **forms; /* owned; per cursor, the ranks whose positions count; NULL: all */
    VECTOR(uint32_t) ranks;
    struct cursor_heap heap;      /* made when there are many cursors */
    struct cursor_window *window; /* owned; NULL: not made (word_cursor_open_window) */
    struct segment *segment;
    uint64_t document_count; /* Σ df of the alternatives in the segment: its cost */
    bool damaged;            /* a document has more occurrences than words */
};

/* 0, ERROR_CORRUPT or ERROR_MEMORY. A word that the segment does not have has no documents. The
 * caller closes, also after failure. */
int word_cursor_open(struct word_cursor *cursor, const struct expanded_word *word,
                     struct segment *segment, size_t segment_number);
void word_cursor_close(struct word_cursor *cursor);

/* The same for a word that is a clause by itself and stands for many terms, or for some forms of
 * terms: its documents are those of cursor->window, which walks the cursors. Of the functions
 * below, only word_cursor_status is for such a cursor. */
int word_cursor_open_window(struct word_cursor *cursor, const struct expanded_word *word,
                            struct segment *segment, size_t segment_number);

/* For words of no or several terms; the functions below are for all. */
uint32_t word_cursor_next_several(struct word_cursor *cursor);
uint32_t word_cursor_advance_several(struct word_cursor *cursor, uint32_t target);

static inline uint32_t word_cursor_next(struct word_cursor *cursor)
{
    assert(cursor->window == NULL);
    return cursor->count == 1 ? (cursor->document = postings_next(&cursor->cursors[0]))
                              : word_cursor_next_several(cursor);
}

static inline uint32_t word_cursor_advance(struct word_cursor *cursor, uint32_t target)
{
    assert(cursor->window == NULL);
    return cursor->count == 1 ? (cursor->document = postings_advance(&cursor->cursors[0], target))
                              : word_cursor_advance_several(cursor, target);
}

/* Documents read from a cursor, ascending, with their tf. Both arrays must have room for twice as
 * many documents as there are document numbers in the range read. */
struct posting_batch {
    size_t count;
    uint32_t *documents, *frequencies; /* the caller's */
};

/* Merges `more` into `into`; frequencies of documents that are in both are added. */
void posting_batch_merge(struct posting_batch *into, const struct posting_batch *more);

/* Reads the documents from the current one to the last below `end`, and moves past them. The
 * contents of `into` and `scratch` are overwritten. */
void word_cursor_gather(struct word_cursor *cursor, uint32_t end, struct posting_batch *into,
                        struct posting_batch *scratch);

/* Sets frequencies[i] to the tf in documents[i], for `count` ascending documents, none of them
 * before the current one, and moves to the last of them or past it. */
void word_cursor_look_up(struct word_cursor *cursor, const uint32_t *documents, size_t count,
                         uint32_t *frequencies);

/* For callers that need no frequencies. A cursor moved by one of these may not be moved by any of
 * the functions above afterwards. The first moves to the first document >= target; the second sets
 * bit (document - start) for each of its documents in [start, end), where start never decreases,
 * and moves past them; the third works like word_cursor_look_up, but sets found[i] to nonzero where
 * the word is in documents[i], else to 0. */
uint32_t word_cursor_advance_only(struct word_cursor *cursor, uint32_t target);
void word_cursor_mark_documents(struct word_cursor *cursor, uint32_t start, uint32_t end,
                                uint64_t *marks);
void word_cursor_test_documents(struct word_cursor *cursor, const uint32_t *documents, size_t count,
                                uint32_t *found);

/* Returns the tf in the current document, of all forms. */
uint32_t word_cursor_frequency(struct word_cursor *cursor);

/* Fills `out` (cleared first) with the distinct positions in the current document of
 * forms that count, ascending; there may be none. Call once per document. 0, ERROR_MEMORY or
 * ERROR_CORRUPT. */
int word_cursor_positions(struct word_cursor *cursor, struct position_list *out);

/* The number of postings decoded so far. */
uint64_t word_cursor_work(const struct word_cursor *cursor);

int word_cursor_status(const struct word_cursor *cursor);

#endif
