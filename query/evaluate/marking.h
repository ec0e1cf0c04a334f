/* The documents of a segment that match a list of clauses, without scores: a bitmap of one window
 * at a time. For callers who count matches or want all of them.
 *
 * Words set the bits of all their documents without looking up frequencies; positions are read only
 * where the bits do not decide whether a document matches.
 */
#ifndef FOUILLE_EVALUATE_MARKING_H
#define FOUILLE_EVALUATE_MARKING_H

#include "query/evaluate/evaluate.h"

enum { MARKING_WINDOW = 8192, MARKING_WORDS = MARKING_WINDOW / 64 };

struct marking {
    struct evaluation *evaluation;
    struct scored_clause **order;  /* owned: MUST, then SHOULD, then MUST_NOT clauses; in each group
                                    * plain words before others, the rarest first */
    uint32_t start, end;           /* current window */
    uint64_t marks[MARKING_WORDS]; /* its matches that are not deleted; bit 0 is document `start` */
    uint64_t others[MARKING_WORDS];
    uint32_t documents[MARKING_WINDOW], found[MARKING_WINDOW];
};

/* The evaluation's clauses must be open and unmoved; it outlives the marking, and nobody else may
 * move the clauses meanwhile. Returns NULL when memory runs out. The caller closes. */
struct marking *marking_open(struct evaluation *evaluation);
void marking_close(struct marking *marking);

/* Marks the next window that may have matches; false after the last. Damage ends the walk early:
 * see evaluation_status. */
bool marking_next(struct marking *marking);

/* Sets evaluation->counted. 0 or ERROR_MEMORY. O(postings), or less. */
int evaluate_count(struct evaluation *evaluation);

#endif
