#include <stdlib.h>

#include "common/base/error.h"
#include "query/evaluate/evaluate.h"

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
static uint32_t leapfrog_musts(struct scored_clause **musts, size_t count, uint32_t target)
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

int evaluate_conjunction(struct evaluation *evaluation)
{
    struct scored_clause **musts = sort_must_clauses(evaluation);
    if (musts == NULL)
        return error_memory();
    uint32_t document = leapfrog_musts(musts, evaluation->must_count, 0);
    while (document != POSTINGS_END) {
        double score;
        if (!segment_is_deleted(evaluation->segment, document) &&
            score_document(evaluation, document, &score))
            top_add(evaluation->top, score, evaluation->segment_number, document);
        document = leapfrog_musts(musts, evaluation->must_count, document + 1);
    }
    free(musts);
    return 0;
}
