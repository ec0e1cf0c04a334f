#include "query/evaluate/evaluation.h"

#include <stdlib.h>

#include "common/base/error.h"

void evaluation_close(struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->clause_count; i++)
        clause_cursor_close(&evaluation->clauses[i].cursor);
    free(evaluation->clauses);
    evaluation->clauses = NULL;
    evaluation->clause_count = 0;
}

static void set_rounding(struct evaluation *evaluation)
{
    double total = 0;
    for (size_t i = 0; i < evaluation->clause_count; i++)
        if (evaluation->clauses[i].occur != OCCUR_MUST_NOT)
            total += evaluation->clauses[i].bm25.weight;
    for (size_t i = 0; i < evaluation->clause_count; i++)
        bm25_set_rounding(&evaluation->clauses[i].bm25, total);
    /* A document that ties with the worst of the best hits elsewhere may precede it by
     * document_compare: the floor lies between that score and the next one below. */
    if (evaluation->clause_count > 0 && evaluation->competitive_floor >= 0)
        evaluation->competitive_floor -= bm25_quantum(&evaluation->clauses[0].bm25) / 2;
}

static int open_clause(struct evaluation *evaluation, const struct expanded_clause *clause,
                       const struct search_options *options)
{
    struct scored_clause *scored = &evaluation->clauses[evaluation->clause_count++];
    scored->clause = clause;
    scored->bm25 = bm25_of(clause, options);
    scored->occur = clause->clause->occur;
    scored->by_title = clause->clause->field == FIELD_TITLE;
    evaluation->must_count += scored->occur == OCCUR_MUST;
    evaluation->should_count += scored->occur == OCCUR_SHOULD;
    evaluation->must_not_count += scored->occur == OCCUR_MUST_NOT;
    return clause_cursor_open(&scored->cursor, clause, evaluation->segment,
                              evaluation->segment_number);
}

int evaluation_open(struct evaluation *evaluation, const struct expansion *expansion,
                    const struct search_options *options)
{
    evaluation->clauses = calloc(expansion->clause_count + 1, sizeof *evaluation->clauses);
    if (evaluation->clauses == NULL)
        return error_memory();
    int status = 0;
    for (size_t i = 0; i < expansion->clause_count && status == 0; i++)
        status = open_clause(evaluation, &expansion->clauses[i], options);
    set_rounding(evaluation);
    return status;
}

int evaluation_status(const struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->clause_count; i++) {
        int status = clause_cursor_status(&evaluation->clauses[i].cursor);
        if (status != 0)
            return status;
    }
    return evaluation->damaged ? ERROR_CORRUPT : 0;
}

void evaluation_add_work(struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->clause_count; i++) {
        const struct clause_cursor *cursor = &evaluation->clauses[i].cursor;
        evaluation->work.postings += cursor->document_count;
        evaluation->work.decoded += clause_cursor_work(cursor);
    }
}

/* Documents close together are read from the column in one request. */
void evaluate_lengths(struct evaluation *evaluation, const struct scored_clause *scored,
                      const uint32_t *documents, size_t count, uint32_t *lengths)
{
    uint32_t first = count > 0 ? documents[0] : 0, size = scored->by_title ? 2 : 4;
    uint32_t range = count > 0 ? documents[count - 1] - first + 1 : 0;
    const unsigned char *column = NULL;
    if (range > 0 && range <= SEGMENT_PAGE_SIZE)
        column = segment_file_bytes(&evaluation->segment->file,
                                    scored->by_title ? SECTION_TITLE_LENGTHS : SECTION_LENGTHS,
                                    (uint64_t)first * size, (uint64_t)range * size);
    for (size_t i = 0; i < count && column == NULL; i++)
        lengths[i] = evaluate_length(evaluation, scored, documents[i]);
    for (size_t i = 0; i < count && column != NULL; i++) {
        const unsigned char *at = column + (size_t)(documents[i] - first) * size;
        lengths[i] = scored->by_title ? load_u16(at) : load_u32(at);
    }
}
