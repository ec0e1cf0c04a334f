/* Options and results of a search, shared by the evaluation of one segment and the search over all
 * of them. */
#ifndef FOUILLE_EVALUATE_HIT_H
#define FOUILLE_EVALUATE_HIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The order of hits; ties are in the order of document_compare. Hits without a date come last in
 * both date orders. */
enum search_sort { SORT_SCORE, SORT_DATE, SORT_DATE_DOWN, SORT_PATH };

struct search_options {
    double k1, b;
    enum search_sort sort;
    size_t limit;    /* hits wanted; 0: all */
    bool exhaustive; /* score every match, prune nothing; same results */
    /* Only every `subset_count`-th segment is searched, starting with number `subset`, and the
     * second stage is left to the merging of the runs (runs_merge.h); 0: all segments are. */
    size_t subset, subset_count;
    double early, form; /* weights of the second stage's parts (rerank.h); 0: not used */
};

struct hit {
    double score;
    uint32_t segment;
    uint32_t document;
};

/* How many postings were read. */
struct search_work {
    uint64_t postings; /* postings of the clauses */
    uint64_t decoded;  /* decoded (document and tf); some of them twice */
    uint64_t scored;   /* for which a part of a score, or a bound, was computed */
};

struct search_result {
    struct hit *hits; /* owned; best first */
    size_t count;
    struct search_work work;
};

#endif
