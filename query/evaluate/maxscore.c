/* The best documents of a list of clauses, reading as few postings as the bounds allow.
 *
 * MaxScore (Turtle and Flood 1995) with block-max bounds (Ding and Suel 2011), in windows of
 * documents, as in Lucene's MaxScoreBulkScorer and Mackenzie, Petri and Moffat ("Efficient query
 * processing techniques for next-page retrieval", 2022): in each window, the clauses whose bounds
 * together cannot reach a competitive score are non-essential and only looked up for the candidates
 * of the essential ones. Candidates pass through the non-essential clauses one list at a time, and
 * are dropped as soon as the remaining bounds cannot make them competitive. With MUST clauses, the
 * rarest of them is the only essential clause.
 *
 * Parts of scores and bounds are multiples of one quantum (bm25.h), so sums are exact in any order,
 * and the results are those of evaluate_conjunction and evaluate_disjunction to the last bit.
 */
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "query/evaluate/bounds.h"
#include "query/evaluate/evaluate.h"

/* Documents evaluated at a time. A window's columns lie within one page. */
enum { WINDOW = 2048 };

/* A clause that contributes to scores. */
struct list {
    struct scored_clause *scored;
    struct clause_bounds bounds;
    double bound; /* of its scores in the window */
    double rest;  /* sum of the bounds of the lists after it in `order` */
};

/* Candidates, in ascending order, with their scores so far. */
struct candidates {
    size_t count;
    uint32_t documents[WINDOW];
    double scores[WINDOW];
};

struct pruning {
    struct evaluation *evaluation;
    size_t count, must_count;
    struct list *lists;  /* owned */
    struct list **order; /* owned: essential clauses first */
    size_t leading;      /* number of essential clauses */
    uint32_t start, end; /* current window */

    struct candidates candidates;
    struct gathered list, scratch;                           /* documents of one list */
    uint32_t documents[4 * WINDOW], frequencies[4 * WINDOW]; /* storage of both */
    uint32_t lengths[WINDOW];
    double scores[WINDOW];
    double sums[WINDOW];         /* scores by offset in the window; zeros between uses */
    uint64_t marks[WINDOW / 64]; /* offsets with a sum; zeros between uses */
};

/* --- the lists --- */

static int open_lists(struct pruning *pruning)
{
    struct evaluation *evaluation = pruning->evaluation;
    size_t count = evaluation->clause_count;
    pruning->lists = calloc(count + 1, sizeof *pruning->lists);
    pruning->order = calloc(count + 1, sizeof *pruning->order);
    if (pruning->lists == NULL || pruning->order == NULL)
        return error_memory();
    for (size_t i = 0; i < count; i++) {
        struct scored_clause *scored = &evaluation->clauses[i];
        struct list *list = &pruning->lists[pruning->count];
        if (scored->occur == OCCUR_MUST_NOT || scored->cursor.document_count == 0)
            continue;
        list->scored = scored;
        pruning->order[pruning->count++] = list;
        pruning->must_count += scored->occur == OCCUR_MUST;
        int status = clause_bounds_open(&list->bounds, evaluation, scored);
        if (status != 0)
            return status;
    }
    return 0;
}

static struct pruning *new_pruning(void)
{
    struct pruning *pruning = malloc(sizeof *pruning);
    if (pruning == NULL) {
        error_memory();
        return NULL;
    }
    memset(pruning->sums, 0, sizeof pruning->sums);
    memset(pruning->marks, 0, sizeof pruning->marks);
    return pruning;
}

void pruning_free(struct pruning *kept)
{
    free(kept);
}

static struct pruning *pruning_open(struct evaluation *evaluation)
{
    struct pruning *pruning = *evaluation->kept;
    if (pruning == NULL)
        *evaluation->kept = pruning = new_pruning();
    if (pruning == NULL)
        return NULL;
    pruning->evaluation = evaluation;
    pruning->count = pruning->must_count = pruning->leading = 0;
    pruning->lists = NULL;
    pruning->order = NULL;
    pruning->list = (struct gathered){0, pruning->documents, pruning->frequencies};
    pruning->scratch = (struct gathered){0, pruning->documents + (size_t)2 * WINDOW,
                                         pruning->frequencies + (size_t)2 * WINDOW};
    return pruning;
}

static void pruning_close(struct pruning *pruning)
{
    for (size_t i = 0; i < pruning->count; i++)
        clause_bounds_close(&pruning->lists[i].bounds);
    free(pruning->lists);
    free(pruning->order);
}

/* --- one list in the window --- */

