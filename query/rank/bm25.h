/* BM25 as search.h gives it, one clause at a time. All arithmetic is double, in one fixed order of
 * operations, so that every way of reaching a score gives the same bits. */
#ifndef FOUILLE_RANK_BM25_H
#define FOUILLE_RANK_BM25_H

#include "match/expand.h"
#include "rank/search.h"

/* A clause's weight and the constants of its length normalisation. */
struct bm25 {
    double idf;
    double weight;    /* idf × (k1 + 1) × boost */
    double fixed;     /* k1 × (1 − b) */
    double by_length; /* k1 × b / average length */
    double average;   /* length, of documents or of titles */
};

/* idf of a word that df of `documents` documents have. */
double bm25_idf(uint64_t documents, uint64_t df);

struct bm25 bm25_of(const struct expanded_clause *clause, const struct search_options *options);

/* tf ≥ 1. */
static inline double bm25_score(const struct bm25 *bm25, double tf, double length)
{
    return bm25->weight * tf / (tf + (bm25->fixed + bm25->by_length * length));
}

#endif
