/* BM25 as defined in search.h, one clause at a time, in double precision.
 *
 * Each clause's part is rounded to a multiple of the query's quantum, a power of two so small that
 * sums of parts stay below 2^52 quanta. Additions are then exact: whatever their order, the score
 * has the same bits. The loss of precision is comparable to one rounding of the whole sum.
 */
#ifndef FOUILLE_EVALUATE_BM25_H
#define FOUILLE_EVALUATE_BM25_H

#include "query/evaluate/hit.h"
#include "query/terms/expand.h"

/* A clause's weight and the constants of its length normalisation. */
struct bm25 {
    double idf;
    double weight;     /* idf × (k1 + 1) × boost */
    double norm_base;  /* k1 × (1 − b) */
    double norm_slope; /* k1 × b / average length */
    double average;    /* average length, of documents or of titles */
    double rounding;   /* 3/2 × 2^52 quanta: adding and subtracting it rounds; 0: no rounding */
    double slack;      /* a few quanta: more than rounding can make a bound fall short of a score */
};

/* idf of a word that occurs in df of `documents` documents. */
double bm25_idf(uint64_t documents, uint64_t df);

struct bm25 bm25_of(const struct expanded_clause *clause, const struct search_options *options);

/* The same for the family of a clause, which has one: with the weight of families, and the idf of
 * the word, or of the family where the index does not have the word. */
struct bm25 bm25_of_family(const struct expanded_clause *clause,
                           const struct search_options *options);

/* Sets the rounding of a clause of a query whose clause weights sum to `total`. */
void bm25_set_rounding(struct bm25 *bm25, double total);

/* tf ≥ 1. */
static inline double bm25_score(const struct bm25 *bm25, double tf, double length)
{
    double score = bm25->weight * tf / (tf + (bm25->norm_base + bm25->norm_slope * length));
    return score + bm25->rounding - bm25->rounding;
}

/* At least the score of any document with at most this tf and at least this length; also a multiple
 * of the quantum. */
static inline double bm25_bound(const struct bm25 *bm25, double tf, double length)
{
    return bm25_score(bm25, tf, length) + bm25->slack;
}

static inline double bm25_quantum(const struct bm25 *bm25)
{
    return bm25->slack / 4;
}

/* At least any score of the clause. */
static inline double bm25_max(const struct bm25 *bm25)
{
    return bm25->weight + bm25->rounding - bm25->rounding + bm25->slack;
}

/* Stores the clause's scores in `count` documents. A frequency of 0 scores 0. */
void bm25_score_all(const struct bm25 *bm25, const uint32_t *frequencies, const uint32_t *lengths,
                    size_t count, double *scores);

#endif
