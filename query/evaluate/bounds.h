/* What bounds a clause's scores in a range of documents, from the headers of its blocks.
 *
 * Frequencies of a word's terms, and of a clause's variants, add up, and BM25 of a sum of
 * frequencies is at most the sum of BM25; a sequence stands nowhere more often than its rarest
 * word. So a clause's bound is the sum over its variants of the least, over the variant's words, of
 * the sum over the word's terms of the bounds of their blocks.
 */
#ifndef FOUILLE_RANK_BOUNDS_H
#define FOUILLE_RANK_BOUNDS_H

#include "common/base/arena.h"
#include "query/evaluate/evaluate.h"

/* Reads ahead in one term's headers; decodes nothing but the tail. */
struct term_bounds {
    struct postings_cursor ahead;
    struct postings_cursor *behind; /* the clause's own of that term: takes the tail from `ahead` */
    double bound;                   /* of the block that `ahead` is at */
    bool known;
};

struct word_bounds {
    size_t count;
    struct term_bounds *terms;
};

struct variant_bounds {
    size_t count;
    struct word_bounds *words;
    size_t rarest; /* number of the rarest word */
};

struct clause_bounds {
    struct evaluation *evaluation;
    const struct scored_clause *scored;
    size_t count; /* 0: nothing is known but what any score is below */
    struct variant_bounds *variants;
    struct arena arena; /* owns all of it */
};

/* 0 or ERROR_MEMORY; the caller closes, also after failure. Evaluation and clause outlive the
 * bounds. */
int clause_bounds_open(struct clause_bounds *bounds, struct evaluation *evaluation,
                       struct scored_clause *scored);
void clause_bounds_close(struct clause_bounds *bounds);

/* At least the score of every document of [start, end), a multiple of the quantum; start never
 * falls. 0 when the clause has no document there. Damage gives what any score is below: the walk
 * that follows finds it. */
double clause_bounds_in(struct clause_bounds *bounds, uint32_t start, uint32_t end);

/* A document from `from` on that no document of the clause from there on comes before. */
uint32_t clause_bounds_next(const struct clause_bounds *bounds, uint32_t from);

/* Where the blocks of the rarest words that hold `from`, or documents behind it, end: the document
 * behind the first of them, at most `end`. What has been asked before was not behind `from`. */
uint32_t clause_bounds_block_end(struct clause_bounds *bounds, uint32_t from, uint32_t end);

/* Terms of the clause's rarest word, of all its variants; SIZE_MAX when nothing is known. */
size_t clause_bounds_terms(const struct clause_bounds *bounds);

#endif
