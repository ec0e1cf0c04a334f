/* Holds the two programs against the oracle: same documents, same order, same scores, on generated
 * articles and queries, with one segment and with many, with pruning and without, for few hits and
 * for all.
 *
 *     oracle FOUILLE-INDEX FOUILLE FOLDER [QUERIES [ARTICLES [SEED]]]
 *
 * FOLDER is made, and holds the articles and both indexes.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generate.h"
#include "random.h"

/* Hits asked for, in turn; 0: all. */
static const size_t limits[] = {20, 1, 20, 3, 100, 10, 20, 1000, 7, 0, 50};
enum { LIMITS = sizeof limits / sizeof *limits };

/* How a query is run. */
struct way {
    const char *index;
    size_t limit;
    bool exhaustive;
};

struct run {
    const char *indexer, *fouille, *folder;
    struct collection collection;
    struct oracle_hit *hits;
    char indexes[2][4200];
    uint64_t failures, checked_hits;
};

static void index_articles(const struct run *run, const char *index, const char *options)
{
    char command[20000];
    snprintf(command, sizeof command, "'%s' --quiet --index '%s' %s '%s/articles'", run->indexer,
             index, options, run->folder);
    if (system(command) != 0) {
        fprintf(stderr, "oracle: failed: %s\n", command);
        exit(1);
    }
}

/* Starts fouille with its output in a pipe; no shell, so that queries need no quoting. */
static FILE *start(const struct run *run, const struct way *way, const char *query, pid_t *child)
{
    char limit[24];
    snprintf(limit, sizeof limit, "%zu", way->limit);
    int ends[2];
    if (pipe(ends) != 0 || (*child = fork()) < 0) {
        perror("oracle");
        exit(1);
    }
    if (*child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        if (way->exhaustive)
            execl(run->fouille, "fouille", "--index", way->index, "--tsv", "--exhaustive", "-n",
                  limit, "--", query, (char *)NULL);
        else
            execl(run->fouille, "fouille", "--index", way->index, "--tsv", "-n", limit, "--", query,
                  (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    return fdopen(ends[0], "r");
}

static void fail(struct run *run, const struct way *way, const char *query, const char *what)
{
    run->failures++;
    printf("FAILED [%s] in %s, %zu hits, %s: %s\n", query, way->index, way->limit,
           way->exhaustive ? "exhaustive" : "pruned", what);
}

/* The score and the path of a line: rank, score, path, …, id. */
static bool read_line(char *line, double *score, char **path, char **id)
{
    char *rest = line, *fields[16] = {0};
    size_t count = 0;
    line[strcspn(line, "\n")] = '\0';
    while (count < 16 && (fields[count] = strsep(&rest, "\t")) != NULL)
        count++;
    if (count < 4)
        return false;
    *score = strtod(fields[1], NULL);
    *path = fields[2];
    *id = fields[3];
    return true;
}

static bool same_hit(const struct run *run, const struct oracle_hit *expected, double score,
                     const char *path, const char *id)
{
    const struct plain_document *document = &run->collection.documents[expected->document];
    char shown[4300];
    snprintf(shown, sizeof shown, id[0] == '\0' ? "%s" : "%s#%s", path, id);
    size_t size = strlen(shown), wanted = strlen(document->path);
    bool same_path = size >= wanted && strcmp(shown + size - wanted, document->path) == 0;
    return same_path && fabs(score - expected->score) <= 1e-6 * fmax(1, fabs(expected->score));
}

static void compare(struct run *run, const struct way *way, const char *query, size_t expected)
{
    pid_t child;
    FILE *output = start(run, way, query, &child);
    size_t shown = way->limit == 0 || expected < way->limit ? expected : way->limit, count = 0;
    char *line = NULL;
    size_t capacity = 0;
    bool good = true;
    while (getline(&line, &capacity, output) > 0) {
        double score;
        char *path, *id, what[500];
        if (!good)
            continue;
        if (count >= shown) {
            fail(run, way, query, "more hits than expected");
            good = false;
        } else if (!read_line(line, &score, &path, &id)) {
            fail(run, way, query, "a line of another form");
            good = false;
        } else if (!same_hit(run, &run->hits[count], score, path, id)) {
            snprintf(what, sizeof what, "hit %zu is %.150s#%.50s (%.9f), expected %.150s (%.9f)",
                     count + 1, path, id, score,
                     run->collection.documents[run->hits[count].document].path,
                     run->hits[count].score);
            fail(run, way, query, what);
            good = false;
        }
        count++;
    }
    free(line);
    fclose(output);
    int status;
    waitpid(child, &status, 0);
    run->checked_hits += count;
    if (good && count < shown)
        fail(run, way, query, "fewer hits than expected");
    int wanted = expected > 0 ? 0 : 1;
    if (good && (!WIFEXITED(status) || WEXITSTATUS(status) != wanted))
        fail(run, way, query, "wrong exit status");
}

static void check_queries(struct run *run, uint64_t queries, uint64_t seed)
{
    uint64_t random = seed ^ UINT64_C(0x5155455259);
    for (uint64_t i = 0; i < queries; i++) {
        struct oracle_query query;
        char text[1024];
        generate_query(&run->collection, (enum query_kind)(i % QUERY_KINDS), &random, text, &query);
        size_t expected = oracle_rank(&run->collection, &query, run->hits);
        /* Each kind of query meets each limit, and each of those both indexes. */
        uint64_t round = i / QUERY_KINDS;
        struct way way = {run->indexes[(round / LIMITS + i) % 2], limits[round % LIMITS], false};
        compare(run, &way, text, expected);
        way.exhaustive = true;
        compare(run, &way, text, expected);
        if (run->failures >= 10)
            return;
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: oracle FOUILLE-INDEX FOUILLE FOLDER [QUERIES [ARTICLES [SEED]]]\n", stderr);
        return 2;
    }
    struct run run = {.indexer = argv[1], .fouille = argv[2], .folder = argv[3]};
    uint64_t queries = argc > 4 ? strtoull(argv[4], NULL, 10) : 1200;
    size_t articles = argc > 5 ? strtoull(argv[5], NULL, 10) : 5200;
    uint64_t seed = argc > 6 ? strtoull(argv[6], NULL, 10) : 20220106;
    printf("seed %" PRIu64 "\n", seed);
    char folder[4200];
    mkdir(run.folder, 0777);
    snprintf(folder, sizeof folder, "%s/articles", run.folder);
    mkdir(folder, 0777);
    collection_init(&run.collection);
    generate_articles(folder, articles, seed, &run.collection);
    run.hits = malloc((run.collection.count + 1) * sizeof *run.hits);
    snprintf(run.indexes[0], sizeof run.indexes[0], "%s/one", run.folder);
    snprintf(run.indexes[1], sizeof run.indexes[1], "%s/many", run.folder);
    index_articles(&run, run.indexes[0], "--threads 1");
    index_articles(&run, run.indexes[1], "--threads 7");
    check_queries(&run, queries, seed);
    printf("%" PRIu64 " queries, %" PRIu64 " hits compared, %" PRIu64 " failures\n", queries,
           run.checked_hits, run.failures);
    free(run.hits);
    collection_release(&run.collection);
    return run.failures == 0 ? 0 : 1;
}
