#include "query/evaluate/maxscore.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "query/evaluate/bounds.h"

/* Documents evaluated at a time. A window's columns lie within one page. */
enum { MAXSCORE_WINDOW = 2048 };

/* A clause that contributes to scores. */
struct maxscore_clause {
    struct scored_clause *scored;
    struct clause_bounds bounds;
    double bound;       /* of its scores in the window */
    double bound_after; /* sum of the bounds of the clauses after it in `order` */
};

/* Candidates, in ascending order, with their scores so far. */
struct scored_candidates {
    size_t count;
    uint32_t documents[MAXSCORE_WINDOW];
    double scores[MAXSCORE_WINDOW];
};

struct maxscore {
    struct evaluation *evaluation;
    size_t count, must_count, should_count;
    struct maxscore_clause *clauses; /* owned */
    struct maxscore_clause **order;  /* owned: essential clauses first, SCORE_ONLY ones last */
    size_t essential_count;          /* number of essential clauses */
    uint32_t start, end;             /* current window */

    struct scored_candidates candidates;
    struct posting_batch batch, scratch; /* documents of one clause */
    uint32_t documents[4 * MAXSCORE_WINDOW], frequencies[4 * MAXSCORE_WINDOW]; /* storage of both */
    uint32_t lengths[MAXSCORE_WINDOW];
    double scores[MAXSCORE_WINDOW];
    double sums[MAXSCORE_WINDOW];         /* scores by offset in the window; zeros between uses */
    uint64_t marks[MAXSCORE_WINDOW / 64]; /* offsets with a sum; zeros between uses */
};

/* --- the clauses --- */

static int open_clause_bounds(struct maxscore *maxscore)
{
    struct evaluation *evaluation = maxscore->evaluation;
    size_t count = evaluation->clause_count;
    maxscore->clauses = calloc(count + 1, sizeof *maxscore->clauses);
    maxscore->order = calloc(count + 1, sizeof *maxscore->order);
    if (maxscore->clauses == NULL || maxscore->order == NULL)
        return error_memory();
    for (size_t i = 0; i < count; i++) {
        struct scored_clause *scored = &evaluation->clauses[i];
        struct maxscore_clause *clause = &maxscore->clauses[maxscore->count];
        if (scored->occur == OCCUR_MUST_NOT || scored->cursor.document_count == 0)
            continue;
        clause->scored = scored;
        maxscore->order[maxscore->count++] = clause;
        maxscore->must_count += scored->occur == OCCUR_MUST;
        maxscore->should_count += scored->occur == OCCUR_SHOULD;
        int status = clause_bounds_open(&clause->bounds, evaluation, scored);
        if (status != 0)
            return status;
    }
    return 0;
}

static struct maxscore *maxscore_create(void)
{
    struct maxscore *maxscore = malloc(sizeof *maxscore);
    if (maxscore == NULL) {
        error_memory();
        return NULL;
    }
    memset(maxscore->sums, 0, sizeof maxscore->sums);
    memset(maxscore->marks, 0, sizeof maxscore->marks);
    return maxscore;
}

void maxscore_destroy(struct maxscore *maxscore)
{
    free(maxscore);
}

static struct maxscore *maxscore_open(struct evaluation *evaluation)
{
    struct maxscore *maxscore = *evaluation->maxscore_scratch;
    if (maxscore == NULL)
        *evaluation->maxscore_scratch = maxscore = maxscore_create();
    if (maxscore == NULL)
        return NULL;
    maxscore->evaluation = evaluation;
    maxscore->count = maxscore->must_count = maxscore->should_count = 0;
    maxscore->essential_count = 0;
    maxscore->clauses = NULL;
    maxscore->order = NULL;
    maxscore->batch = (struct posting_batch){0, maxscore->documents, maxscore->frequencies};
    maxscore->scratch = (struct posting_batch){0, maxscore->documents + (size_t)2 * MAXSCORE_WINDOW,
                                               maxscore->frequencies + (size_t)2 * MAXSCORE_WINDOW};
    return maxscore;
}

