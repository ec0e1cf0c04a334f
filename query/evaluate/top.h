/* The best k of a stream of scored documents; among equal scores the earlier document is better. A
 * binary heap, worst on top.
 */
#ifndef FOUILLE_EVALUATE_TOP_H
#define FOUILLE_EVALUATE_TOP_H

#include <stddef.h>
#include <stdint.h>

#include "query/evaluate/hit.h"

struct top {
    size_t limit; /* at least 1; SIZE_MAX: keep all */
    size_t count, capacity;
    struct hit *hits; /* owned */
    int status;       /* sticky: ERROR_MEMORY */
};

void top_init(struct top *top, size_t limit);
void top_release(struct top *top);

/* Only scores above this enter; −1 until `limit` hits are kept. */
static inline double top_threshold(const struct top *top)
{
    return top->count < top->limit ? -1 : top->hits[0].score;
}

/* Adds a document; documents come in ascending order. O(log limit) if its score enters, else
 * O(1). */
void top_add(struct top *top, double score, uint32_t segment, uint32_t document);

/* The same for documents in any order: among equal scores the earlier is better. */
void top_add_unordered(struct top *top, double score, uint32_t segment, uint32_t document);

/* Sorts the hits, best first. */
void top_sort(struct top *top);

#endif
