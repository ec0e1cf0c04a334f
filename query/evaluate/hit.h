/* What a search is asked for, and what it finds: the words that evaluating a segment and searching
 * all of them share. */
#ifndef FOUILLE_EVALUATE_HIT_H
#define FOUILLE_EVALUATE_HIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The order of hits; equals come in document_order. Those without a date come last in both orders
 * of dates. */
enum search_sort { SORT_SCORE, SORT_DATE, SORT_DATE_DOWN, SORT_PATH };

struct search_options {
    double k1, b;
    enum search_sort sort;
    size_t limit;    /* hits wanted; 0: all */
    bool exhaustive; /* score every match, prune nothing; the answer is the same */
    /* Only every `shares`-th segment is searched, from number `share` on, and the second stage left
     * to whoever puts the shares together (runs.h); 0: all are. */
    size_t share, shares;
    double early, form; /* weights of the second stage's parts (rerank.h); 0: left out */
};

struct hit {
    double score;
    uint32_t segment;
    uint32_t document;
};

/* How much was looked at. */
struct search_work {
    uint64_t postings; /* that the clauses have */
    uint64_t decoded;  /* of them: a document and its tf; some of them twice */
    uint64_t scored;   /* of them: a part of a score, or a bound of it, computed */
};

struct search_result {
    struct hit *hits; /* owned; best first */
    size_t count;
    struct search_work work;
};

#endif