static void maxscore_close(struct maxscore *maxscore)
{
    for (size_t i = 0; i < maxscore->count; i++)
        clause_bounds_close(&maxscore->clauses[i].bounds);
    free(maxscore->clauses);
    free(maxscore->order);
}

/* --- one clause in the window --- */

static void advance_clause_to(struct clause_cursor *cursor, uint32_t document)
{
    if (cursor->document == POSTINGS_END || cursor->document < document)
        clause_cursor_advance(cursor, document);
}

/* Reads all of the clause's documents in the window, with their scores; returns their number. */
static size_t read_clause_scores(struct maxscore *maxscore, struct maxscore_clause *clause)
{
    struct clause_cursor *cursor = &clause->scored->cursor;
    advance_clause_to(cursor, maxscore->start);
    clause_cursor_gather(cursor, maxscore->end, &maxscore->batch, &maxscore->scratch);
    size_t count = maxscore->batch.count;
    maxscore->evaluation->work.scored += count;
    evaluate_lengths(maxscore->evaluation, clause->scored, maxscore->documents, count,
                     maxscore->lengths);
    bm25_score_all(&clause->scored->bm25, maxscore->frequencies, maxscore->lengths, count,
                   maxscore->scores);
    return count;
}

/* --- candidates --- */

/* Keeps a candidate at `count` if its score is above the threshold; returns the number kept. The
 * caller counts in a register: which candidates are kept cannot be predicted. */
static inline size_t keep_candidate(struct scored_candidates *candidates, size_t count,
                                    uint32_t document, double score, double threshold)
{
    candidates->documents[count] = document;
    candidates->scores[count] = score;
    return count + (score > threshold);
}

static void seed_from_one_clause(struct maxscore *maxscore, struct maxscore_clause *clause,
                                 double threshold)
{
    size_t count = read_clause_scores(maxscore, clause), kept = 0;
    for (size_t i = 0; i < count; i++)
        kept = keep_candidate(&maxscore->candidates, kept, maxscore->documents[i],
                              maxscore->scores[i], threshold);
    maxscore->candidates.count = kept;
}

/* Sums the scores of several clauses by offset in the window. */
static void seed_from_clauses(struct maxscore *maxscore, double threshold)
{
    for (size_t i = 0; i < maxscore->essential_count; i++) {
        size_t count = read_clause_scores(maxscore, maxscore->order[i]);
        for (size_t k = 0; k < count; k++) {
            uint32_t slot = maxscore->documents[k] - maxscore->start;
            maxscore->sums[slot] += maxscore->scores[k];
            maxscore->marks[slot / 64] |= UINT64_C(1) << slot % 64;
        }
    }
    size_t kept = 0;
    for (uint32_t word = 0; word < MAXSCORE_WINDOW / 64; word++) {
        for (uint64_t bits = maxscore->marks[word]; bits != 0; bits &= bits - 1) {
            uint32_t slot = word * 64 + (uint32_t)__builtin_ctzll(bits);
            kept = keep_candidate(&maxscore->candidates, kept, maxscore->start + slot,
                                  maxscore->sums[slot], threshold);
            maxscore->sums[slot] = 0;
        }
        maxscore->marks[word] = 0;
    }
    maxscore->candidates.count = kept;
}

/* Drops the candidates that the clause does not match. */
static void keep_matching(struct maxscore *maxscore)
{
    struct scored_candidates *candidates = &maxscore->candidates;
    uint32_t *frequencies = maxscore->frequencies;
    size_t kept = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        candidates->documents[kept] = candidates->documents[i];
        candidates->scores[kept] = candidates->scores[i];
        frequencies[kept] = frequencies[i];
        kept += frequencies[i] > 0;
    }
    candidates->count = kept;
}

