#include "query/evaluate/exhaustive.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"

/* --- documents that have every MUST clause --- */

static int compare_clause_costs(const void *one, const void *other)
{
    const struct scored_clause *a = *(struct scored_clause *const *)one;
    const struct scored_clause *b = *(struct scored_clause *const *)other;
    if (a->cursor.document_count != b->cursor.document_count)
        return a->cursor.document_count < b->cursor.document_count ? -1 : 1;
    return (a > b) - (a < b);
}

/* The MUST clauses, the rarest first. */
static struct scored_clause **sort_must_clauses(struct evaluation *evaluation)
{
    struct scored_clause **musts = malloc(evaluation->must_count * sizeof(void *));
    size_t count = 0;
    for (size_t i = 0; musts != NULL && i < evaluation->clause_count; i++)
        if (evaluation->clauses[i].occur == OCCUR_MUST)
            musts[count++] = &evaluation->clauses[i];
    if (musts != NULL)
        qsort(musts, count, sizeof *musts, compare_clause_costs);
    return musts;
}

/* Returns the first document >= target that is a candidate of all MUST clauses. */
static uint32_t leapfrog(struct scored_clause **musts, size_t count, uint32_t target)
{
    uint32_t document = clause_cursor_advance(&musts[0]->cursor, target);
    for (size_t i = 1; i < count && document != POSTINGS_END;) {
        uint32_t found = clause_cursor_advance(&musts[i]->cursor, document);
        if (found == document) {
            i++;
        } else if (found == POSTINGS_END) {
            document = POSTINGS_END;
        } else {
            document = clause_cursor_advance(&musts[0]->cursor, found);
            i = 1;
        }
    }
    return document;
}

/* Advances a non-leading clause to `document`; returns its tf there, or 0. */
static uint32_t frequency_at(struct scored_clause *scored, uint32_t document)
{
    uint32_t at = scored->cursor.document;
    if (at == POSTINGS_END || at < document)
        at = clause_cursor_advance(&scored->cursor, document);
    return at == document ? clause_cursor_frequency(&scored->cursor) : 0;
}

/* Sets *score; false when a MUST clause does not match after all, or a MUST_NOT clause does. */
static bool score_document(struct evaluation *evaluation, uint32_t document, double *score)
{
    *score = 0;
    for (size_t i = 0; i < evaluation->clause_count; i++) {
        struct scored_clause *scored = &evaluation->clauses[i];
        uint32_t tf = frequency_at(scored, document);
        if (tf == 0 ? scored->occur == OCCUR_MUST : scored->occur == OCCUR_MUST_NOT)
            return false;
        if (tf > 0) {
            *score += evaluate_clause(evaluation, scored, document, tf);
            evaluation->work.scored++;
        }
    }
    return true;
}

/* Leapfrogs over the MUST clauses, led by the rarest, then checks MUST_NOT, then scores. O(postings
 * of the rarest clause × clauses). */
static int evaluate_conjunction(struct evaluation *evaluation)
{
    struct scored_clause **musts = sort_must_clauses(evaluation);
    if (musts == NULL)
        return error_memory();
    uint32_t document = leapfrog(musts, evaluation->must_count, 0);
    while (document != POSTINGS_END) {
        double score;
        if (!segment_is_deleted(evaluation->segment, document) &&
            score_document(evaluation, document, &score))
            top_add(evaluation->top, score, evaluation->segment_number, document);
        document = leapfrog(musts, evaluation->must_count, document + 1);
    }
    free(musts);
    return 0;
}

/* --- documents that have any SHOULD clause --- */

/* Documents scored at a time; their scores and lengths stay in the L1 cache. */
enum { WINDOW = 4096 };

/* Of a document in the window; the two may be set together. */
enum window_state { WINDOW_ABSENT = 0, WINDOW_PRESENT = 1, WINDOW_EXCLUDED = 2 };

struct window {
    uint32_t start;
    uint32_t end;                /* exclusive */
    unsigned char state[WINDOW]; /* enum window_state */
    double scores[WINDOW];
};

/* Adds one clause's scores to the window's documents. As clauses come in query order, so do the
 * additions for each document. */
static void add_clause(struct evaluation *evaluation, struct scored_clause *scored,
                       struct window *window)
{
    struct clause_cursor *cursor = &scored->cursor;
    uint32_t document = cursor->document;
    for (; document < window->end; document = clause_cursor_next(cursor)) {
        uint32_t place = document - window->start;
        uint32_t tf = clause_cursor_frequency(cursor);
        if (tf == 0)
            continue;
        if (scored->occur != OCCUR_SCORE_ONLY)
            window->state[place] |=
                scored->occur == OCCUR_MUST_NOT ? WINDOW_EXCLUDED : WINDOW_PRESENT;
        if (scored->occur != OCCUR_MUST_NOT) {
            window->scores[place] += evaluate_clause(evaluation, scored, document, tf);
            evaluation->work.scored++;
        }
    }
}

static void add_window_hits(struct evaluation *evaluation, const struct window *window)
{
    uint32_t count = window->end - window->start;
    for (uint32_t place = 0; place < count; place++) {
        if (window->state[place] != WINDOW_PRESENT ||
            segment_is_deleted(evaluation->segment, window->start + place))
            continue;
        if (window->scores[place] > top_threshold(evaluation->top))
            top_add(evaluation->top, window->scores[place], evaluation->segment_number,
                    window->start + place);
    }
}

/* The first document where any SHOULD clause is now. */
static uint32_t next_document(const struct evaluation *evaluation)
{
    uint32_t document = POSTINGS_END;
    for (size_t i = 0; i < evaluation->clause_count; i++)
        if (evaluation->clauses[i].occur == OCCUR_SHOULD &&
            evaluation->clauses[i].cursor.document < document)
            document = evaluation->clauses[i].cursor.document;
    return document;
}

static void evaluate_window(struct evaluation *evaluation, struct window *window)
{
    uint32_t documents = segment_document_count(evaluation->segment);
    window->end = documents - window->start < WINDOW ? documents : window->start + WINDOW;
    memset(window->state, WINDOW_ABSENT, sizeof window->state);
    memset(window->scores, 0, sizeof window->scores);
    for (size_t i = 0; i < evaluation->clause_count; i++) {
        struct scored_clause *scored = &evaluation->clauses[i];
        if (scored->cursor.document < window->start)
            clause_cursor_advance(&scored->cursor, window->start);
        add_clause(evaluation, scored, window);
    }
    add_window_hits(evaluation, window);
}

/* Window by window, and within a window clause by clause. O(postings of all clauses). */
static int evaluate_disjunction(struct evaluation *evaluation)
{
    struct window *window = malloc(sizeof *window);
    if (window == NULL)
        return error_memory();
    for (size_t i = 0; i < evaluation->clause_count; i++)
        clause_cursor_next(&evaluation->clauses[i].cursor);
    for (uint32_t document; (document = next_document(evaluation)) != POSTINGS_END;) {
        window->start = document;
        evaluate_window(evaluation, window);
    }
    free(window);
    return 0;
}

int evaluate_all(struct evaluation *evaluation)
{
    if (evaluation->must_count > 0)
        return evaluate_conjunction(evaluation);
    return evaluation->should_count > 0 ? evaluate_disjunction(evaluation) : 0;
}
