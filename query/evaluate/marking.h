/* The documents of a segment that match a list of clauses, without scores: a bit a document, a
 * window at a time. For those who count matches or want all of them.
 *
 * Words set bits of all their documents and are not asked how often they stand there; positions are
 * read only where the bits of the words leave it open whether a document matches.
 */
#ifndef FOUILLE_RANK_MARKING_H
#define FOUILLE_RANK_MARKING_H

#include "query/evaluate/evaluate.h"

enum { MARKING_WINDOW = 8192, MARKING_WORDS = MARKING_WINDOW / 64 };

struct marking {
    struct evaluation *evaluation;
    struct scored_clause **order;  /* owned: first those that must match, the rarest leading, plain
                                    * words before others; then plain words, then others */
    uint32_t start, end;           /* the window */
    uint64_t marks[MARKING_WORDS]; /* its matches that are not deleted; bit 0 is document `start` */
    uint64_t others[MARKING_WORDS];
    uint32_t documents[MARKING_WINDOW], found[MARKING_WINDOW];
};

/* The evaluation's clauses are open and have not moved; it outlives the marking, which nobody else
 * moves them beside. NULL when memory runs out. The caller closes. */
struct marking *marking_open(struct evaluation *evaluation);
void marking_close(struct marking *marking);

/* Marks the next window that may have matches; false behind the last. Damage ends it early:
 * evaluation_status tells. */
bool marking_next(struct marking *marking);

/* Sets evaluation->counted. 0 or ERROR_MEMORY. O(postings), or less. */
int evaluate_count(struct evaluation *evaluation);

#endif
