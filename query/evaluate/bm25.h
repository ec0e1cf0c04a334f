/* BM25 as search.h gives it, one clause at a time, in double.
 *
 * Each clause's part is rounded to a multiple of one quantum of the query, a power of two so small
 * that sums of parts stay below 2^52 of it: then additions are exact, and every way of reaching a
 * score, in whatever order, gives the same bits. What is lost is as little as one rounding of the
 * whole sum would lose.
 */
#ifndef FOUILLE_RANK_BM25_H
#define FOUILLE_RANK_BM25_H

#include "query/evaluate/hit.h"
#include "query/terms/expand.h"

/* A clause's weight and the constants of its length normalisation. */
struct bm25 {
    double idf;
    double weight;    /* idf × (k1 + 1) × boost */
    double fixed;     /* k1 × (1 − b) */
    double by_length; /* k1 × b / average length */
    double average;   /* length, of documents or of titles */
    double rounding;  /* 3/2 × 2^52 quanta: adding and taking it away rounds; 0: no rounding */
    double slack;     /* more than a bound can be short of a score by roundings; a few quanta */
};

/* idf of a word that df of `documents` documents have. */
double bm25_idf(uint64_t documents, uint64_t df);

struct bm25 bm25_of(const struct expanded_clause *clause, const struct search_options *options);

/* Sets the rounding of a clause in a query whose clauses' weights sum to `total`. */
void bm25_set_rounding(struct bm25 *bm25, double total);

/* tf ≥ 1. */
static inline double bm25_score(const struct bm25 *bm25, double tf, double length)
{
    double score = bm25->weight * tf / (tf + (bm25->fixed + bm25->by_length * length));
    return score + bm25->rounding - bm25->rounding;
}

/* At least the score of any document with at most this tf and at least this length; a multiple of
 * the quantum, too. */
static inline double bm25_bound(const struct bm25 *bm25, double tf, double length)
{
    return bm25_score(bm25, tf, length) + bm25->slack;
}

static inline double bm25_quantum(const struct bm25 *bm25)
{
    return bm25->slack / 4;
}

/* At least any score of the clause. */
static inline double bm25_most(const struct bm25 *bm25)
{
    return bm25->weight + bm25->rounding - bm25->rounding + bm25->slack;
}

/* Scores of a clause in `count` documents. A frequency of 0 gives 0. */
void bm25_score_all(const struct bm25 *bm25, const uint32_t *frequencies, const uint32_t *lengths,
                    size_t count, double *scores);

#endif
