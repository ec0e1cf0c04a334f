/* Holds the two programs against the oracle: same documents, same order, same scores, on generated
 * articles and queries, with one segment, with many and with deleted documents, with pruning and
 * without, for few hits and for all; and what else may be asked about the matches (modes.h).
 *
 *     oracle FOUILLE-INDEX FOUILLE FOLDER [QUERIES [ARTICLES [SEED]]]
 *
 * FOLDER is made, and holds the articles and the indexes.
 */
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/oracle/articles.h"
#include "tests/oracle/generate.h"
#include "tests/oracle/modes.h"
#include "tests/oracle/random.h"

/* Hits asked for, in turn; 0: all. */
static const size_t limits[] = {20, 1, 20, 3, 100, 10, 20, 1000, 7, 0, 50};
enum { LIMITS = sizeof limits / sizeof *limits };

/* How a query is run. */
struct way {
    size_t index;
    size_t limit;
    bool exhaustive;
};

enum { ONE, MANY, AMENDED, INDEXES };

struct run {
    const char *indexer, *fouille, *folder;
    struct collection collection;
    struct oracle_hit *hits;
    char indexes[INDEXES][4200];
    uint64_t failures, checked_hits;
};

static void run_indexer(const struct run *run, size_t index, const char *options)
{
    char command[20000];
    snprintf(command, sizeof command, "'%s' --quiet --index '%s' %s '%s/articles'", run->indexer,
             run->indexes[index], options, run->folder);
    if (system(command) != 0) {
        fprintf(stderr, "oracle: failed: %s\n", command);
        exit(1);
    }
}

static void report_mismatch(struct run *run, const struct way *way, const char *query,
                            const char *what)
{
    run->failures++;
    printf("FAILED [%s] in %s, %zu hits, %s: %s\n", query, run->indexes[way->index], way->limit,
           way->exhaustive ? "exhaustive" : "pruned", what);
}

/* Compares the lines of a run with hits from `first` on. */
static void compare_hit_lines(struct run *run, const struct way *way, const char *query,
                              const struct oracle_hit *hits, size_t shown, FILE *output)
{
    char *line = NULL, what[500] = "";
    size_t capacity = 0, count = 0;
    while (getline(&line, &capacity, output) > 0) {
        struct shown_hit hit;
        if (what[0] != '\0')
            continue;
        if (count >= shown)
            snprintf(what, sizeof what, "more hits than expected");
        else if (!shown_hit_read(&hit, line))
            snprintf(what, sizeof what, "a line of another form");
        else if (!shown_hit_is(&hit, &run->collection, &hits[count]))
            snprintf(what, sizeof what, "hit %zu is %.150s#%.50s (%.9f), expected %.150s (%.9f)",
                     count + 1, hit.path, hit.id, hit.score,
                     run->collection.documents[hits[count].document].path, hits[count].score);
        count++;
    }
    free(line);
    run->checked_hits += count;
    if (what[0] == '\0' && count < shown)
        snprintf(what, sizeof what, "fewer hits than expected");
    if (what[0] != '\0')
        report_mismatch(run, way, query, what);
}

static void compare_output(struct run *run, const struct way *way, const char *query,
                           size_t expected)
{
    char limit[24];
    snprintf(limit, sizeof limit, "%zu", way->limit);
    const struct program program = {
        run->fouille,
        run->indexes[way->index],
        {"--tsv", "-n", limit, way->exhaustive ? "--exhaustive" : "--tsv", "--", query}};
    struct program_run output = program_start(&program);
    size_t shown = way->limit == 0 || expected < way->limit ? expected : way->limit;
    compare_hit_lines(run, way, query, run->hits, shown, output.output);
    if (program_end(&output) != (expected > 0 ? 0 : 1))
        report_mismatch(run, way, query, "wrong exit status");
}

/* One of the other things that may be asked about a query's matches. */
static void compare_otherwise(struct run *run, const struct way *way,
                              const struct oracle_query *query, const char *text, size_t expected,
                              uint64_t *random)
{
    char what[MODE_MESSAGE];
    const struct mode_case asked = {
        run->fouille, run->indexes[way->index], &run->collection, query, text, run->hits, expected};
    if (!mode_check(&asked, random, what))
        report_mismatch(run, way, text, what);
}

