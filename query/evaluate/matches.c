#include "query/evaluate/matches.h"

#include "common/base/error.h"
#include "query/evaluate/boolean.h"
#include "query/evaluate/match_bitmap.h"

struct tree_visit {
    matches_visitor visit;
    void *context;
};

static int visit_match(void *context, struct boolean *boolean, uint32_t document)
{
    const struct tree_visit *tree = context;
    return tree->visit(tree->context, boolean->evaluation->segment_number, document);
}

static int visit_list(struct evaluation *evaluation, matches_visitor visit, void *context)
{
    struct match_bitmap *bitmap = match_bitmap_open(evaluation);
    int status = bitmap == NULL ? ERROR_MEMORY : 0;
    while (status == 0 && match_bitmap_next(bitmap))
        for (uint32_t word = 0; word < MATCH_BITMAP_WORDS; word++)
            for (uint64_t bits = bitmap->marks[word]; bits != 0 && status == 0; bits &= bits - 1)
                status = visit(context, evaluation->segment_number,
                               bitmap->start + word * 64 + (uint32_t)__builtin_ctzll(bits));
    match_bitmap_close(bitmap);
    return status;
}

static int visit_segment(const struct expansion *expansion, uint32_t number, matches_visitor visit,
                         void *context)
{
    const struct search_options options = {.k1 = 1.2, .b = 0.75};
    struct evaluation evaluation = {
        .segment = &expansion->index->segments[number], .segment_number = number, .counting = true};
    int status = evaluation_open(&evaluation, expansion, &options);
    if (status == 0)
        status = expansion->query->root == NULL
                     ? visit_list(&evaluation, visit, context)
                     : boolean_each(&evaluation, expansion, visit_match,
                                    &(struct tree_visit){visit, context});
    if (status == 0)
        status = evaluation_status(&evaluation);
    evaluation_close(&evaluation);
    return status;
}

int matches_for_each(const struct expansion *expansion, matches_visitor visit, void *context)
{
    int status = 0;
    for (size_t i = 0; i < expansion->index->segment_count && status == 0; i++)
        status = visit_segment(expansion, (uint32_t)i, visit, context);
    return status;
}
