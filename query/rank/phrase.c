/* The best documents of a phrase that stands alone. What is known before positions are read bounds
 * its frequency, and so its score: the headers of its words' blocks, then the frequencies of its
 * words, the rarest first, each of which is looked up where those before leave a chance. Positions
 * are read where all of them do.
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
    size_t count;
    struct word_cursor *words;     /* owned; the rarest first; they run ahead of the phrase's own */
    struct gathered list, scratch; /* candidates, with what their frequency is at most */
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

/* Keeps the candidates that can reach the threshold if the phrase is there as often as the rarest
 * of the words seen so far. */
static void keep_possible(struct phrase_walk *walk)
{
    struct evaluation *evaluation = walk->evaluation;
    struct gathered *list = &walk->list;
    const struct bm25 *bm25 = &walk->scored->bm25;
    double wanted = evaluation_threshold(evaluation) - bm25->slack;
    bm25_score_all(bm25, list->frequencies, walk->lengths, list->count, walk->scores);
    evaluation->work.scored += list->count;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        list->documents[kept] = list->documents[i];
        list->frequencies[kept] = list->frequencies[i];
        walk->lengths[kept] = walk->lengths[i];
        kept += list->frequencies[i] > 0 && walk->scores[i] > wanted;
    }
    list->count = kept;
}

/* Lowers the candidates' frequencies to those of a word. */
static void look_up_word(struct phrase_walk *walk, struct word_cursor *word)
{
    struct gathered *list = &walk->list;
    uint32_t *found = walk->scratch.frequencies;
    word_cursor_look_up(word, list->documents, list->count, found);
    for (size_t i = 0; i < list->count; i++)
        if (found[i] < list->frequencies[i])
            list->frequencies[i] = found[i];
    keep_possible(walk);
}

/* The documents of the range that hold all words often enough. */
static void find_candidates(struct phrase_walk *walk, uint32_t from, uint32_t end)
{
    struct word_cursor *rarest = &walk->words[0];
    walk->list.count = 0;
    if (rarest->document == POSTINGS_END || rarest->document < from)
        word_cursor_advance(rarest, from);
    word_cursor_gather(rarest, end, &walk->list, &walk->scratch);
    for (size_t i = 0; i < walk->list.count; i++)
        walk->lengths[i] = evaluate_length(walk->evaluation, walk->scored, walk->list.documents[i]);
    keep_possible(walk);
    for (size_t i = 1; i < walk->count && walk->list.count > 0; i++)
        look_up_word(walk, &walk->words[i]);
}

static void evaluate_range(struct phrase_walk *walk, uint32_t from, uint32_t end)
{
    struct evaluation *evaluation = walk->evaluation;
    struct clause_cursor *cursor = &walk->scored->cursor;
    const struct bm25 *bm25 = &walk->scored->bm25;
    find_candidates(walk, from, end);
    for (size_t i = 0; i < walk->list.count; i++) {
        uint32_t document = walk->list.documents[i], length = walk->lengths[i];
        double most = bm25_bound(bm25, walk->list.frequencies[i], length);
        if (most <= evaluation_threshold(evaluation) ||
            segment_is_deleted(evaluation->segment, document) ||
            clause_cursor_advance(cursor, document) != document)
            continue;
        uint32_t frequency = clause_cursor_frequency(cursor);
        double score = bm25_score(bm25, frequency, length);
        if (frequency > 0 && score > evaluation_threshold(evaluation))
            top_add(evaluation->top, score, evaluation->segment_number, document);
    }
}

static int walk_open(struct phrase_walk *walk, struct evaluation *evaluation)
{
    struct scored_clause *scored = &evaluation->clauses[0];
    const struct phrase_variant *variant = &scored->cursor.phrase.variants[0];
    const struct expanded_word *words = scored->clause->variants[variant->number].words;
    walk->evaluation = evaluation;
    walk->scored = scored;
    walk->list = (struct gathered){0, walk->documents, walk->frequencies};
    walk->scratch =
        (struct gathered){0, walk->documents + 2 * RANGE, walk->frequencies + 2 * RANGE};
    walk->count = 0;
    walk->words = calloc(variant->count, sizeof *walk->words);
    int status = clause_bounds_open(&walk->bounds, evaluation, scored);
    if (status == 0 && walk->words == NULL)
        status = error_memory();
    for (size_t i = 0; i < variant->count && status == 0; i++)
        status = word_cursor_open(&walk->words[walk->count++], &words[variant->by_rarity[i]],
                                  evaluation->segment, evaluation->segment_number);
    return status;
}

static int walk_close(struct phrase_walk *walk, int status)
{
    for (size_t i = 0; i < walk->count; i++) {
        if (status == 0)
            status = word_cursor_status(&walk->words[i]);
        walk->evaluation->work.decoded += word_cursor_work(&walk->words[i]);
        word_cursor_close(&walk->words[i]);
    }
    clause_bounds_close(&walk->bounds);
    free(walk->words);
    free(walk);
    return status;
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
    return walk_close(walk, status);
}
