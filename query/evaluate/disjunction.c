#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "query/evaluate/evaluate.h"

/* Documents scored at a time; their scores and lengths stay in the L1 cache. */
enum { WINDOW = 4096 };

enum { ABSENT, PRESENT, EXCLUDED };

struct window {
    uint32_t start;
    uint32_t end; /* exclusive */
    unsigned char state[WINDOW];
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
        window->state[place] |= scored->occur == OCCUR_MUST_NOT ? EXCLUDED : PRESENT;
        if (scored->occur == OCCUR_SHOULD) {
            window->scores[place] += evaluate_clause(evaluation, scored, document, tf);
            evaluation->work.scored++;
        }
    }
}

static void collect(struct evaluation *evaluation, const struct window *window)
{
    uint32_t count = window->end - window->start;
    for (uint32_t place = 0; place < count; place++) {
        if (window->state[place] != PRESENT ||
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
    uint32_t documents = segment_documents(evaluation->segment);
    window->end = documents - window->start < WINDOW ? documents : window->start + WINDOW;
    memset(window->state, ABSENT, sizeof window->state);
    memset(window->scores, 0, sizeof window->scores);
    for (size_t i = 0; i < evaluation->clause_count; i++) {
        struct scored_clause *scored = &evaluation->clauses[i];
        if (scored->cursor.document < window->start)
            clause_cursor_advance(&scored->cursor, window->start);
        add_clause(evaluation, scored, window);
    }
    collect(evaluation, window);
}

int evaluate_disjunction(struct evaluation *evaluation)
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
