#include "query/evaluate/bounds.h"

#include "common/base/error.h"

/* --- the terms --- */

static int open_word_bounds(struct clause_bounds *bounds, struct word_bounds *to,
                            struct word_cursor *word)
{
    to->count = 0;
    to->terms = arena_alloc(&bounds->arena, word->count * sizeof *to->terms + 1);
    if (to->terms == NULL)
        return error_memory();
    for (; to->count < word->count; to->count++) {
        struct term_bounds *term = &to->terms[to->count];
        struct postings_cursor *cursor = &word->cursors[to->count];
        term->block = (struct block_bound){0};
        term->cursor = cursor;
        postings_open(&term->ahead, cursor->file, &cursor->entry);
        cursor->tail_owner = &term->ahead;
    }
    return 0;
}

static int open_variant_bounds(struct clause_bounds *bounds, struct word_cursor *words,
                               size_t count)
{
    struct variant_bounds *to = &bounds->variants[bounds->count];
    *to = (struct variant_bounds){0};
    to->words = arena_alloc(&bounds->arena, count * sizeof *to->words + 1);
    int status = to->words == NULL ? error_memory() : 0;
    for (size_t i = 0; i < count && status == 0; i++) {
        if (words[i].document_count < words[to->rarest].document_count)
            to->rarest = i;
        status = open_word_bounds(bounds, &to->words[to->count++], &words[i]);
    }
    bounds->count++;
    return status;
}

int clause_bounds_open(struct clause_bounds *bounds, struct evaluation *evaluation,
                       struct scored_clause *scored)
{
    struct clause_cursor *cursor = &scored->cursor;
    size_t count = cursor->kind == CLAUSE_PHRASE ? cursor->phrase.variant_count : 1;
    *bounds = (struct clause_bounds){.evaluation = evaluation, .scored = scored};
    arena_init(&bounds->arena, 1 << 12);
    if (cursor->kind == CLAUSE_FORMS)
        return 0;
    bounds->variants = arena_alloc(&bounds->arena, count * sizeof *bounds->variants + 1);
    if (bounds->variants == NULL)
        return error_memory();
    if (cursor->kind == CLAUSE_WORD)
        return open_variant_bounds(bounds, &cursor->word, 1);
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++)
        status = open_variant_bounds(bounds, cursor->phrase.variants[i].words,
                                     cursor->phrase.variants[i].count);
    return status;
}

void clause_bounds_close(struct clause_bounds *bounds)
{
    for (size_t i = 0; i < bounds->count; i++)
        for (size_t k = 0; k < bounds->variants[i].count; k++)
            for (size_t n = 0; n < bounds->variants[i].words[k].count; n++)
                bounds->variants[i].words[k].terms[n].cursor->tail_owner = NULL;
    arena_release(&bounds->arena);
    bounds->count = 0;
}

/* --- bounds --- */

/* The tail has no header, but few enough documents to compute all of their scores. */
static double tail_bound(const struct clause_bounds *bounds, struct term_bounds *term,
                         uint32_t start, uint32_t end)
{
    struct postings_cursor *ahead = &term->ahead;
    const struct bm25 *bm25 = &bounds->scored->bm25;
    uint32_t lengths[BLOCK_SIZE];
    double scores[BLOCK_SIZE], most = 0;
    if (ahead->document == POSTINGS_END || ahead->document < start)
        postings_advance(ahead, start);
    if (ahead->document >= end)
        return 0;
    const uint32_t *documents = ahead->documents + ahead->at;
    size_t count = 0;
    for (unsigned i = 0; i < ahead->count - ahead->at; i++)
        count += documents[i] < end;
    evaluate_lengths(bounds->evaluation, bounds->scored, documents, count, lengths);
    bm25_score_all(bm25, ahead->frequencies + ahead->at, lengths, count, scores);
    for (size_t i = 0; i < count; i++)
        most = scores[i] > most ? scores[i] : most;
    return most + bm25->slack;
}

static double term_bound(const struct clause_bounds *bounds, struct term_bounds *term,
                         uint32_t start, uint32_t end)
{
    struct postings_cursor *ahead = &term->ahead;
    double max = 0;
    for (uint32_t from = start;; from = ahead->block_last + 1) {
        double bound;
        if (!postings_seek_block(ahead, from) || ahead->base + 1 >= end)
            return max;
        bound = ahead->in_tail ? tail_bound(bounds, term, start, end)
                               : block_bound_at(&term->block, bounds->scored, ahead);
        if (bound > max)
            max = bound;
        if (ahead->in_tail || ahead->block_last >= end - 1)
            return max;
    }
}

