#include "query/evaluate/ways.h"

#include "query/evaluate/boolean.h"
#include "query/evaluate/by_field.h"
#include "query/evaluate/exhaustive.h"
#include "query/evaluate/match_bitmap.h"
#include "query/evaluate/maxscore.h"
#include "query/evaluate/phrase.h"
#include "query/evaluate/word.h"

static int count_matches(struct evaluation *evaluation)
{
    return evaluation_is_countable_word(evaluation) ? evaluate_word_count(evaluation)
                                                    : evaluate_count(evaluation);
}

static int evaluate_top_hits(struct evaluation *evaluation)
{
    if (evaluation_is_single_phrase(evaluation))
        return evaluate_phrase(evaluation);
    return evaluation_is_single_word(evaluation) ? evaluate_word(evaluation)
                                                 : evaluate_maxscore(evaluation);
}

int evaluate_segment(struct evaluation *evaluation, const struct expansion *expansion,
                     const struct search_options *options)
{
    int status = evaluation_open(evaluation, expansion, options);
    if (status == 0 && options->sort != SORT_SCORE && !evaluation->counting)
        status = evaluate_by_field(evaluation, expansion, options->sort);
    else if (status == 0 && expansion->query->root != NULL)
        status = evaluate_boolean(evaluation, expansion);
    else if (status == 0 && evaluation->counting)
        status = count_matches(evaluation);
    else if (status == 0 && !options->exhaustive)
        status = evaluate_top_hits(evaluation);
    else if (status == 0)
        status = evaluate_all(evaluation);
    if (status == 0)
        status = evaluation_status(evaluation);
    evaluation_add_work(evaluation);
    evaluation_close(evaluation);
    if (status == 0 && evaluation->top != NULL)
        status = evaluation->top->status;
    return status;
}
