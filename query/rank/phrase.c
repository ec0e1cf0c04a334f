/* The best documents of a phrase that stands alone: its bounds tell which blocks to pass over, and
 * the frequencies of its words which documents' positions need not be read. */
#include "platform/error.h"
#include "rank/bounds.h"
#include "rank/evaluate.h"

/* The first document from `from` on, at least, in whose range of blocks the phrase can reach the
 * threshold; *end is where the range ends. POSTINGS_END when there is none. */
static uint32_t next_range(struct evaluation *evaluation, struct clause_bounds *bounds,
                           uint32_t from, uint32_t *end)
{
    uint32_t documents = segment_documents(evaluation->segment);
    while (from < documents) {
        *end = clause_bounds_block_end(bounds, from, documents);
        if (clause_bounds_in(bounds, from, *end) > evaluation_threshold(evaluation))
            return from;
        uint32_t next = clause_bounds_next(bounds, *end);
        from = next > *end ? next : *end;
    }
    return POSTINGS_END;
}

static void score_candidate(struct evaluation *evaluation, struct scored_clause *scored)
{
    uint32_t document = scored->cursor.document;
    uint64_t most = phrase_cursor_frequency_bound(&scored->cursor.phrase);
    uint32_t length =
        scored->by_title ? segment_title_length(evaluation->segment, document, &evaluation->damaged)
                         : segment_length(evaluation->segment, document, &evaluation->damaged);
    if (bm25_bound(&scored->bm25, (double)most, length) <= evaluation_threshold(evaluation))
        return;
    uint32_t frequency = clause_cursor_frequency(&scored->cursor);
    double score = bm25_score(&scored->bm25, frequency, length);
    if (frequency > 0 && score > evaluation_threshold(evaluation))
        top_add(evaluation->top, score, evaluation->segment_number, document);
}

int evaluate_phrase(struct evaluation *evaluation)
{
    struct scored_clause *scored = &evaluation->clauses[0];
    struct clause_bounds bounds;
    int status = clause_bounds_open(&bounds, scored);
    uint32_t end = 0, from = 0;
    while (status == 0) {
        if (from >= end && (from = next_range(evaluation, &bounds, from, &end)) == POSTINGS_END)
            break;
        uint32_t document = clause_cursor_advance(&scored->cursor, from);
        if (document == POSTINGS_END)
            break;
        if (document < end)
            score_candidate(evaluation, scored);
        from = document < end ? document + 1 : document;
    }
    clause_bounds_close(&bounds);
    return status;
}
