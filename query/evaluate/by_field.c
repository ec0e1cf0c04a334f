#include "query/evaluate/by_field.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "query/evaluate/boolean.h"
#include "query/evaluate/hit_groups.h"

/* Always above −1, the threshold of a top that is not full; larger for earlier hits. */
static double document_sort_key(struct evaluation *evaluation, uint32_t document,
                                enum search_sort sort)
{
    if (sort == SORT_PATH)
        return 0;
    int32_t day = segment_day(evaluation->segment, document, &evaluation->damaged);
    if (day == INT32_MIN)
        return 0;
    return sort == SORT_DATE ? (double)INT32_MAX + 1 - day : (double)day - INT32_MIN;
}

static int count_match(void *context, struct boolean *boolean, uint32_t document)
{
    const enum search_sort *sort = context;
    struct evaluation *evaluation = boolean->evaluation;
    evaluation->counted++;
    top_add(evaluation->top, document_sort_key(evaluation, document, *sort),
            evaluation->segment_number, document);
    return 0;
}

int evaluate_by_field(struct evaluation *evaluation, const struct expansion *expansion,
                      enum search_sort sort)
{
    return boolean_each(evaluation, expansion, count_match, &sort);
}

struct scoring {
    const struct expansion *expansion;
    const struct search_options *options;
};

/* Scores hits of one segment, in the order of document numbers. */
static int score_segment_hits(void *context, struct hit *const *hits, size_t count)
{
    const struct scoring *scoring = context;
    const struct expansion *expansion = scoring->expansion;
    struct evaluation evaluation = {.segment = &expansion->index->segments[hits[0]->segment],
                                    .segment_number = hits[0]->segment};
    struct boolean boolean;
    int status = evaluation_open(&evaluation, expansion, scoring->options);
    if (status == 0) {
        status = boolean_open(&boolean, &evaluation, expansion);
        for (size_t i = 0; i < count && status == 0; i++)
            hits[i]->score = boolean_score(&boolean, hits[i]->document);
        if (status == 0)
            status = boolean_status(&boolean);
        boolean_close(&boolean);
    }
    if (status == 0)
        status = evaluation_status(&evaluation);
    evaluation_close(&evaluation);
    return status;
}

int by_field_score(const struct expansion *expansion, const struct search_options *options,
                   struct search_result *result)
{
    struct scoring scoring = {expansion, options};
    struct hit **hits = malloc((result->count + 1) * sizeof(void *));
    int status = hits == NULL ? error_memory() : 0;
    for (size_t i = 0; i < result->count && status == 0; i++)
        hits[i] = &result->hits[i];
    if (status == 0)
        status = hit_groups_each(hits, result->count, score_segment_hits, &scoring);
    free(hits);
    return status;
}
