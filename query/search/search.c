#include "query/search/search.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/index/index_documents.h"
#include "query/evaluate/by_field.h"
#include "query/evaluate/maxscore.h"
#include "query/evaluate/ways.h"
#include "query/search/rerank.h"

/* --- all segments --- */

/* The best hits of one segment, and the record of the first one not yet taken, for ties. */
struct segment_hits {
    struct top top;
    size_t next;
    struct document document;
    bool known; /* `document` is the record of the hit at `next` */
};

struct hit_merge {
    struct index *index;
    struct segment_hits *segments;
    struct index_documents own, *documents;
    int status;
};

static const struct document *head_document(struct hit_merge *merge, size_t segment)
{
    struct segment_hits *hits = &merge->segments[segment];
    if (!hits->known && merge->status == 0) {
        merge->status = index_documents_read(merge->documents, segment,
                                             hits->top.hits[hits->next].document, &hits->document);
        hits->known = true;
    }
    return &hits->document;
}

/* Whether the head of segment `one` comes before that of `other`. Records are read for ties
 * only. */
static bool head_precedes(struct hit_merge *merge, size_t one, size_t other)
{
    const struct segment_hits *a = &merge->segments[one], *b = &merge->segments[other];
    double x = a->top.hits[a->next].score, y = b->top.hits[b->next].score;
    if (x != y)
        return x > y;
    return document_compare(head_document(merge, one), head_document(merge, other)) < 0;
}

static bool pop_best(struct hit_merge *merge, struct hit *hit)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < merge->index->segment_count; i++) {
        const struct segment_hits *hits = &merge->segments[i];
        if (hits->next < hits->top.count && (best == SIZE_MAX || head_precedes(merge, i, best)))
            best = i;
    }
    if (best == SIZE_MAX)
        return false;
    struct segment_hits *hits = &merge->segments[best];
    *hit = hits->top.hits[hits->next++];
    hits->known = false;
    return true;
}

static int merge_hits(struct hit_merge *merge, size_t limit, struct search_result *result)
{
    size_t count = 0;
    for (size_t i = 0; i < merge->index->segment_count; i++)
        count += merge->segments[i].top.count;
    if (count > limit)
        count = limit;
    result->hits = malloc((count + 1) * sizeof *result->hits);
    if (result->hits == NULL)
        return error_memory();
    while (result->count < count && pop_best(merge, &result->hits[result->count]))
        result->count++;
    return merge->status;
}

/* Updates the best scores of all segments so far, whose worst is the next segment's floor. */
static int update_best_scores(struct top *best, const struct top *hits)
{
    for (size_t i = 0; i < hits->count; i++)
        top_add(best, hits->hits[i].score, 0, 0);
    return best->status;
}

static int search_segments(const struct expansion *expansion, const struct search_options *options,
                           size_t limit, struct segment_hits *segments, struct search_work *work)
{
    struct index *index = expansion->index;
    struct top best;
    struct maxscore *scratch = NULL;
    int status = 0;
    top_init(&best, limit);
    for (size_t i = 0; i < index->segment_count && status == 0; i++) {
        if (options->subset_count > 0 && i % options->subset_count != options->subset)
            continue;
        struct evaluation evaluation = {.segment = &index->segments[i],
                                        .segment_number = (uint32_t)i,
                                        .top = &segments[i].top,
                                        .maxscore_scratch = &scratch,
                                        .competitive_floor =
                                            options->exhaustive ? -1 : top_threshold(&best)};
        top_init(&segments[i].top, limit);
        status = evaluate_segment(&evaluation, expansion, options);
        work->postings += evaluation.work.postings;
        work->decoded += evaluation.work.decoded;
        work->scored += evaluation.work.scored;
        if (status == 0 && index->segment_count > 1 && limit != SIZE_MAX)
            status = update_best_scores(&best, &segments[i].top);
        if (status == 0)
            top_sort(&segments[i].top);
    }
    top_release(&best);
    maxscore_destroy(scratch);
    return status;
}

