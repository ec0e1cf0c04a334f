/* fouille's own searching, asked as bench/query asks the others.
 *
 *   seek INDEX JOBS WARM PASSES MOST        see asking.h
 *
 * The same calls that `fouille --batch` makes for a line, from the query's text to its hits,
 * without the writing of hits in between, whose reading of titles and paths would put other bytes
 * into the caches. The analyser's memo is off: it would know the words from the pass before, as
 * nobody's second query does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/asking.h"
#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/index/index.h"
#include "query/app/question.h"
#include "query/search/search.h"

struct seeker {
    struct index index;
    struct index_documents documents;
    struct analyzer *analyzer;
    struct question question;
    struct search_result result;
};

static void check(int status)
{
    if (status == 0)
        return;
    fprintf(stderr, "seek: %s\n", error_message());
    exit(2);
}

static void ignore(void *context, const char *message)
{
    (void)context;
    (void)message;
}

static void answer(void *context, const struct job *job, const char *text, struct answer *answer)
{
    struct seeker *seeker = context;
    struct question *question = &seeker->question;
    const struct query_options reading = {.all_words = job->way == WAY_ALL,
                                          .plain_words =
                                              job->way != WAY_PHRASE && job->way != WAY_PREFIX};
    const struct search_options search = {
        .k1 = 1.2, .b = 0.75, .limit = job->limit, .exhaustive = job->way == WAY_EXHAUSTIVE};
    check(question_prepare(question, &seeker->documents, seeker->analyzer, text, strlen(text),
                           &reading, ignore, NULL));
    if (job->limit == 0) {
        check(search_count(&question->expansion, &answer->found));
        return;
    }
    check(search_run(&question->expansion, &search, &seeker->result));
    *answer = (struct answer){seeker->result.count, seeker->result.work.postings,
                              seeker->result.work.decoded, seeker->result.work.scored};
}

static void release(void *context)
{
    struct seeker *seeker = context;
    search_result_release(&seeker->result);
    question_release(&seeker->question);
}

int main(int argc, char **argv)
{
    struct seeker seeker = {.analyzer = analyzer_create()};
    if (argc != 2 + ASKING_ARGUMENTS) {
        fputs("usage: seek INDEX JOBS WARM PASSES MOST\n", stderr);
        return 2;
    }
    check(seeker.analyzer == NULL ? error_memory() : 0);
    analyzer_set_memo(seeker.analyzer, false);
    check(index_open(&seeker.index, argv[1], analysis_fingerprint()));
    index_documents_init(&seeker.documents, &seeker.index);
    const struct engine engine = {&seeker, answer, release};
    asking_run(&engine, argv + 2);
    index_documents_release(&seeker.documents);
    index_close(&seeker.index);
    analyzer_destroy(seeker.analyzer);
    return 0;
}