/* Adds the clause's scores to the candidates and drops those that can no longer compete. */
static void add_clause_scores(struct maxscore *maxscore, struct maxscore_clause *clause)
{
    struct scored_candidates *candidates = &maxscore->candidates;
    clause_cursor_look_up(&clause->scored->cursor, candidates->documents, candidates->count,
                          maxscore->frequencies);
    if (clause->scored->occur == OCCUR_MUST)
        keep_matching(maxscore);
    size_t count = candidates->count;
    evaluate_lengths(maxscore->evaluation, clause->scored, candidates->documents, count,
                     maxscore->lengths);
    bm25_score_all(&clause->scored->bm25, maxscore->frequencies, maxscore->lengths, count,
                   maxscore->scores);
    double threshold = competitive_score(maxscore->evaluation) - clause->bound_after;
    size_t kept = 0;
    maxscore->evaluation->work.scored += count;
    for (size_t i = 0; i < count; i++)
        kept = keep_candidate(candidates, kept, candidates->documents[i],
                              candidates->scores[i] + maxscore->scores[i], threshold);
    candidates->count = kept;
}

static bool matches_must_not(struct evaluation *evaluation, uint32_t document)
{
    for (size_t i = 0; i < evaluation->clause_count && evaluation->must_not_count > 0; i++) {
        struct scored_clause *scored = &evaluation->clauses[i];
        if (scored->occur != OCCUR_MUST_NOT)
            continue;
        advance_clause_to(&scored->cursor, document);
        if (scored->cursor.document == document && clause_cursor_frequency(&scored->cursor) > 0)
            return true;
    }
    return false;
}

static void collect_candidates(struct maxscore *maxscore)
{
    struct evaluation *evaluation = maxscore->evaluation;
    const struct scored_candidates *candidates = &maxscore->candidates;
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->scores[i] > competitive_score(evaluation) &&
            !segment_is_deleted(evaluation->segment, candidates->documents[i]) &&
            !matches_must_not(evaluation, candidates->documents[i]))
            top_add(evaluation->top, candidates->scores[i], evaluation->segment_number,
                    candidates->documents[i]);
}

/* --- the order of the clauses --- */

/* MUST clauses first, the rarest leading; then by descending bound; SCORE_ONLY clauses last. */
static bool clause_precedes(const struct maxscore_clause *one, const struct maxscore_clause *other)
{
    static const int ranks[] = {
        [OCCUR_MUST] = 0, [OCCUR_SHOULD] = 1, [OCCUR_SCORE_ONLY] = 2, [OCCUR_MUST_NOT] = 3};
    enum occur a = one->scored->occur, b = other->scored->occur;
    if (a != b)
        return ranks[a] < ranks[b];
    if (a == OCCUR_MUST)
        return one->scored->cursor.document_count < other->scored->cursor.document_count;
    return one->bound > other->bound;
}

/* Insertion sort: clauses are few, and nearly in order from the previous window. */
static void sort_clauses(struct maxscore *maxscore)
{
    struct maxscore_clause **order = maxscore->order;
    for (size_t i = 1; i < maxscore->count; i++) {
        struct maxscore_clause *moved = order[i];
        size_t slot = i;
        for (; slot > 0 && clause_precedes(moved, order[slot - 1]); slot--)
            order[slot] = order[slot - 1];
        order[slot] = moved;
    }
}

/* Sets bounds and order for the window; false when none of its documents can compete. */
static bool plan_window(struct maxscore *maxscore)
{
    double bound_after = 0, threshold = competitive_score(maxscore->evaluation);
    bool possible = true;
    for (size_t i = 0; i < maxscore->count; i++) {
        struct maxscore_clause *clause = &maxscore->clauses[i];
        clause->bound = clause_bounds_in(&clause->bounds, maxscore->start, maxscore->end);
        possible &= clause->bound > 0 || clause->scored->occur != OCCUR_MUST;
    }
    sort_clauses(maxscore);
    maxscore->essential_count = 0;
    for (size_t i = maxscore->count; i-- > 0;) {
        maxscore->order[i]->bound_after = bound_after;
        bound_after += maxscore->order[i]->bound;
        if (bound_after > threshold && maxscore->essential_count == 0)
            maxscore->essential_count = i + 1;
    }
    const size_t most = maxscore->must_count > 0 ? 1 : maxscore->should_count;
    if (maxscore->essential_count > most)
        maxscore->essential_count = most;
    return possible && maxscore->essential_count > 0;
}