static void check_queries(struct run *run, uint64_t queries, uint64_t seed)
{
    uint64_t random = seed ^ UINT64_C(0x5155455259);
    for (uint64_t i = 0; i < queries; i++) {
        static struct oracle_query query;
        char text[1024];
        /* Each kind of query meets each limit, and each of those all indexes. */
        uint64_t round = i / QUERY_KINDS;
        struct way way = {(round / LIMITS + i) % INDEXES, limits[round % LIMITS], false};
        run->collection.counts_deleted = way.index == AMENDED;
        generate_query(&run->collection, (enum query_kind)(i % QUERY_KINDS), &random, text, &query);
        size_t expected = oracle_rank(&run->collection, &query, run->hits);
        compare_output(run, &way, text, expected);
        way.exhaustive = true;
        compare_output(run, &way, text, expected);
        way.exhaustive = false;
        oracle_match(&run->collection, &query, run->hits);
        compare_otherwise(run, &way, &query, text, expected, &random);
        if (run->failures >= 10)
            return;
    }
}

/* The deleted documents must be in the index, or nothing would be tested. */
static void check_deleted(struct run *run, size_t deleted)
{
    char command[9000], line[200];
    snprintf(command, sizeof command, "'%s' --stats --index '%s'", run->indexer,
             run->indexes[AMENDED]);
    FILE *output = popen(command, "r");
    size_t told = 0;
    while (output != NULL && fgets(line, sizeof line, output) != NULL)
        if (strncmp(line, "deleted documents\t", 18) == 0)
            told = strtoull(line + 18, NULL, 10);
    if (output == NULL || pclose(output) != 0 || told != deleted) {
        fprintf(stderr, "oracle: %zu documents should be deleted, %zu are\n", deleted, told);
        exit(1);
    }
}

/* The amended index is built before some of the articles are removed or written anew, and brought
 * up to date after that; the others have never seen them. */
static void make_indexes(struct run *run, size_t articles, uint64_t seed)
{
    static const char *const names[] = {"one", "many", "amended"};
    char folder[4200];
    mkdir(run->folder, 0777);
    snprintf(folder, sizeof folder, "%s/articles", run->folder);
    mkdir(folder, 0777);
    for (size_t i = 0; i < INDEXES; i++)
        snprintf(run->indexes[i], sizeof run->indexes[i], "%s/%s", run->folder, names[i]);
    collection_init(&run->collection);
    generate_articles(folder, articles, seed, &run->collection);
    run_indexer(run, AMENDED, "--threads 5");
    size_t deleted = generate_amendments(folder, articles, seed + 1, &run->collection);
    collection_sort(&run->collection);
    run_indexer(run, AMENDED, "");
    check_deleted(run, deleted);
    run_indexer(run, ONE, "--threads 1");
    run_indexer(run, MANY, "--threads 7");
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: oracle FOUILLE-INDEX FOUILLE FOLDER [QUERIES [ARTICLES [SEED]]]\n", stderr);
        return 2;
    }
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
        fputs("oracle: no locale C.UTF-8, by whose letters regular expressions are told\n", stderr);
        return 2;
    }
    struct run run = {.indexer = argv[1], .fouille = argv[2], .folder = argv[3]};
    uint64_t queries = argc > 4 ? strtoull(argv[4], NULL, 10) : 1200;
    size_t articles = argc > 5 ? strtoull(argv[5], NULL, 10) : 5200;
    uint64_t seed = argc > 6 ? strtoull(argv[6], NULL, 10) : 20220106;
    printf("seed %" PRIu64 "\n", seed);
    make_indexes(&run, articles, seed);
    run.hits = malloc((run.collection.count + 1) * sizeof *run.hits);
    if (run.hits == NULL)
        return 1;
    check_queries(&run, queries, seed);
    printf("%" PRIu64 " queries, %" PRIu64 " hits compared, %" PRIu64 " failures\n", queries,
           run.checked_hits, run.failures);
    free(run.hits);
    collection_release(&run.collection);
    return run.failures == 0 ? 0 : 1;
}
