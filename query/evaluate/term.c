#include "query/evaluate/term.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "query/evaluate/bounds.h"

/* Blocks that are scored before the others. */
enum { FIRST_BLOCKS = 6 };

struct bounded_block {
    struct postings_block location;
    double bound; /* of its scores */
    bool scored;
};

struct term_walk {
    struct evaluation *evaluation;
    struct scored_clause *scored;
    struct postings_cursor ahead; /* visits the headers, then the tail */
    size_t count;
    struct bounded_block *blocks; /* owned */
    uint32_t documents[BLOCK_SIZE], frequencies[BLOCK_SIZE], lengths[BLOCK_SIZE];
    double scores[BLOCK_SIZE];
};

bool evaluation_is_single_term(const struct evaluation *evaluation)
{
    const struct scored_clause *scored = &evaluation->clauses[0];
    const struct clause_cursor *cursor = &scored->cursor;
    return evaluation->clause_count == 1 && scored->occur != OCCUR_MUST_NOT &&
           cursor->kind == CLAUSE_WORD && cursor->word.count == 1;
}

/* Whether no score up to the bound can compete. */
static bool cannot_compete(const struct term_walk *walk, double bound)
{
    return bound <= walk->evaluation->competitive_floor ||
           bound < top_threshold(walk->evaluation->top);
}

static void read_block_headers(struct term_walk *walk)
{
    struct postings_cursor *ahead = &walk->ahead;
    for (uint32_t from = 0; postings_seek_block(ahead, from) && !ahead->in_tail;
         from = ahead->block_last + 1) {
        struct bounded_block *block = &walk->blocks[walk->count++];
        block->location = postings_current_block(ahead);
        block->bound = impacts_bound(walk->scored, &ahead->block_impacts);
        block->scored = false;
    }
}

static void score_postings(struct term_walk *walk, const uint32_t *documents,
                           const uint32_t *frequencies, size_t count)
{
    struct evaluation *evaluation = walk->evaluation;
    evaluate_lengths(evaluation, walk->scored, documents, count, walk->lengths);
    bm25_score_all(&walk->scored->bm25, frequencies, walk->lengths, count, walk->scores);
    evaluation->work.scored += count;
    for (size_t i = 0; i < count; i++)
        if (!cannot_compete(walk, walk->scores[i]) &&
            !segment_is_deleted(evaluation->segment, documents[i]))
            top_add_unordered(evaluation->top, walk->scores[i], evaluation->segment_number,
                              documents[i]);
}

static void score_block(struct term_walk *walk, struct bounded_block *block)
{
    struct postings_cursor *cursor = &walk->scored->cursor.word.cursors[0];
    if (postings_open_block(cursor, &block->location))
        score_postings(walk, cursor->documents, cursor->frequencies, BLOCK_SIZE);
    block->scored = true;
}

/* The documents after the last full block, which no header describes. */
static void score_tail(struct term_walk *walk)
{
    struct postings_cursor *ahead = &walk->ahead;
    if (!ahead->in_tail)
        return;
    postings_advance(ahead, ahead->base + 1);
    score_postings(walk, walk->documents, walk->frequencies,
                   postings_gather(ahead, POSTINGS_END, walk->documents, walk->frequencies));
}

static void score_best_blocks(struct term_walk *walk)
{
    struct bounded_block *best[FIRST_BLOCKS];
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++) {
        struct bounded_block *block = &walk->blocks[i];
        if (count == FIRST_BLOCKS && block->bound <= best[FIRST_BLOCKS - 1]->bound)
            continue;
        size_t slot = count < FIRST_BLOCKS ? count++ : FIRST_BLOCKS - 1;
        for (; slot > 0 && best[slot - 1]->bound < block->bound; slot--)
            best[slot] = best[slot - 1];
        best[slot] = block;
    }
    for (size_t i = 0; i < count; i++)
        if (!cannot_compete(walk, best[i]->bound))
            score_block(walk, best[i]);
}

int evaluate_term(struct evaluation *evaluation)
{
    struct scored_clause *scored = &evaluation->clauses[0];
    const struct term_entry *entry = &scored->cursor.word.cursors[0].entry;
    struct term_walk *walk = malloc(sizeof *walk);
    struct bounded_block *blocks =
        malloc((entry->document_count / BLOCK_SIZE + 1) * sizeof *blocks);
    if (walk == NULL || blocks == NULL) {
        free(walk);
        free(blocks);
        return error_memory();
    }
    walk->evaluation = evaluation;
    walk->scored = scored;
    walk->count = 0;
    walk->blocks = blocks;
    int status = postings_open(&walk->ahead, &evaluation->segment->file, entry);
    if (status == 0) {
        read_block_headers(walk);
        score_tail(walk);
        score_best_blocks(walk);
        for (size_t i = 0; i < walk->count; i++)
            if (!blocks[i].scored && !cannot_compete(walk, blocks[i].bound))
                score_block(walk, &blocks[i]);
        status = postings_status(&walk->ahead);
        evaluation->work.decoded += walk->ahead.work;
    }
    free(blocks);
    free(walk);
    return status;
}