static void evaluate_candidates(struct maxscore *maxscore)
{
    double threshold = competitive_score(maxscore->evaluation) -
                       maxscore->order[maxscore->essential_count - 1]->bound_after;
    if (maxscore->essential_count == 1)
        seed_from_one_clause(maxscore, maxscore->order[0], threshold);
    else
        seed_from_clauses(maxscore, threshold);
    for (size_t i = maxscore->essential_count;
         i < maxscore->count && maxscore->candidates.count > 0; i++)
        add_clause_scores(maxscore, maxscore->order[i]);
    collect_candidates(maxscore);
}

/* Returns a lower bound (≥ from) on the next document that may match. */
static uint32_t next_window_start(const struct maxscore *maxscore, uint32_t from)
{
    bool must = maxscore->evaluation->must_count > 0;
    uint32_t first = must ? from : POSTINGS_END;
    for (size_t i = 0; i < maxscore->count; i++) {
        const struct maxscore_clause *clause = &maxscore->clauses[i];
        uint32_t next = clause_bounds_next(&clause->bounds, from);
        if (must && clause->scored->occur == OCCUR_MUST && next > first)
            first = next;
        if (!must && clause->scored->occur == OCCUR_SHOULD && next < first)
            first = next;
    }
    return first;
}

/* The clause that all matches have, if only one can be; else NULL. */
static struct maxscore_clause *sole_clause(const struct maxscore *maxscore)
{
    if (maxscore->must_count + maxscore->should_count != 1)
        return NULL;
    for (size_t i = 0; i < maxscore->count; i++)
        if (maxscore->clauses[i].scored->occur != OCCUR_SCORE_ONLY)
            return &maxscore->clauses[i];
    return NULL;
}

/* A sole clause is evaluated block by block: its blocks hold few documents, however far apart. */
static uint32_t window_end(struct maxscore *maxscore, uint32_t documents)
{
    uint32_t here = MAXSCORE_WINDOW - maxscore->start % MAXSCORE_WINDOW;
    uint32_t end = documents - maxscore->start < here ? documents : maxscore->start + here;
    struct maxscore_clause *sole = sole_clause(maxscore);
    if (sole == NULL)
        return end;
    struct clause_bounds *bounds = &sole->bounds;
    bool small = clause_bounds_term_count(bounds) <= MAXSCORE_WINDOW / BLOCK_SIZE;
    return clause_bounds_block_end(bounds, maxscore->start, small ? documents : end);
}

static void evaluate_windows(struct maxscore *maxscore)
{
    uint32_t documents = segment_document_count(maxscore->evaluation->segment);
    for (uint32_t from = 0; from < documents; from = maxscore->end) {
        maxscore->start = from;
        maxscore->end = window_end(maxscore, documents);
        if (plan_window(maxscore)) {
            evaluate_candidates(maxscore);
            continue;
        }
        uint32_t next = next_window_start(maxscore, maxscore->end);
        if (next > maxscore->end)
            maxscore->end = next;
    }
}

int evaluate_maxscore(struct evaluation *evaluation)
{
    struct maxscore *maxscore = maxscore_open(evaluation);
    if (maxscore == NULL)
        return ERROR_MEMORY;
    int status = open_clause_bounds(maxscore);
    if (status == 0 && maxscore->must_count + maxscore->should_count > 0 &&
        maxscore->must_count == evaluation->must_count)
        evaluate_windows(maxscore);
    maxscore_close(maxscore);
    return status;
}
