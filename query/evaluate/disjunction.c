#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "query/evaluate/evaluate.h"

/* Documents scored at a time; their scores and lengths stay in the L1 cache. */
enum { DISJUNCTION_WINDOW = 4096 };

enum { ABSENT, PRESENT, EXCLUDED };

struct score_window {
    uint32_t start;
    uint32_t end; /* exclusive */
    unsigned char state[DISJUNCTION_WINDOW];
    double scores[DISJUNCTION_WINDOW];
};

/* Adds one clause's scores to the window's documents. As clauses come in query order, so do the
 * additions for each document. */
static void add_clause_to_window(struct evaluation *evaluation, struct scored_clause *scored,
                                 struct score_window *window)
{
    struct clause_cursor *cursor = &scored->cursor;
    uint32_t document = cursor->document;
    for (; document < window->end; document = clause_cursor_next(cursor)) {
        uint32_t slot = document - window->start;
        uint32_t tf = clause_cursor_frequency(cursor);
        if (tf == 0)
            continue;
        window->state[slot] |= scored->occur == OCCUR_MUST_NOT ? EXCLUDED : PRESENT;
        if (scored->occur == OCCUR_SHOULD) {
            window->scores[slot] += evaluate_clause(evaluation, scored, document, tf);
            evaluation->work.scored++;
        }
    }
}

static void collect_window(struct evaluation *evaluation, const struct score_window *window)
{
    uint32_t count = window->end - window->start;
    for (uint32_t slot = 0; slot < count; slot++) {
        if (window->state[slot] != PRESENT ||
            segment_is_deleted(evaluation->segment, window->start + slot))
            continue;
        if (window->scores[slot] > top_threshold(evaluation->top))
            top_add(evaluation->top, window->scores[slot], evaluation->segment_number,
                    window->start + slot);
    }
}

/* The first document where any SHOULD clause is now. */
static uint32_t next_should_document(const struct evaluation *evaluation)
{
    uint32_t document = POSTINGS_END;
    for (size_t i = 0; i < evaluation->clause_count; i++)
        if (evaluation->clauses[i].occur == OCCUR_SHOULD &&
            evaluation->clauses[i].cursor.document < document)
            document = evaluation->clauses[i].cursor.document;
    return document;
}

static void evaluate_score_window(struct evaluation *evaluation, struct score_window *window)
{
    uint32_t documents = segment_document_count(evaluation->segment);
    window->end = documents - window->start < DISJUNCTION_WINDOW
                      ? documents
                      : window->start + DISJUNCTION_WINDOW;
    memset(window->state, ABSENT, sizeof window->state);
    memset(window->scores, 0, sizeof window->scores);
    for (size_t i = 0; i < evaluation->clause_count; i++) {
        struct scored_clause *scored = &evaluation->clauses[i];
        if (scored->cursor.document < window->start)
            clause_cursor_advance(&scored->cursor, window->start);
        add_clause_to_window(evaluation, scored, window);
    }
    collect_window(evaluation, window);
}

int evaluate_disjunction(struct evaluation *evaluation)
{
    struct score_window *window = malloc(sizeof *window);
    if (window == NULL)
        return error_memory();
    for (size_t i = 0; i < evaluation->clause_count; i++)
        clause_cursor_next(&evaluation->clauses[i].cursor);
    for (uint32_t document; (document = next_should_document(evaluation)) != POSTINGS_END;) {
        window->start = document;
        evaluate_score_window(evaluation, window);
    }
    free(window);
    return 0;
}
