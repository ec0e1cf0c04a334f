/* What bounds a clause's scores in a range of documents, from the headers of its blocks. */
#ifndef FOUILLE_RANK_BOUNDS_H
#define FOUILLE_RANK_BOUNDS_H

#include "rank/evaluate.h"

/* Reads ahead in one term's headers; decodes nothing but the tail. */
struct term_bounds {
    struct postings_cursor ahead;
    double bound; /* of the block that `ahead` is at */
    bool known;
};

struct clause_bounds {
    const struct bm25 *bm25;
    size_t count; /* 0: nothing is known but what any score is below */
    struct term_bounds *terms; /* owned */
};

/* 0 or ERROR_MEMORY; the caller closes, also after failure. */
int clause_bounds_open(struct clause_bounds *bounds, const struct scored_clause *scored);
void clause_bounds_close(struct clause_bounds *bounds);

/* At least the score of every document of [start, end), a multiple of the quantum; start never
 * falls. 0 when the clause has no document there. Damage gives what any score is below: the walk
 * that follows finds it. */
double clause_bounds_in(struct clause_bounds *bounds, uint32_t start, uint32_t end);

/* A document from `from` on that no document of the clause from there on comes before. */
uint32_t clause_bounds_next(const struct clause_bounds *bounds, uint32_t from);

#endif