/* The second stage needs RERANK_DEPTH hits even if fewer are requested. */
static int rerank_result(const struct expansion *expansion, const struct search_options *options,
                         struct search_result *result)
{
    int status = rerank_hits(expansion, options, result->hits, result->count);
    if (options->limit > 0 && result->count > options->limit)
        result->count = options->limit;
    return status;
}

int search_run(const struct expansion *expansion, const struct search_options *options,
               struct search_result *result)
{
    struct index *index = expansion->index;
    size_t limit = options->limit == 0 ? SIZE_MAX : options->limit;
    bool reranks = rerank_applies(expansion, options);
    if (reranks && limit < RERANK_DEPTH)
        limit = RERANK_DEPTH;
    *result = (struct search_result){0};
    struct hit_merge merge = {.index = index};
    merge.segments = calloc(index->segment_count + 1, sizeof *merge.segments);
    if (merge.segments == NULL)
        return error_memory();
    index_documents_init(&merge.own, index);
    merge.documents = expansion->documents != NULL ? expansion->documents : &merge.own;
    int status = search_segments(expansion, options, limit, merge.segments, &result->work);
    if (status == 0)
        status = merge_hits(&merge, limit, result);
    for (size_t i = 0; i < index->segment_count; i++)
        top_release(&merge.segments[i].top);
    index_documents_release(&merge.own);
    free(merge.segments);
    if (status == 0 && options->sort != SORT_SCORE)
        status = by_field_score(expansion, options, result);
    if (status == 0 && reranks && options->subset_count == 0)
        status = rerank_result(expansion, options, result);
    if (status != 0)
        search_result_release(result);
    return status;
}

void search_result_release(struct search_result *result)
{
    free(result->hits);
    *result = (struct search_result){0};
}

int search_count(const struct expansion *expansion, uint64_t *count)
{
    const struct search_options options = {.k1 = 1.2, .b = 0.75};
    *count = 0;
    for (size_t i = 0; i < expansion->index->segment_count; i++) {
        struct evaluation evaluation = {.segment = &expansion->index->segments[i],
                                        .segment_number = (uint32_t)i,
                                        .counting = true};
        int status = evaluate_segment(&evaluation, expansion, &options);
        if (status != 0)
            return status;
        *count += evaluation.counted;
    }
    return 0;
}

/* --- one hit --- */

/* Adds the parts of the second stage if the hit's score exceeds the sum of the first stage. */
static int explain_second_stage(const struct expansion *expansion,
                                const struct search_options *options, const struct hit *hit,
                                struct score_part *parts)
{
    double sum = 0;
    for (size_t i = 0; i < expansion->clause_count; i++)
        sum += parts[i].score;
    return hit->score > sum && rerank_applies(expansion, options)
               ? rerank_explain(expansion, options, hit, parts)
               : 0;
}

int search_explain(const struct expansion *expansion, const struct search_options *options,
                   const struct hit *hit, struct score_part *parts)
{
    struct evaluation evaluation = {.segment = &expansion->index->segments[hit->segment],
                                    .segment_number = hit->segment};
    int status = evaluation_open(&evaluation, expansion, options);
    for (size_t i = 0; i < expansion->clause_count && status == 0; i++) {
        struct scored_clause *scored = &evaluation.clauses[i];
        uint32_t tf = 0;
        if (clause_cursor_advance(&scored->cursor, hit->document) == hit->document)
            tf = clause_cursor_frequency(&scored->cursor);
        uint32_t length = evaluate_length(&evaluation, scored, hit->document);
        bool counts = tf > 0 && scored->occur != OCCUR_MUST_NOT;
        parts[i] = (struct score_part){.clause = scored->clause,
                                       .idf = scored->bm25.idf,
                                       .frequency = tf,
                                       .length = length,
                                       .average = scored->bm25.average,
                                       .score = counts ? bm25_score(&scored->bm25, tf, length) : 0};
    }
    if (status == 0)
        status = evaluation_status(&evaluation);
    evaluation_close(&evaluation);
    return status == 0 ? explain_second_stage(expansion, options, hit, parts) : status;
}
