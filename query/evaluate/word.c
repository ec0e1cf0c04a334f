#include "query/evaluate/word.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/clones.h"
#include "common/base/error.h"
#include "query/evaluate/bounds.h"
#include "query/match/word_rest.h"
#include "query/terms/live_count.h"

/* Blocks that are scored before the others: about as many as there are hits. */
enum { FIRST_BLOCKS = 24 };

/* The rest is looked up in the main term, to count it, if there is one document of it in this many.
 */
enum { REST_RATIO = 16 };

/* A block of the main term, and the part of the rest in its range. */
struct bounded_block {
    struct postings_block location;
    double bound; /* of its scores, and of those of the part */
    size_t rest_from, rest_to;
    bool scored;
};

struct word_walk {
    struct evaluation *evaluation;
    struct scored_clause *scored;
    struct word_rest rest;
    uint32_t *rest_lengths;       /* owned; of the rest's documents */
    struct postings_cursor ahead; /* visits the headers of the main term, then its tail */
    size_t count;
    struct bounded_block *blocks; /* owned */
    uint32_t frequencies[BLOCK_SIZE], lengths[BLOCK_SIZE];
    double scores[BLOCK_SIZE];
};

bool evaluation_is_single_word(const struct evaluation *evaluation)
{
    const struct scored_clause *scored = &evaluation->clauses[0];
    const struct clause_cursor *cursor = &scored->cursor;
    return evaluation->clause_count == 1 && scored->occur != OCCUR_MUST_NOT &&
           cursor->kind == CLAUSE_WORD && word_rest_fits(&cursor->word);
}

/* Whether no score up to the bound can compete. */
static bool cannot_compete(const struct word_walk *walk, double bound)
{
    return bound <= walk->evaluation->competitive_floor ||
           bound < top_threshold(walk->evaluation->top);
}

/* --- the rest --- */

static int read_rest(struct word_walk *walk)
{
    const struct word_rest *rest = &walk->rest;
    int status = word_rest_read(&walk->rest, &walk->scored->cursor.word);
    if (status != 0 || rest->count == 0)
        return status;
    walk->rest_lengths = malloc(rest->count * sizeof *walk->rest_lengths);
    if (walk->rest_lengths == NULL)
        return error_memory();
    evaluate_lengths(walk->evaluation, walk->scored, rest->documents, rest->count,
                     walk->rest_lengths);
    return 0;
}

/* Adds to frequencies[i] at least the frequency that a term has in a document of lengths[i] words,
 * according to the impacts of the block. */
CLONED_V4
static void add_highest_frequencies(const struct impacts *impacts, const uint32_t *lengths,
                                    size_t count, uint32_t *frequencies)
{
    struct impact pairs[IMPACTS_MAX];
    for (unsigned i = 0; i < IMPACTS_MAX; i++)
        pairs[i] = i < impacts->count ? impacts->pairs[i] : (struct impact){0, UINT32_MAX};
    for (size_t i = 0; i < count; i++) {
        uint32_t most = 0;
        for (unsigned k = IMPACTS_MAX; k-- > 0;) /* the first that is short enough has the most */
            most = pairs[k].length <= lengths[i] ? pairs[k].frequency : most;
        frequencies[i] += most;
    }
}

/* At least the scores of some documents of the rest, at most BLOCK_SIZE, in the range of a block of
 * the main term with these impacts: as if the main term were in all of them. */
static double rest_bound(struct word_walk *walk, const struct impacts *impacts, size_t from,
                         size_t count)
{
    const uint32_t *lengths = walk->rest_lengths + from;
    memcpy(walk->frequencies, walk->rest.frequencies + from, count * sizeof *walk->frequencies);
    add_highest_frequencies(impacts, lengths, count, walk->frequencies);
    bm25_score_all(&walk->scored->bm25, walk->frequencies, lengths, count, walk->scores);
    double bound = 0;
    for (size_t i = 0; i < count; i++)
        bound = walk->scores[i] > bound ? walk->scores[i] : bound;
    return bound + walk->scored->bm25.slack;
}

