#include "query/evaluate/phrase.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "query/evaluate/bounds.h"

/* Phrases with a word of more terms are evaluated by MaxScore. */
enum { TERMS_MAX = 16, BATCH_MAX = TERMS_MAX * BLOCK_SIZE };

struct walked_word {
    struct word_cursor *cursor;
    uint32_t start, end; /* from where it was sought, the word has no document before `start`; the
                          * first of its terms' blocks ends at `end` */
    struct block_bound blocks[TERMS_MAX]; /* where its terms are */
};

struct phrase_walk {
    struct evaluation *evaluation;
    struct scored_clause *scored;
    size_t count;
    struct walked_word *words; /* owned; rarest first */
    struct posting_batch batch,
        scratch; /* the rarest word's documents, with bounds of the phrase's tf */
    uint32_t documents[2 * BATCH_MAX], frequencies[2 * BATCH_MAX], lengths[BATCH_MAX];
    double scores[BATCH_MAX];
};

/* --- blocks --- */

/* Moves the word's terms to the blocks that may hold `from`. */
static void seek_walked_word(struct walked_word *word, uint32_t from)
{
    word->start = word->end = POSTINGS_END;
    for (size_t i = 0; i < word->cursor->count; i++) {
        struct postings_cursor *postings = &word->cursor->cursors[i];
        if (!postings_seek_block(postings, from))
            continue;
        uint32_t first = postings->base + 1 > from ? postings->base + 1 : from;
        if (first < word->start)
            word->start = first;
        if (!postings->in_tail && postings->block_last + 1 < word->end)
            word->end = postings->block_last + 1;
    }
}

/* At least the score of every document from where the word was sought to word->end. The frequencies
 * of its terms add up, and BM25 of a sum is at most the sum of BM25. A tail has no header, so there
 * the bound is bm25_max. */
static double walked_word_bound(const struct phrase_walk *walk, struct walked_word *word)
{
    double sum = 0, max = bm25_max(&walk->scored->bm25);
    for (size_t i = 0; i < word->cursor->count; i++) {
        const struct postings_cursor *postings = &word->cursor->cursors[i];
        if (postings->ended)
            continue;
        if (postings->in_tail)
            return max;
        sum += block_bound_at(&word->blocks[i], walk->scored, postings);
    }
    return sum < max ? sum : max;
}

/* --- candidates --- */

/* Keeps documents that could compete if the phrase occurred as often as the rarest word. */
static void keep_competitive(struct phrase_walk *walk)
{
    struct posting_batch *batch = &walk->batch;
    const struct bm25 *bm25 = &walk->scored->bm25;
    double threshold = competitive_score(walk->evaluation) - bm25->slack;
    evaluate_lengths(walk->evaluation, walk->scored, batch->documents, batch->count, walk->lengths);
    bm25_score_all(bm25, batch->frequencies, walk->lengths, batch->count, walk->scores);
    walk->evaluation->work.scored += batch->count;
    size_t kept = 0;
    for (size_t i = 0; i < batch->count; i++) {
        batch->documents[kept] = batch->documents[i];
        batch->frequencies[kept] = batch->frequencies[i];
        walk->lengths[kept] = walk->lengths[i];
        kept += walk->scores[i] > threshold;
    }
    batch->count = kept;
}

/* Collects the documents of the rarest word in [start, end) from its terms' current blocks. */
static void gather_candidates(struct phrase_walk *walk, uint32_t start, uint32_t end)
{
    struct word_cursor *rarest = walk->words[0].cursor;
    walk->batch.count = 0;
    for (size_t i = 0; i < rarest->count; i++) {
        struct posting_batch *to = walk->batch.count == 0 ? &walk->batch : &walk->scratch;
        to->count =
            postings_in_block(&rarest->cursors[i], start, end, to->documents, to->frequencies);
        if (to->count == 0)
            continue;
        postings_prefetch_positions(&rarest->cursors[i]);
        if (to == &walk->scratch)
            posting_batch_merge(&walk->batch, &walk->scratch);
    }
    keep_competitive(walk);
}

/* Returns the frequency of the word in the document, 0 if absent; `document` is before
 * word->end. */
static uint32_t walked_word_frequency(struct walked_word *word, uint32_t document)
{
    struct word_cursor *cursor = word->cursor;
    uint32_t frequency = 0;
    for (size_t i = 0; i < cursor->count; i++) {
        struct postings_cursor *postings = &cursor->cursors[i];
        if (!postings->decoded)
            postings_prefetch_positions(postings);
        if (postings_has(postings, document))
            frequency += postings_frequency(postings);
    }
    cursor->document = document;
    return frequency;
}