static void bring_to(struct clause_cursor *cursor, uint32_t document)
{
    if (cursor->document == POSTINGS_END || cursor->document < document)
        clause_cursor_advance(cursor, document);
}

/* Reads all of the list's documents in the window, with their scores; returns their number. */
static size_t read_list(struct pruning *pruning, struct list *list)
{
    struct clause_cursor *cursor = &list->scored->cursor;
    bring_to(cursor, pruning->start);
    clause_cursor_gather(cursor, pruning->end, &pruning->list, &pruning->scratch);
    size_t count = pruning->list.count;
    pruning->evaluation->work.scored += count;
    evaluate_lengths(pruning->evaluation, list->scored, pruning->documents, count,
                     pruning->lengths);
    bm25_score_all(&list->scored->bm25, pruning->frequencies, pruning->lengths, count,
                   pruning->scores);
    return count;
}

/* --- candidates --- */

static void add_candidate(struct candidates *candidates, uint32_t document, double score,
                          double wanted)
{
    candidates->documents[candidates->count] = document;
    candidates->scores[candidates->count] = score;
    candidates->count += score > wanted;
}

static void start_from_one(struct pruning *pruning, struct list *list, double wanted)
{
    size_t count = read_list(pruning, list);
    for (size_t i = 0; i < count; i++)
        add_candidate(&pruning->candidates, pruning->documents[i], pruning->scores[i], wanted);
}

/* Sums the scores of several lists by offset in the window. */
static void start_from_several(struct pruning *pruning, double wanted)
{
    for (size_t i = 0; i < pruning->leading; i++) {
        size_t count = read_list(pruning, pruning->order[i]);
        for (size_t k = 0; k < count; k++) {
            uint32_t place = pruning->documents[k] - pruning->start;
            pruning->sums[place] += pruning->scores[k];
            pruning->marks[place / 64] |= UINT64_C(1) << place % 64;
        }
    }
    for (uint32_t word = 0; word < WINDOW / 64; word++) {
        for (uint64_t bits = pruning->marks[word]; bits != 0; bits &= bits - 1) {
            uint32_t place = word * 64 + (uint32_t)__builtin_ctzll(bits);
            add_candidate(&pruning->candidates, pruning->start + place, pruning->sums[place],
                          wanted);
            pruning->sums[place] = 0;
        }
        pruning->marks[word] = 0;
    }
}

/* Drops the candidates that the list does not have. */
static void keep_found(struct pruning *pruning)
{
    struct candidates *candidates = &pruning->candidates;
    uint32_t *frequencies = pruning->frequencies;
    size_t kept = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        candidates->documents[kept] = candidates->documents[i];
        candidates->scores[kept] = candidates->scores[i];
        frequencies[kept] = frequencies[i];
        kept += frequencies[i] > 0;
    }
    candidates->count = kept;
}

/* Adds the list's scores to the candidates and drops those that can no longer compete. */
static void add_list(struct pruning *pruning, struct list *list)
{
    struct candidates *candidates = &pruning->candidates;
    clause_cursor_look_up(&list->scored->cursor, candidates->documents, candidates->count,
                          pruning->frequencies);
    if (list->scored->occur == OCCUR_MUST)
        keep_found(pruning);
    size_t count = candidates->count;
    evaluate_lengths(pruning->evaluation, list->scored, candidates->documents, count,
                     pruning->lengths);
    bm25_score_all(&list->scored->bm25, pruning->frequencies, pruning->lengths, count,
                   pruning->scores);
    double wanted = evaluation_threshold(pruning->evaluation) - list->rest;
    candidates->count = 0;
    pruning->evaluation->work.scored += count;
    for (size_t i = 0; i < count; i++)
        add_candidate(candidates, candidates->documents[i],
                      candidates->scores[i] + pruning->scores[i], wanted);
}

static bool is_excluded(struct evaluation *evaluation, uint32_t document)
{
    for (size_t i = 0; i < evaluation->clause_count && evaluation->must_not_count > 0; i++) {
        struct scored_clause *scored = &evaluation->clauses[i];
        if (scored->occur != OCCUR_MUST_NOT)
            continue;
        bring_to(&scored->cursor, document);
        if (scored->cursor.document == document && clause_cursor_frequency(&scored->cursor) > 0)
            return true;
    }
    return false;
}

static void collect(struct pruning *pruning)
{
    struct evaluation *evaluation = pruning->evaluation;
    const struct candidates *candidates = &pruning->candidates;
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->scores[i] > evaluation_threshold(evaluation) &&
            !segment_is_deleted(evaluation->segment, candidates->documents[i]) &&
            !is_excluded(evaluation, candidates->documents[i]))
            top_add(evaluation->top, candidates->scores[i], evaluation->segment_number,
                    candidates->documents[i]);
}

