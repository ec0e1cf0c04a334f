/* fouille's own searching, asked as bench/query asks the others.
 *
 *   seek INDEX RANKING JOBS WARM PASSES MOST        see query_timer.h
 *
 * RANKING is a name that --ranking takes. The same calls that `fouille --batch` makes for a line,
 * from the query's text to its hits, without the writing of hits in between, whose reading of
 * titles and paths would put other bytes into the caches. The analyser's memo is off: it would
 * remember the words of the pass before, as it never could for a new query.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/query_timer.h"
#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/index/index.h"
#include "query/app/question.h"
#include "query/app/ranking.h"
#include "query/search/search.h"

struct seeker {
    struct index index;
    struct index_documents documents;
    struct analyzer *analyzer;
    struct query_options query; /* of the ranking; run_query adds what a job asks for */
    struct search_options search;
    struct question question;
    struct search_result result;
};

static void exit_on_error(int status)
{
    if (status == 0)
        return;
    fprintf(stderr, "seek: %s\n", error_message());
    exit(2);
}

static void drop_notice(void *context, const char *message)
{
    (void)context;
    (void)message;
}

static void run_query(void *context, const struct job *job, const char *text, struct answer *answer)
{
    struct seeker *seeker = context;
    struct question *question = &seeker->question;
    struct query_options query_syntax = seeker->query;
    query_syntax.all_words = job->way == WAY_ALL;
    query_syntax.plain_words = job->way != WAY_PHRASE && job->way != WAY_PREFIX;
    if (job->limit == 0) /* as the program does: a count has no scores */
        query_syntax.family_weight = 0;
    struct search_options search = seeker->search;
    search.limit = job->limit;
    search.exhaustive = job->way == WAY_EXHAUSTIVE;
    const struct question_base base = {
        &seeker->documents, seeker->analyzer, &query_syntax, {drop_notice, NULL}};
    exit_on_error(question_prepare(question, &base, slice_of(text)));
    if (job->limit == 0) {
        exit_on_error(search_count(&question->expansion, &answer->found));
        return;
    }
    exit_on_error(search_run(&question->expansion, &search, &seeker->result));
    *answer = (struct answer){seeker->result.count, seeker->result.work.postings,
                              seeker->result.work.decoded, seeker->result.work.scored};
}

static void release_query(void *context)
{
    struct seeker *seeker = context;
    search_result_release(&seeker->result);
    question_release(&seeker->question);
}

int main(int argc, char **argv)
{
    struct seeker seeker = {.analyzer = analyzer_create(), .search = {.k1 = 1.2, .b = 0.75}};
    if (argc != 3 + QUERY_TIMER_ARGUMENTS) {
        fputs("usage: seek INDEX RANKING JOBS WARM PASSES MOST\n", stderr);
        return 2;
    }
    exit_on_error(seeker.analyzer == NULL ? error_memory() : 0);
    analyzer_set_memo(seeker.analyzer, false);
    exit_on_error(index_open(&seeker.index, argv[1], analysis_fingerprint()));
    index_documents_init(&seeker.documents, &seeker.index);
    exit_on_error(ranking_set(argv[2], &seeker.query, &seeker.search));
    const struct engine engine = {&seeker, run_query, release_query};
    query_timer_run(&engine, argv + 3);
    index_documents_release(&seeker.documents);
    index_close(&seeker.index);
    analyzer_destroy(seeker.analyzer);
    return 0;
}
