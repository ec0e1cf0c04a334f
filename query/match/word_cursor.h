/* The documents of one query word in one segment: those of any of its alternatives. Frequencies of
 * the alternatives add up; their positions are merged. Most words have one alternative, and then
 * this is that term's cursor and nothing more.
 */
#ifndef FOUILLE_MATCH_WORD_CURSOR_H
#define FOUILLE_MATCH_WORD_CURSOR_H

#include "common/index/segment.h"
#include "query/match/cursor_heap.h"
#include "query/terms/expand.h"

struct word_cursor {
    uint32_t document; /* POSTINGS_END behind the last, and before the first next or advance */
    size_t count;
    struct postings_cursor *cursors; /* owned */
    const uint64_t **forms;          /* owned; for each, the ranks that have positions; NULL: all */
    struct buffer ranks;             /* uint32_t */
    struct cursor_heap heap;         /* made when there are many cursors */
    struct segment *segment;
    uint64_t document_count; /* Σ df of the alternatives in the segment: its cost */
    bool damaged;            /* a document has more occurrences than words */
};

/* 0, ERROR_CORRUPT or ERROR_MEMORY. A word that the segment does not have has no documents. The
 * caller closes, also after failure. */
int word_cursor_open(struct word_cursor *cursor, const struct expanded_word *word,
                     struct segment *segment, size_t segment_number);
void word_cursor_close(struct word_cursor *cursor);

uint32_t word_cursor_next(struct word_cursor *cursor);
uint32_t word_cursor_advance(struct word_cursor *cursor, uint32_t target);

/* Documents taken from a cursor, ascending, with their tf. Both arrays have room for twice as many
 * documents as there are numbers in the range they are taken from. */
struct gathered {
    size_t count;
    uint32_t *documents, *frequencies; /* the caller's */
};

/* Merges `more` into `into`; frequencies of documents that are in both add up. */
void gathered_merge(struct gathered *into, const struct gathered *more);

/* Takes the documents below `end` from the current one on, and moves behind them. What was in
 * `into` and in `scratch` is lost. */
void word_cursor_gather(struct word_cursor *cursor, uint32_t end, struct gathered *into,
                        struct gathered *scratch);

/* Sets frequencies[i] to the tf in documents[i], for `count` documents that ascend and of which
 * none is before the current one, and moves to the last of them or behind it. */
void word_cursor_look_up(struct word_cursor *cursor, const uint32_t *documents, size_t count,
                         uint32_t *frequencies);

/* Without frequencies, for those who only count. What is asked of a cursor in one of these ways may
 * not be followed by other moves. The first brings it to the first document >= target; the second
 * sets the bit number (document - start) for each of its documents of [start, end), where start
 * never falls, and moves behind them; the third sets found[i] to 0 where the word is not in
 * documents[i], as word_cursor_look_up. */
uint32_t word_cursor_reach(struct word_cursor *cursor, uint32_t target);
void word_cursor_mark(struct word_cursor *cursor, uint32_t start, uint32_t end, uint64_t *marks);
void word_cursor_find(struct word_cursor *cursor, const uint32_t *documents, size_t count,
                      uint32_t *found);

/* tf in the current document, whatever the forms. */
uint32_t word_cursor_frequency(struct word_cursor *cursor);

/* Distinct positions in the current document of forms that count, ascending, into `out` (uint32_t;
 * cleared first): there may be none.
 * Once a document. 0, ERROR_MEMORY or ERROR_CORRUPT. */
int word_cursor_positions(struct word_cursor *cursor, struct buffer *out);

/* Postings decoded so far. */
uint64_t word_cursor_work(const struct word_cursor *cursor);

int word_cursor_status(const struct word_cursor *cursor);

#endif