static double word_bound(const struct clause_bounds *bounds, struct word_bounds *word,
                         uint32_t start, uint32_t end)
{
    double sum = 0;
    for (size_t i = 0; i < word->count; i++) {
        sum += term_bound(bounds, &word->terms[i], start, end);
        if (word->terms[i].ahead.damaged)
            return bm25_max(&bounds->scored->bm25);
    }
    return sum;
}

/* A phrase occurs at most as often as its rarest word. A loose phrase may begin at any occurrence
 * of any of its words; as scores grow more slowly than frequencies, the sum of the words' bounds
 * bounds its score. */
static double variant_bound(const struct clause_bounds *bounds, struct variant_bounds *variant,
                            uint32_t start, uint32_t end)
{
    bool loose =
        bounds->scored->cursor.kind == CLAUSE_PHRASE && bounds->scored->cursor.phrase.loose;
    double least = bm25_max(&bounds->scored->bm25), sum = 0;
    for (size_t i = 0; i < variant->count && least > 0; i++) {
        double bound = word_bound(bounds, &variant->words[i], start, end);
        sum += bound;
        if (bound < least)
            least = bound;
    }
    return loose && least > 0 ? sum : least;
}

double clause_bounds_in(struct clause_bounds *bounds, uint32_t start, uint32_t end)
{
    double max = bm25_max(&bounds->scored->bm25), sum = 0;
    if (bounds->variants == NULL)
        return max;
    for (size_t i = 0; i < bounds->count; i++)
        sum += variant_bound(bounds, &bounds->variants[i], start, end);
    return sum < max ? sum : max;
}

/* --- the next document --- */

static uint32_t next_term_document(const struct postings_cursor *ahead, uint32_t from)
{
    if (ahead->ended)
        return POSTINGS_END;
    if (!ahead->in_tail || !ahead->decoded)
        return ahead->base + 1 > from ? ahead->base + 1 : from;
    for (unsigned i = ahead->at; i < ahead->count; i++)
        if (ahead->documents[i] >= from)
            return ahead->documents[i];
    return POSTINGS_END;
}

static uint32_t next_word_document(const struct word_bounds *word, uint32_t from)
{
    uint32_t first = POSTINGS_END;
    for (size_t i = 0; i < word->count; i++) {
        uint32_t next = next_term_document(&word->terms[i].ahead, from);
        if (next < first)
            first = next;
    }
    return first;
}

uint32_t clause_bounds_next(const struct clause_bounds *bounds, uint32_t from)
{
    if (bounds->variants == NULL)
        return from;
    uint32_t first = POSTINGS_END;
    for (size_t i = 0; i < bounds->count; i++) {
        uint32_t last = from;
        for (size_t k = 0; k < bounds->variants[i].count; k++) {
            uint32_t next = next_word_document(&bounds->variants[i].words[k], from);
            if (next > last)
                last = next;
        }
        if (last < first)
            first = last;
    }
    return first;
}

/* --- where blocks end --- */

static uint32_t word_block_end(struct word_bounds *word, uint32_t from, uint32_t end)
{
    for (size_t i = 0; i < word->count; i++) {
        struct postings_cursor *ahead = &word->terms[i].ahead;
        if (postings_seek_block(ahead, from) && !ahead->in_tail && ahead->block_last < end)
            end = ahead->block_last + 1;
    }
    return end;
}

uint32_t clause_bounds_block_end(struct clause_bounds *bounds, uint32_t from, uint32_t end)
{
    for (size_t i = 0; i < bounds->count; i++) {
        struct variant_bounds *variant = &bounds->variants[i];
        if (variant->count > 0)
            end = word_block_end(&variant->words[variant->rarest], from, end);
    }
    return end;
}

size_t clause_bounds_term_count(const struct clause_bounds *bounds)
{
    size_t terms = 0;
    if (bounds->variants == NULL)
        return SIZE_MAX;
    for (size_t i = 0; i < bounds->count; i++)
        if (bounds->variants[i].count > 0)
            terms += bounds->variants[i].words[bounds->variants[i].rarest].count;
    return terms;
}