/* --- blocks --- */

static double block_bound(struct word_walk *walk, const struct impacts *impacts, size_t rest_from,
                          size_t rest_to)
{
    double bound = impacts_bound(walk->scored, impacts);
    for (size_t count; rest_from < rest_to; rest_from += count) {
        count = rest_to - rest_from < BLOCK_SIZE ? rest_to - rest_from : BLOCK_SIZE;
        const double more = rest_bound(walk, impacts, rest_from, count);
        bound = more > bound ? more : bound;
    }
    return bound;
}

static void read_block_headers(struct word_walk *walk)
{
    struct postings_cursor *ahead = &walk->ahead;
    size_t rest = 0;
    for (uint32_t from = 0; postings_seek_block(ahead, from) && !ahead->in_tail;
         from = ahead->block_last + 1) {
        struct bounded_block *block = &walk->blocks[walk->count++];
        block->location = postings_current_block(ahead);
        block->rest_from = rest;
        while (rest < walk->rest.count && walk->rest.documents[rest] <= ahead->block_last)
            rest++;
        block->rest_to = rest;
        block->scored = false;
        block->bound = block_bound(walk, &ahead->block_impacts, block->rest_from, block->rest_to);
    }
}

static void add_hit(struct word_walk *walk, double score, uint32_t document)
{
    struct evaluation *evaluation = walk->evaluation;
    if (!cannot_compete(walk, score) && !segment_is_deleted(evaluation->segment, document))
        top_add_unordered(evaluation->top, score, evaluation->segment_number, document);
}

/* Whether documents of the rest are also in a block of the main term. */
struct shared_documents {
    size_t count;
    bool shared[BLOCK_SIZE];
};

/* Adds the frequencies of documents of the rest to those of the cursor's block where it has them:
 * without branches, which could not be predicted. */
static void add_frequencies(const struct word_rest *rest, size_t from,
                            struct postings_cursor *cursor, struct shared_documents *shared)
{
    const uint32_t *documents = rest->documents + from, *frequencies = rest->frequencies + from;
    unsigned char places[BLOCK_SIZE];
    postings_find_places(cursor, documents, shared->count, places);
    for (size_t i = 0; i < shared->count; i++) {
        shared->shared[i] = cursor->documents[places[i]] == documents[i];
        cursor->frequencies[places[i]] += shared->shared[i] ? frequencies[i] : 0;
    }
}

/* Adds those that are not shared as hits by themselves. */
static void add_others(struct word_walk *walk, size_t from, const struct shared_documents *shared)
{
    bm25_score_all(&walk->scored->bm25, walk->rest.frequencies + from, walk->rest_lengths + from,
                   shared->count, walk->scores);
    walk->evaluation->work.scored += shared->count;
    for (size_t i = 0; i < shared->count; i++)
        if (!shared->shared[i])
            add_hit(walk, walk->scores[i], walk->rest.documents[from + i]);
}

/* Joins a part of the rest to the cursor's block; a block without documents may be undecoded. */
static void join_rest(struct word_walk *walk, struct postings_cursor *cursor, size_t from,
                      size_t to)
{
    struct shared_documents shared;
    for (; from < to; from += shared.count) {
        shared.count = to - from < BLOCK_SIZE ? to - from : BLOCK_SIZE;
        memset(shared.shared, 0, sizeof shared.shared);
        if (cursor->count > 0)
            add_frequencies(&walk->rest, from, cursor, &shared);
        add_others(walk, from, &shared);
    }
}

/* Scores the documents of the cursor's block. */
static void score_postings(struct word_walk *walk, const struct postings_cursor *cursor)
{
    const size_t count = cursor->count;
    evaluate_lengths(walk->evaluation, walk->scored, cursor->documents, count, walk->lengths);
    bm25_score_all(&walk->scored->bm25, cursor->frequencies, walk->lengths, count, walk->scores);
    walk->evaluation->work.scored += count;
    for (size_t i = 0; i < count; i++)
        add_hit(walk, walk->scores[i], cursor->documents[i]);
}

