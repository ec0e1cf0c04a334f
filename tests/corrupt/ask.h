/* Questions to an index that may be damaged: one of each kind, each answered or refused within a
 * second. */
#ifndef FOUILLE_TESTS_ASK_H
#define FOUILLE_TESTS_ASK_H

#include <time.h>

#include "tests/corrupt/sample.h"

#include "query/search/search.h"
#include "query/terms/expand.h"

static const double ASK_SECONDS = 1;

static inline void ask_one(struct index *index, struct analyzer *analyzer, const char *text)
{
    static const struct query_options how = {.phrase = false};
    const struct search_options options = {.k1 = 1.2, .b = 0.75, .limit = 10};
    struct query query;
    struct expansion expansion;
    struct search_result result;
    uint64_t count;
    if (query_parse(&query, analyzer, text, strlen(text), &how) != 0)
        sample_fail(text);
    if (expand_query(&expansion, index, &query) == 0) {
        if (search_run(&expansion, &options, &result) == 0)
            search_result_release(&result);
        search_count(&expansion, &count);
        expansion_release(&expansion);
    }
    query_release(&query);
}

static inline void ask_everything(const struct sample *sample, struct analyzer *analyzer)
{
    static const char *const queries[] = {
        "rivière paix",   "+chats +paix",      "\"la paix des\"", "riv*",
        "paxi~ =rivière", "titre:chats école", "date:2022 paix",  "paix SAUF (chat OU écoles)"};
    struct index index;
    if (index_open(&index, sample->path, analysis_fingerprint()) != 0)
        return;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        ask_one(&index, analyzer, queries[i]);
    index_close(&index);
}

static inline double ask_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Reads all, checks all, asks all; ends the program where that takes longer than it may. Whether
 * the check found damage. */
static inline bool ask_damaged(const struct sample *sample, struct analyzer *analyzer,
                               uint64_t *digest, const char *what)
{
    double begun = ask_seconds();
    if (read_everything(sample, digest) != 0)
        *digest = 0;
    bool found = check_everything(sample) != 0;
    ask_everything(sample, analyzer);
    if (ask_seconds() - begun > ASK_SECONDS) {
        fprintf(stderr, "%s: takes more than a second\n", what);
        abort();
    }
    return found;
}

#endif
