/* The best documents of a phrase that stands alone. What is known before positions are read bounds
 * its frequency, and so its score, in three steps: the headers of its words' blocks, the frequency
 * of its rarest word, the least of all its words' frequencies. Positions are read where all three
 * leave a chance.
 */
#include <stdlib.h>

#include "platform/error.h"
#include "rank/bounds.h"
#include "rank/evaluate.h"

/* Documents of the rarest word looked at a time, from a range of as many. */
enum { RANGE = 2048 };

struct phrase_walk {
    struct evaluation *evaluation;
    struct scored_clause *scored;
    struct clause_bounds bounds;
    struct word_cursor rarest; /* runs ahead of the phrase's own cursors */
    struct gathered list, scratch;
    uint32_t documents[4 * RANGE], frequencies[4 * RANGE], lengths[RANGE];
    double scores[RANGE];
};

/* The first document from `from` on, at least, in whose range of blocks the phrase can reach the
 * threshold; *end is where the range ends. POSTINGS_END when there is none. */
static uint32_t next_range(struct phrase_walk *walk, uint32_t from, uint32_t *end)
{
    uint32_t documents = segment_documents(walk->evaluation->segment);
    while (from < documents) {
        uint32_t most = documents - from > RANGE ? from + RANGE : documents;
        *end = clause_bounds_block_end(&walk->bounds, from, most);
        if (clause_bounds_in(&walk->bounds, from, *end) > evaluation_threshold(walk->evaluation))
            return from;
        uint32_t next = clause_bounds_next(&walk->bounds, *end);
        from = next > *end ? next : *end;
    }
    return POSTINGS_END;
}

/* The documents of the rarest word in the range, with the scores that the phrase would have if it
 * stood there as often as the word. */
static void gather_range(struct phrase_walk *walk, uint32_t from, uint32_t end)
{
    struct evaluation *evaluation = walk->evaluation;
    walk->list.count = 0;
    if (walk->rarest.document == POSTINGS_END || walk->rarest.document < from)
        word_cursor_advance(&walk->rarest, from);
    word_cursor_gather(&walk->rarest, end, &walk->list, &walk->scratch);
    for (size_t i = 0; i < walk->list.count; i++)
        walk->lengths[i] =
            evaluate_length(evaluation, walk->scored, walk->list.documents[i]);
    evaluation->work.scored += walk->list.count;
    bm25_score_all(&walk->scored->bm25, walk->list.frequencies, walk->lengths, walk->list.count,
                   walk->scores);
}

static void score_candidate(struct phrase_walk *walk, uint32_t document, uint32_t length)
{
    struct evaluation *evaluation = walk->evaluation;
    const struct bm25 *bm25 = &walk->scored->bm25;
    uint64_t most = phrase_cursor_frequency_bound(&walk->scored->cursor.phrase);
    if (bm25_bound(bm25, (double)most, length) <= evaluation_threshold(evaluation))
        return;
    uint32_t frequency = clause_cursor_frequency(&walk->scored->cursor);
    double score = bm25_score(bm25, frequency, length);
    if (frequency > 0 && score > evaluation_threshold(evaluation))
        top_add(evaluation->top, score, evaluation->segment_number, document);
}

static void evaluate_range(struct phrase_walk *walk, uint32_t from, uint32_t end)
{
    struct clause_cursor *cursor = &walk->scored->cursor;
    double slack = walk->scored->bm25.slack;
    gather_range(walk, from, end);
    for (size_t i = 0; i < walk->list.count; i++) {
        uint32_t document = walk->list.documents[i];
        if (walk->scores[i] + slack <= evaluation_threshold(walk->evaluation))
            continue;
        if (cursor->document == POSTINGS_END || cursor->document < document)
            clause_cursor_advance(cursor, document);
        if (cursor->document == document)
            score_candidate(walk, document, walk->lengths[i]);
        else if (cursor->document == POSTINGS_END)
            return;
    }
}

static int walk_open(struct phrase_walk *walk, struct evaluation *evaluation)
{
    struct scored_clause *scored = &evaluation->clauses[0];
    const struct phrase_variant *variant = &scored->cursor.phrase.variants[0];
    walk->evaluation = evaluation;
    walk->scored = scored;
    walk->rarest = (struct word_cursor){0};
    walk->list = (struct gathered){0, walk->documents, walk->frequencies};
    walk->scratch =
        (struct gathered){0, walk->documents + 2 * RANGE, walk->frequencies + 2 * RANGE};
    int status = clause_bounds_open(&walk->bounds, evaluation, scored);
    if (status != 0)
        return status;
    size_t rarest = variant->by_rarity[0];
    return word_cursor_open(&walk->rarest, &scored->clause->variants[variant->number].words[rarest],
                            evaluation->segment, evaluation->segment_number);
}

int evaluate_phrase(struct evaluation *evaluation)
{
    struct phrase_walk *walk = malloc(sizeof *walk);
    if (walk == NULL)
        return error_memory();
    int status = walk_open(walk, evaluation);
    uint32_t end = 0;
    for (uint32_t from = 0; status == 0 && (from = next_range(walk, from, &end)) != POSTINGS_END;
         from = end)
        evaluate_range(walk, from, end);
    if (status == 0)
        status = word_cursor_status(&walk->rarest);
    evaluation->work.decoded += word_cursor_work(&walk->rarest);
    word_cursor_close(&walk->rarest);
    clause_bounds_close(&walk->bounds);
    free(walk);
    return status;
}
