#include "rank/matches.h"

#include "rank/boolean.h"

static int visit_segment(const struct expansion *expansion, uint32_t number, matches_visit visit,
                         void *context)
{
    const struct search_options options = {.k1 = 1.2, .b = 0.75};
    struct evaluation evaluation = {.segment = &expansion->index->segments[number],
                                    .segment_number = number};
    struct boolean boolean;
    int status = evaluation_open(&evaluation, expansion, &options);
    if (status == 0) {
        status = boolean_open(&boolean, &evaluation, expansion);
        for (uint32_t document = 0; status == 0; document++) {
            document = boolean_advance(&boolean, document);
            if (document == POSTINGS_END)
                break;
            status = visit(context, number, document);
        }
        if (status == 0)
            status = boolean_status(&boolean);
        boolean_close(&boolean);
    }
    if (status == 0)
        status = evaluation_status(&evaluation);
    evaluation_close(&evaluation);
    return status;
}

int matches_each(const struct expansion *expansion, matches_visit visit, void *context)
{
    int status = 0;
    for (size_t i = 0; i < expansion->index->segment_count && status == 0; i++)
        status = visit_segment(expansion, (uint32_t)i, visit, context);
    return status;
}
