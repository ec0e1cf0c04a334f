/* Ranked retrieval: the best documents of all segments for a query.
 *
 * BM25 (Robertson and Zaragoza 2009): Σ over the clauses, in query order, in double, of
 *
 *     idf × tf × (k1 + 1) / (tf + k1 × (1 − b + b × length / average length))
 *     idf = ln(1 + (N − df + 0.5) / (df + 0.5))
 *
 * A word that stands for several terms has the sum of their frequencies as tf and the largest of
 * their document frequencies as df. A phrase has the number of its places as tf and the sum of its
 * words' idf as idf. Title clauses use the titles' lengths. Order: score, then document_order. The
 * first hits then go through the second stage of rerank.h, unless its weights are 0.
 */
#ifndef FOUILLE_RANK_SEARCH_H
#define FOUILLE_RANK_SEARCH_H

#include "query/evaluate/hit.h"
#include "query/terms/expand.h"

/* 0, ERROR_CORRUPT or ERROR_MEMORY. The caller releases the result on success. */
int search_run(const struct expansion *expansion, const struct search_options *options,
               struct search_result *result);
void search_result_release(struct search_result *result);

/* Counts the matching documents without scoring them. */
int search_count(const struct expansion *expansion, uint64_t *count);

/* One clause's part in one document's score. */
struct score_part {
    const struct expanded_clause *clause;
    double idf;
    double frequency; /* tf; 0: the clause is not in the document */
    double length;    /* of the document, or of its title */
    double average;
    double score;
    /* Of the second stage, where the hit went through it: */
    double early, form;
    uint32_t first; /* the word's first position, the title's gap left out */
    uint32_t exact; /* its places in the form as typed */
};

/* The parts of a hit's score, one a clause, in query order; `parts` has clause_count of room. Those
 * of the second stage are 0 where the hit's score is without them. */
int search_explain(const struct expansion *expansion, const struct search_options *options,
                   const struct hit *hit, struct score_part *parts);

#endif