static struct postings_cursor *main_cursor(const struct word_walk *walk)
{
    return &walk->scored->cursor.word.cursors[walk->rest.main];
}

static void score_block(struct word_walk *walk, struct bounded_block *block)
{
    struct postings_cursor *cursor = main_cursor(walk);
    block->scored = true;
    if (!postings_open_block(cursor, &block->location))
        return;
    join_rest(walk, cursor, block->rest_from, block->rest_to);
    score_postings(walk, cursor);
}

/* The documents after the last full block, which no header describes. */
static void score_tail(struct word_walk *walk)
{
    struct postings_cursor *ahead = &walk->ahead;
    const size_t from = walk->count == 0 ? 0 : walk->blocks[walk->count - 1].rest_to;
    if (ahead->count > 0)
        postings_advance(ahead, ahead->base + 1);
    if (ahead->damaged)
        return;
    join_rest(walk, ahead, from, walk->rest.count);
    score_postings(walk, ahead);
}

static void score_best_blocks(struct word_walk *walk)
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

static int walk_word(struct word_walk *walk)
{
    const struct term_entry *entry = &main_cursor(walk)->entry;
    walk->blocks = malloc((entry->document_count / BLOCK_SIZE + 1) * sizeof *walk->blocks);
    if (walk->blocks == NULL)
        return error_memory();
    int status = postings_open(&walk->ahead, &walk->evaluation->segment->file, entry);
    if (status != 0)
        return status;
    read_block_headers(walk);
    score_tail(walk);
    score_best_blocks(walk);
    for (size_t i = 0; i < walk->count; i++)
        if (!walk->blocks[i].scored && !cannot_compete(walk, walk->blocks[i].bound))
            score_block(walk, &walk->blocks[i]);
    walk->evaluation->work.decoded += walk->ahead.work;
    return postings_status(&walk->ahead);
}

int evaluate_word(struct evaluation *evaluation)
{
    struct word_walk *walk = malloc(sizeof *walk);
    if (walk == NULL)
        return error_memory();
    walk->evaluation = evaluation;
    walk->scored = &evaluation->clauses[0];
    walk->rest_lengths = NULL;
    walk->blocks = NULL;
    walk->count = 0;
    int status = read_rest(walk);
    if (status == 0)
        status = walk_word(walk);
    word_rest_release(&walk->rest);
    free(walk->rest_lengths);
    free(walk->blocks);
    free(walk);
    return status;
}

/* --- counting --- */

/* Counts the documents of the rest that the main term does not have. */
static int count_others(struct word_cursor *word, const struct word_rest *rest, uint64_t *count)
{
    uint32_t *found = calloc(rest->count, sizeof *found);
    if (found == NULL)
        return error_memory();
    postings_add_matches(&word->cursors[rest->main], rest->documents, rest->count, found);
    *count = rest->count;
    for (size_t i = 0; i < rest->count; i++)
        *count -= found[i];
    free(found);
    return 0;
}

bool evaluation_is_countable_word(const struct evaluation *evaluation)
{
    const struct word_cursor *word = &evaluation->clauses[0].cursor.word;
    if (!evaluation_is_single_word(evaluation))
        return false;
    return word->count == 1 || (evaluation->segment->file.deleted == NULL &&
                                word_rest_size(word) <= word->document_count / REST_RATIO);
}

int evaluate_word_count(struct evaluation *evaluation)
{
    struct word_cursor *word = &evaluation->clauses[0].cursor.word;
    uint32_t main_count;
    uint64_t others = 0;
    struct word_rest rest;
    int status = word_rest_read(&rest, word);
    if (status == 0 && rest.count > 0)
        status = count_others(word, &rest, &others);
    if (status == 0)
        status =
            live_count_documents(evaluation->segment, &word->cursors[rest.main].entry, &main_count);
    if (status == 0)
        evaluation->counted = main_count + others;
    word_rest_release(&rest);
    return status;
}