/* Lowers *frequency to that of the rarest word in the document. Returns the first document from
 * `document` on where the phrase may compete: `document` itself, or a later one. */
static uint32_t look_up_words(struct phrase_walk *walk, uint32_t document, uint32_t length,
                              uint32_t *frequency)
{
    double threshold = competitive_score(walk->evaluation);
    for (size_t i = 1; i < walk->count; i++) {
        struct walked_word *word = &walk->words[i];
        seek_walked_word(word, document);
        if (word->start > document)
            return word->start;
        if (walked_word_bound(walk, word) <= threshold)
            return word->end;
        uint32_t found = walked_word_frequency(word, document);
        if (found == 0)
            return document + 1;
        if (found >= *frequency)
            continue;
        *frequency = found;
        walk->evaluation->work.scored++;
        if (bm25_bound(&walk->scored->bm25, found, length) <= threshold)
            return document + 1;
    }
    return document;
}

/* --- positions --- */

static void verify_phrase(struct phrase_walk *walk, uint32_t document, uint32_t length)
{
    struct evaluation *evaluation = walk->evaluation;
    struct phrase_cursor *phrase = &walk->scored->cursor.phrase;
    if (segment_is_deleted(evaluation->segment, document) ||
        walked_word_frequency(&walk->words[0], document) == 0)
        return;
    phrase->document = phrase->variants[0].document = document;
    uint32_t frequency = phrase_cursor_frequency(phrase);
    double score = bm25_score(&walk->scored->bm25, frequency, length);
    if (frequency > 0 && score > competitive_score(evaluation))
        top_add(evaluation->top, score, evaluation->segment_number, document);
}

/* Evaluates the blocks of the rarest word that hold documents from `from` on; returns the document
 * to go on from, at least the end of the first of these blocks. */
static uint32_t evaluate_blocks(struct phrase_walk *walk, uint32_t from)
{
    struct walked_word *rarest = &walk->words[0];
    const struct posting_batch *batch = &walk->batch;
    seek_walked_word(rarest, from);
    if (rarest->start >= rarest->end ||
        walked_word_bound(walk, rarest) <= competitive_score(walk->evaluation))
        return rarest->end;
    gather_candidates(walk, rarest->start, rarest->end);
    for (size_t i = 0; i < batch->count; i++) {
        uint32_t document = batch->documents[i], frequency = batch->frequencies[i];
        if (document < from || bm25_bound(&walk->scored->bm25, frequency, walk->lengths[i]) <=
                                   competitive_score(walk->evaluation))
            continue;
        from = look_up_words(walk, document, walk->lengths[i], &frequency);
        if (from == document)
            verify_phrase(walk, document, walk->lengths[i]);
    }
    return from > rarest->end ? from : rarest->end;
}

static struct phrase_walk *phrase_walk_open(struct evaluation *evaluation)
{
    struct phrase_walk *walk = malloc(sizeof *walk);
    struct scored_clause *scored = &evaluation->clauses[0];
    struct phrase_variant *variant = &scored->cursor.phrase.variants[0];
    struct walked_word *words = calloc(variant->count, sizeof *words);
    if (walk == NULL || words == NULL) {
        free(walk);
        free(words);
        error_memory();
        return NULL;
    }
    walk->evaluation = evaluation;
    walk->scored = scored;
    walk->count = variant->count;
    walk->words = words;
    for (size_t i = 0; i < variant->count; i++)
        words[i].cursor = &variant->words[variant->by_rarity[i]];
    walk->batch = (struct posting_batch){0, walk->documents, walk->frequencies};
    walk->scratch =
        (struct posting_batch){0, walk->documents + BATCH_MAX, walk->frequencies + BATCH_MAX};
    return walk;
}

bool evaluation_is_single_phrase(const struct evaluation *evaluation)
{
    const struct scored_clause *scored = &evaluation->clauses[0];
    const struct phrase_cursor *phrase = &scored->cursor.phrase;
    if (evaluation->clause_count != 1 || scored->cursor.kind != CLAUSE_PHRASE ||
        scored->occur == OCCUR_MUST_NOT || phrase->variant_count != 1 || phrase->loose)
        return false;
    for (size_t i = 0; i < phrase->variants[0].count; i++)
        if (phrase->variants[0].words[i].count > TERMS_MAX)
            return false;
    return true;
}

int evaluate_phrase(struct evaluation *evaluation)
{
    struct phrase_walk *walk = phrase_walk_open(evaluation);
    if (walk == NULL)
        return ERROR_MEMORY;
    uint32_t documents = segment_document_count(evaluation->segment);
    for (uint32_t from = 0; from < documents;)
        from = evaluate_blocks(walk, from);
    free(walk->words);
    free(walk);
    return 0;
}
