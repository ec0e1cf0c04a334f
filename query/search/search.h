/* Ranked retrieval: the best documents of all segments for a query.
 *
 * BM25 (Robertson and Zaragoza 2009): Σ over the clauses, in query order, in double precision, of
 *
 *     idf × tf × (k1 + 1) / (tf + k1 × (1 − b + b × length / average length))
 *     idf = ln(1 + (N − df + 0.5) / (df + 0.5))
 *
 * For a word with several alternatives, tf is the sum of their frequencies and df the largest of
 * their document frequencies. For a phrase, tf is the number of its occurrences and idf the sum of
 * its words' idf. Title clauses use the lengths of titles. Hits are ordered by score, then by
 * document_compare. The first ones then go through the second stage of rerank.h, unless its weights
 * are 0.
 */
#ifndef FOUILLE_SEARCH_SEARCH_H
#define FOUILLE_SEARCH_SEARCH_H

#include "query/evaluate/hit.h"
#include "query/terms/expand.h"

/* Returns 0, ERROR_CORRUPT or ERROR_MEMORY. The caller releases the result on success. */
int search_run(const struct expansion *expansion, const struct search_options *options,
               struct search_result *result);
void search_result_release(struct search_result *result);

/* Counts the matches without scoring them. */
int search_count(const struct expansion *expansion, uint64_t *count);

/* The part of one clause in the score of one document. */
struct score_part {
    const struct expanded_clause *clause;
    double idf;
    double frequency; /* tf; 0: the document does not have the clause */
    double length;    /* of the document, or of its title */
    double average;
    double score;
    /* second stage, if the hit went through it: */
    double family, early, form;
    uint32_t family_frequency;
    uint32_t first; /* position of its first occurrence, not counting the gap after the title */
    uint32_t exact; /* occurrences in the form as typed */
};

/* Stores the parts of a hit's score in `parts`, one per clause, in query order; `parts` must have
 * room for clause_count. The parts of the second stage are 0 if the hit did not go through it.
 * Returns 0, ERROR_CORRUPT or ERROR_MEMORY. */
int search_explain(const struct expansion *expansion, const struct search_options *options,
                   const struct hit *hit, struct score_part *parts);

#endif
