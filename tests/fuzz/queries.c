/* Random queries, made by a grammar and then perhaps broken: each is read and answered without a
 * crash and within a second, the number of hits is the count, and the score of a hit is the sum of
 * its explained parts.
 *
 *     fuzz_queries [QUERIES [SEED]]
 */
#include <inttypes.h>
#include <time.h>

#include "tests/corrupt/sample.h"
#include "tests/oracle/random.h"

#include "query/present/highlight.h"
#include "query/search/respell.h"
#include "query/search/search.h"
#include "query/terms/repair.h"

enum { TEXT_MAX = 4000, SEGMENTS = 3, ARTICLES = 150 };

struct run {
    struct sample sample;
    struct index index;
    struct analyzer *analyzer;
    uint64_t random, seed;
    size_t size;
    char text[TEXT_MAX + 100];
    uint64_t refused, empty, answered, hits;
    double slowest;
};

/* --- queries --- */

static void emit(struct run *run, const char *text)
{
    size_t size = strlen(text);
    if (run->size + size <= TEXT_MAX) {
        memcpy(run->text + run->size, text, size);
        run->size += size;
    }
}

static const char *pick_one(struct run *run, const char *const *items, uint32_t count)
{
    return items[random_below(&run->random, count)];
}

#define PICK_ONE(run, ...)                                                                         \
    pick_one((run), (const char *const[]){__VA_ARGS__},                                            \
             sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void emit_word(struct run *run)
{
    emit(run,
         PICK_ONE(run, "rivière", "rivières", "riviere", "paix", "l'école", "ecole", "chats",
                  "Chat", "évènement", "événement", "la", "des", "de", "xyz", "week-end", "10 000",
                  "jusqu'à", "étudiant·e·s", "a", "é", "rivi*", "*e", "*", "r?vi*", "ch?ts", "*i*",
                  "??a?*", "rivire~", "paxi~2", "ecoel~", "=chats", "=chat", "létat", "week end",
                  "ultra rivière", "rivièrepaix", "/r.v.*/", "/.*(e|é)s?/", "/(.)\\1/", "/(a*)*b/",
                  "/[/", "/\\/", "\\+a", "(e)s", "c++", "漢字", "€", "\xff", "e\xcc\x81"));
}

static void emit_number(struct run *run)
{
    char number[16];
    snprintf(number, sizeof number, "%u",
             random_below(&run->random, random_below(&run->random, 3) ? 9 : 2000));
    emit(run, number);
}

static void emit_phrase(struct run *run)
{
    const char *quote = PICK_ONE(run, "\"", "\"", "«", "“");
    emit(run, quote);
    for (uint32_t i = random_below(&run->random, 5); i > 0; i--) {
        emit_word(run);
        emit(run, " ");
    }
    emit(run, strcmp(quote, "«") == 0 ? "»" : strcmp(quote, "“") == 0 ? "”" : "\"");
    if (random_below(&run->random, 3) == 0) {
        emit(run, "~");
        emit_number(run);
    }
}

static void emit_filter(struct run *run)
{
    emit(run, PICK_ONE(run, "date:2022", "date:2021..2022-01-08", "date:>2021", "date:<2022-01-09",
                       "date:2022-01-08", "date:x", "site:a.fr", "site:fr", "url:a", "url:*a*",
                       "chemin:articles", "chemin:articles/00?1*", "path:\"articles/*\"",
                       "-site:b.fr", "-date:2022"));
}

static void emit_query(struct run *run, unsigned depth);

static void emit_item(struct run *run, unsigned depth)
{
    emit(run, PICK_ONE(run, "", "", "", "", "+", "-", "titre:", "=", "-titre:"));
    uint32_t kind = random_below(&run->random, 12);
    if (kind < 6) {
        emit_word(run);
    } else if (kind < 8) {
        emit_phrase(run);
    } else if (kind == 8) {
        emit_filter(run);
    } else if (kind == 9) {
        emit_word(run);
        emit(run, PICK_ONE(run, " PROCHE/", " NEAR/"));
        emit_number(run);
        emit(run, " ");
        emit_word(run);
    } else if (depth < 8) {
        emit(run, "(");
        emit_query(run, depth + 1);
        emit(run, ")");
    }
    if (random_below(&run->random, 8) == 0) {
        emit(run, "^");
        emit_number(run);
    }
}

static void emit_query(struct run *run, unsigned depth)
{
    uint32_t items = 1 + random_below(&run->random, 4);
    for (uint32_t i = 0; i < items; i++) {
        emit_item(run, depth);
        emit(run, i + 1 == items ? ""
                                 : PICK_ONE(run, " ", " ", " ET ", " OU ", " SAUF ", " AND ",
                                            " OR ", " NOT ", " ET SAUF ", " OU SAUF ", "\n"));
    }
}

static void break_text(struct run *run)
{
    for (uint32_t times = 1 + random_below(&run->random, 5); times > 0 && run->size > 0; times--) {
        size_t at = random_below(&run->random, (uint32_t)run->size);
        switch (random_below(&run->random, 3)) {
        case 0:
            run->text[at] = (char)random_below(&run->random, 256);
            break;
        case 1:
            memmove(run->text + at, run->text + at + 1, run->size - at - 1);
            run->size--;
            break;
        default:
            run->text[at] = "\"()*?~^+-= \\:/'"[random_below(&run->random, 15)];
            break;
        }
    }
}

static void make_query(struct run *run)
{
    run->size = 0;
    emit_query(run, 0);
    if (random_below(&run->random, 3) == 0)
        break_text(run);
}

/* --- answers --- */

static void fail_query(const struct run *run, const char *what)
{
    fprintf(stderr, "fuzz_queries: seed %" PRIu64 ": %s: %.*s\n%s\n", run->seed, what,
            (int)run->size, run->text, error_message());
    exit(1);
}

static void ignore_repair(void *context, const struct repair *repair)
{
    (void)context;
    (void)repair;
}

static void ignore_split(void *context, const char *typed, const char *one, const char *other)
{
    (void)context;
    (void)typed;
    (void)one;
    (void)other;
}

static void check_hit(const struct run *run, const struct expansion *expansion,
                      const struct search_options *options, const struct hit *hit)
{
    struct score_part *parts = calloc(expansion->clause_count + 1, sizeof *parts);
    double sum = 0;
    if (parts == NULL || search_explain(expansion, options, hit, parts) != 0)
        fail_query(run, "a hit is not explained");
    for (size_t i = 0; i < expansion->clause_count; i++)
        sum += parts[i].score;
    if (sum != hit->score)
        fail_query(run, "the parts do not add up");
    free(parts);
}

static void check_matches(const struct run *run, const struct expansion *expansion)
{
    static const char text[] = "La rivière et les rivières : l'école de la paix, des chats.";
    struct match_list matches = {0};
    if (highlight_find(&matches, expansion, run->analyzer, (struct slice){text, strlen(text)},
                       (struct highlight_mode){.title = true}) != 0)
        fail_query(run, "matches");
    vector_release(&matches);
}

static void check_answer(struct run *run, const struct expansion *expansion)
{
    const struct search_options options = {
        .k1 = 1.2,
        .b = 0.75,
        .limit = random_below(&run->random, 3) ? 10 : 0,
        .sort = random_below(&run->random, 2) ? SORT_SCORE : random_below(&run->random, 4)};
    struct search_result result;
    uint64_t count;
    if (search_run(expansion, &options, &result) != 0 || search_count(expansion, &count) != 0)
        fail_query(run, "no answer");
    if (result.count != (options.limit > 0 && count > options.limit ? options.limit : count))
        fail_query(run, "not as many hits as are counted");
    for (size_t i = 0; i < result.count && i < 3; i++)
        check_hit(run, expansion, &options, &result.hits[i]);
    run->hits += result.count;
    search_result_release(&result);
    check_matches(run, expansion);
}

static void answer_random_query(struct run *run)
{
    struct query query;
    struct expansion expansion;
    const struct query_options options = {.all_words = random_below(&run->random, 6) == 0,
                                          .phrase = random_below(&run->random, 20) == 0,
                                          .plain_words = random_below(&run->random, 20) == 0,
                                          .since = random_below(&run->random, 20) ? NULL : "2022"};
    int status = query_parse(&query, run->analyzer, run->text, run->size, &options);
    if (status == ERROR_SYNTAX) {
        run->refused++;
        return;
    }
    if (status != 0)
        fail_query(run, "cannot be read");
    if (!query_can_match(&query)) {
        run->empty++;
        query_release(&query);
        return;
    }
    status = expand_query(&expansion, &run->index, &query);
    if (status == ERROR_SYNTAX) {
        run->refused++;
        query_release(&query);
        return;
    }
    if (status != 0 ||
        repair_query(&query, &expansion, run->analyzer, &options,
                     &(struct repair_notice){ignore_repair, NULL}) != 0 ||
        respell_query(&query, &expansion, run->analyzer,
                      &(struct respell_notice){ignore_split, NULL}) != 0)
        fail_query(run, "cannot be expanded");
    check_answer(run, &expansion);
    run->answered++;
    expansion_release(&expansion);
    query_release(&query);
}

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    static struct run run;
    uint64_t queries = argc > 1 ? strtoull(argv[1], NULL, 10) : 6000;
    uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    sample_build(&run.sample, SEGMENTS, ARTICLES);
    run.analyzer = analyzer_create();
    if (run.analyzer == NULL ||
        index_open(&run.index, run.sample.path, analysis_fingerprint()) != 0)
        sample_fail("cannot open");
    for (uint64_t i = 0; i < queries; i++) {
        run.seed = run.random = first + i;
        make_query(&run);
        double start = processor_seconds();
        answer_random_query(&run);
        double taken = processor_seconds() - start;
        if (taken > run.slowest)
            run.slowest = taken;
        if (taken > 1)
            fail_query(&run, "takes more than a second");
        if (i % 1000 == 0)
            analyzer_reset(run.analyzer);
    }
    printf("%" PRIu64 " queries: %" PRIu64 " refused, %" PRIu64 " without a word, %" PRIu64
           " answered with %" PRIu64 " hits, the slowest in %.1f ms\n",
           queries, run.refused, run.empty, run.answered, run.hits, run.slowest * 1e3);
    index_close(&run.index);
    analyzer_destroy(run.analyzer);
    sample_remove(&run.sample);
    return run.answered > queries / 3 ? 0 : 1;
}
