/* Bounds of a clause's scores in a range of documents, from the headers of its blocks.
 *
 * The frequencies of a word's terms add up, as do those of a clause's variants, and BM25 of a sum
 * of frequencies is at most the sum of their BM25; a sequence never occurs more often than its
 * rarest word. A clause's bound is therefore a sum over its variants: for each, the minimum over
 * its words of the sum of the bounds of the word's terms.
 */
#ifndef FOUILLE_EVALUATE_BOUNDS_H
#define FOUILLE_EVALUATE_BOUNDS_H

#include <assert.h>

#include "common/base/arena.h"
#include "query/evaluate/evaluation.h"

/* Returns at least the score of every document of a clause in a block with these impacts. */
static inline double impacts_bound(const struct scored_clause *scored,
                                   const struct impacts *impacts)
{
    /* A phrase in titles is sought in the postings of the text, whose lengths are the text's. */
    const bool other_lengths = scored->by_title && scored->cursor.kind == CLAUSE_PHRASE;
    double most = 0;
    for (unsigned i = 0; i < impacts->count; i++) {
        double length = other_lengths ? 1 : impacts->pairs[i].length;
        double bound = bm25_bound(&scored->bm25, impacts->pairs[i].frequency, length);
        if (bound > most)
            most = bound;
    }
    return most;
}

/* The bound of the block where a cursor was last; all zeros when there was none. */
struct block_bound {
    double bound;
    uint32_t last; /* document of that block */
    bool known;
};

/* Returns the bound of the cursor's current block, which must not be the tail. */
static inline double block_bound_at(struct block_bound *block, const struct scored_clause *scored,
                                    const struct postings_cursor *cursor)
{
    assert(!cursor->in_tail);
    if (!block->known || block->last != cursor->block_last)
        *block = (struct block_bound){impacts_bound(scored, &cursor->block_impacts),
                                      cursor->block_last, true};
    return block->bound;
}

/* Reads ahead in the headers of one term; decodes nothing but the tail. */
struct term_bounds {
    struct postings_cursor ahead;
    struct postings_cursor *cursor; /* the clause's own on that term; gets the tail from `ahead` */
    struct block_bound block;       /* where `ahead` is */
};

struct word_bounds {
    size_t count;
    struct term_bounds *terms;
};

struct variant_bounds {
    size_t count;
    struct word_bounds *words;
    size_t rarest; /* index in `words` */
};

struct clause_bounds {
    struct evaluation *evaluation;
    const struct scored_clause *scored;
    size_t count; /* 0: only bm25_max is known */
    struct variant_bounds *variants;
    struct arena arena; /* owns everything above */
};

/* Returns 0 or ERROR_MEMORY; the caller closes, also after failure. The evaluation and the clause
 * must outlive the bounds. */
int clause_bounds_open(struct clause_bounds *bounds, struct evaluation *evaluation,
                       struct scored_clause *scored);
void clause_bounds_close(struct clause_bounds *bounds);

/* Returns at least the score of every document in [start, end), as a multiple of the quantum; 0
 * when the clause has no document there. `start` never decreases. For damaged blocks, returns the
 * clause's greatest score, so that the range is visited and the damage reported. */
double clause_bounds_in(struct clause_bounds *bounds, uint32_t start, uint32_t end);

/* Returns a lower bound (≥ from) on the clause's next document. */
uint32_t clause_bounds_next(const struct clause_bounds *bounds, uint32_t from);

/* Returns the end (exclusive) of the first block, among those of the rarest words, that covers or
 * follows `from`; at most `end`. No earlier request may have gone past `from`. */
uint32_t clause_bounds_block_end(struct clause_bounds *bounds, uint32_t from, uint32_t end);

/* The number of terms of the rarest words of all variants; SIZE_MAX when unknown. */
size_t clause_bounds_term_count(const struct clause_bounds *bounds);

#endif
