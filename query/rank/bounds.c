#include "rank/bounds.h"

#include <stdlib.h>

#include "platform/error.h"

int clause_bounds_open(struct clause_bounds *bounds, const struct scored_clause *scored)
{
    const struct clause_cursor *cursor = &scored->cursor;
    *bounds = (struct clause_bounds){.bm25 = &scored->bm25};
    if (cursor->is_phrase || cursor->is_union)
        return 0;
    const struct word_cursor *word = &cursor->word;
    bounds->terms = malloc((word->count + 1) * sizeof *bounds->terms);
    if (bounds->terms == NULL)
        return error_memory();
    for (; bounds->count < word->count; bounds->count++) {
        struct term_bounds *term = &bounds->terms[bounds->count];
        const struct postings_cursor *postings = &word->cursors[bounds->count];
        term->known = false;
        postings_open(&term->ahead, postings->file, &postings->entry);
    }
    return 0;
}

void clause_bounds_close(struct clause_bounds *bounds)
{
    free(bounds->terms);
    bounds->terms = NULL;
    bounds->count = 0;
}

/* Of fewer than BLOCK_SIZE documents, whose lengths no header tells. */
static double tail_bound(struct postings_cursor *ahead, const struct bm25 *bm25)
{
    uint32_t most = 0;
    postings_advance(ahead, ahead->base + 1);
    for (unsigned i = 0; ahead->document != POSTINGS_END && i < ahead->count; i++)
        if (ahead->frequencies[i] > most)
            most = ahead->frequencies[i];
    return bm25_bound(bm25, most, 0);
}

static double block_bound(struct term_bounds *term, const struct bm25 *bm25)
{
    if (term->known)
        return term->bound;
    const struct impacts *impacts = &term->ahead.block_impacts;
    term->known = true;
    term->bound = term->ahead.in_tail ? tail_bound(&term->ahead, bm25) : 0;
    for (unsigned i = 0; i < impacts->count; i++) {
        double bound = bm25_bound(bm25, impacts->pairs[i].frequency, impacts->pairs[i].length);
        if (bound > term->bound)
            term->bound = bound;
    }
    return term->bound;
}

static double term_bound(struct term_bounds *term, const struct bm25 *bm25, uint32_t start,
                         uint32_t end)
{
    struct postings_cursor *ahead = &term->ahead;
    double most = 0;
    for (uint32_t from = start;; from = ahead->block_last + 1) {
        uint32_t base = ahead->base, last = ahead->block_last;
        if (!postings_seek_block(ahead, from))
            return most;
        if (ahead->base != base || ahead->block_last != last)
            term->known = false;
        if (ahead->base + 1 >= end)
            return most;
        double bound = block_bound(term, bm25);
        if (ahead->in_tail && ahead->documents[ahead->count - 1] < start)
            return most;
        if (bound > most)
            most = bound;
        if (ahead->in_tail || ahead->block_last >= end - 1)
            return most;
    }
}

double clause_bounds_in(struct clause_bounds *bounds, uint32_t start, uint32_t end)
{
    double most = bm25_most(bounds->bm25), sum = 0;
    if (bounds->count == 0)
        return most;
    /* tf adds up over the terms, and BM25 of a sum of frequencies is at most the sum of BM25. */
    for (size_t i = 0; i < bounds->count; i++) {
        sum += term_bound(&bounds->terms[i], bounds->bm25, start, end);
        if (bounds->terms[i].ahead.damaged)
            return most;
    }
    return sum < most ? sum : most;
}

static uint32_t next_of(const struct postings_cursor *ahead, uint32_t from)
{
    if (ahead->ended)
        return POSTINGS_END;
    if (!ahead->in_tail || !ahead->decoded)
        return ahead->base + 1 > from ? ahead->base + 1 : from;
    for (unsigned i = 0; i < ahead->count; i++)
        if (ahead->documents[i] >= from)
            return ahead->documents[i];
    return POSTINGS_END;
}

uint32_t clause_bounds_next(const struct clause_bounds *bounds, uint32_t from)
{
    uint32_t first = bounds->count == 0 ? from : POSTINGS_END;
    for (size_t i = 0; i < bounds->count; i++) {
        uint32_t next = next_of(&bounds->terms[i].ahead, from);
        if (next < first)
            first = next;
    }
    return first;
}