/* --- the order of the lists --- */

/* MUST clauses first, the rarest leading; then by descending bound. */
static bool comes_before(const struct list *one, const struct list *other)
{
    bool a = one->scored->occur == OCCUR_MUST, b = other->scored->occur == OCCUR_MUST;
    if (a != b)
        return a;
    if (a)
        return one->scored->cursor.document_count < other->scored->cursor.document_count;
    return one->bound > other->bound;
}

/* Insertion sort: lists are few, and nearly in order from the previous window. */
static void sort_lists(struct pruning *pruning)
{
    struct list **order = pruning->order;
    for (size_t i = 1; i < pruning->count; i++) {
        struct list *moved = order[i];
        size_t place = i;
        for (; place > 0 && comes_before(moved, order[place - 1]); place--)
            order[place] = order[place - 1];
        order[place] = moved;
    }
}

/* Sets bounds and order for the window; false when none of its documents can compete. */
static bool plan_window(struct pruning *pruning)
{
    double rest = 0, threshold = evaluation_threshold(pruning->evaluation);
    bool possible = true;
    for (size_t i = 0; i < pruning->count; i++) {
        struct list *list = &pruning->lists[i];
        list->bound = clause_bounds_in(&list->bounds, pruning->start, pruning->end);
        possible &= list->bound > 0 || list->scored->occur != OCCUR_MUST;
    }
    sort_lists(pruning);
    pruning->leading = 0;
    for (size_t i = pruning->count; i-- > 0;) {
        pruning->order[i]->rest = rest;
        rest += pruning->order[i]->bound;
        if (rest > threshold && pruning->leading == 0)
            pruning->leading = i + 1;
    }
    if (pruning->evaluation->must_count > 0 && pruning->leading > 0)
        pruning->leading = 1;
    return possible && pruning->leading > 0;
}

static void evaluate_window(struct pruning *pruning)
{
    pruning->candidates.count = 0;
    double wanted =
        evaluation_threshold(pruning->evaluation) - pruning->order[pruning->leading - 1]->rest;
    if (pruning->leading == 1)
        start_from_one(pruning, pruning->order[0], wanted);
    else
        start_from_several(pruning, wanted);
    for (size_t i = pruning->leading; i < pruning->count && pruning->candidates.count > 0; i++)
        add_list(pruning, pruning->order[i]);
    collect(pruning);
}

/* Returns a lower bound (≥ from) on the next document that may match. */
static uint32_t next_start(const struct pruning *pruning, uint32_t from)
{
    bool must = pruning->evaluation->must_count > 0;
    uint32_t first = must ? from : POSTINGS_END;
    for (size_t i = 0; i < pruning->count; i++) {
        const struct list *list = &pruning->lists[i];
        uint32_t next = clause_bounds_next(&list->bounds, from);
        if (must && list->scored->occur == OCCUR_MUST && next > first)
            first = next;
        if (!must && next < first)
            first = next;
    }
    return first;
}

/* A single list is evaluated block by block: its blocks hold few documents, however far apart. */
static uint32_t window_end(struct pruning *pruning, uint32_t documents)
{
    uint32_t here = WINDOW - pruning->start % WINDOW;
    uint32_t end = documents - pruning->start < here ? documents : pruning->start + here;
    if (pruning->count > 1)
        return end;
    struct clause_bounds *bounds = &pruning->lists[0].bounds;
    bool small = clause_bounds_terms(bounds) <= WINDOW / BLOCK_SIZE;
    return clause_bounds_block_end(bounds, pruning->start, small ? documents : end);
}

static void evaluate_windows(struct pruning *pruning)
{
    uint32_t documents = segment_documents(pruning->evaluation->segment);
    for (uint32_t from = 0; from < documents; from = pruning->end) {
        pruning->start = from;
        pruning->end = window_end(pruning, documents);
        if (plan_window(pruning)) {
            evaluate_window(pruning);
            continue;
        }
        uint32_t next = next_start(pruning, pruning->end);
        if (next > pruning->end)
            pruning->end = next;
    }
}

int evaluate_pruned(struct evaluation *evaluation)
{
    struct pruning *pruning = pruning_open(evaluation);
    if (pruning == NULL)
        return ERROR_MEMORY;
    int status = open_lists(pruning);
    if (status == 0 && pruning->count > 0 && pruning->must_count == evaluation->must_count)
        evaluate_windows(pruning);
    pruning_close(pruning);
    return status;
}
