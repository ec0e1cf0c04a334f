/* The best k of a stream of scored documents; among equal scores the earlier document is the better
 * one. A binary heap, the worst on top.
 */
#ifndef FOUILLE_RANK_TOP_H
#define FOUILLE_RANK_TOP_H

#include <stddef.h>
#include <stdint.h>

#include "query/evaluate/hit.h"

struct top {
    size_t limit; /* at least 1; SIZE_MAX: keep all */
    size_t count, capacity;
    struct hit *hits; /* owned until top_take */
    int status;       /* sticky: ERROR_MEMORY */
};

void top_init(struct top *top, size_t limit);
void top_release(struct top *top);

/* A score must be above this to enter. −1 while there is room. */
static inline double top_threshold(const struct top *top)
{
    return top->count < top->limit ? -1 : top->hits[0].score;
}

/* Enters a document; they come in ascending order of their numbers. O(log limit) when it is good
 * enough, else O(1). */
void top_add(struct top *top, double score, uint32_t segment, uint32_t document);

/* The same of documents in any order: among equals the earlier is the better. */
void top_add_any(struct top *top, double score, uint32_t segment, uint32_t document);

/* Sorts the hits, best first. */
void top_sort(struct top *top);

#endif
