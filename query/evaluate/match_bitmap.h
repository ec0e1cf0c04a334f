/* The documents of a segment that match a list of clauses, without scores: a bitmap of one window
 * at a time. For callers who count matches or want all of them.
 *
 * Words set the bits of all their documents without looking up frequencies; positions are read only
 * where the bits do not decide whether a document matches.
 */
#ifndef FOUILLE_EVALUATE_MATCH_BITMAP_H
#define FOUILLE_EVALUATE_MATCH_BITMAP_H

#include "query/evaluate/evaluation.h"

enum { MATCH_BITMAP_WINDOW = 8192, MATCH_BITMAP_WORDS = MATCH_BITMAP_WINDOW / 64 };

struct match_bitmap {
    struct evaluation *evaluation;
    struct scored_clause **order; /* owned: MUST, then SHOULD, then MUST_NOT clauses; in each group
                                   * plain words before others, the rarest first */
    size_t count;                 /* in `order`: SCORE_ONLY clauses are not */
    uint32_t start, end;          /* current window */
    /* matches that are not deleted; bit 0 is document `start` */
    uint64_t marks[MATCH_BITMAP_WORDS];
    uint64_t scratch[MATCH_BITMAP_WORDS];
    uint32_t documents[MATCH_BITMAP_WINDOW], found[MATCH_BITMAP_WINDOW];
};

/* The evaluation's clauses must be open and unmoved; it outlives the marking, and nobody else may
 * move the clauses meanwhile. Returns NULL when memory runs out. The caller closes. */
struct match_bitmap *match_bitmap_open(struct evaluation *evaluation);
void match_bitmap_close(struct match_bitmap *bitmap);

/* Marks the next window that may have matches; false after the last. Damage ends the walk early:
 * see evaluation_status. */
bool match_bitmap_next(struct match_bitmap *bitmap);

/* Sets evaluation->counted. 0 or ERROR_MEMORY. O(postings), or less. */
int evaluate_count(struct evaluation *evaluation);

#endif
