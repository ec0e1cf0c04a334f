/* Judges runs against relevance judgements, as trec_eval does.
 *
 *   judge QRELS.tsv NAME=RUN...            a Markdown table, the first run being the reference
 *   judge --losses N QRELS.tsv ONE OTHER   the N queries that lose most nDCG@10 from ONE to OTHER
 *
 * QRELS and RUN have trec_eval's columns: query, ignored, document, grade; query, Q0, document,
 * rank, score, name. Measures: nDCG@10, MAP, MRR@10, recall@100, each the mean over all queries
 * that have a relevant document, whether the run answers them or not (trec_eval -c). A grade above
 * 0 is relevant; nDCG's gain is the grade and its discount 1 / log2(rank + 1). Order is the run's
 * ranks: a run's scores are rounded where it was printed, its ranks are not.
 *
 * Each nDCG@10 is followed by its ratio to the reference with the bounds of 95 % of 10,000 paired
 * bootstrap samples of the queries (Efron and Tibshirani, An Introduction to the Bootstrap, 1993;
 * Sakai, SIGIR 2006), from a fixed seed.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 10000, NAME_SIZE = 200, CUTOFF = 10, DEEP_CUTOFF = 100 };

enum measure { NDCG, AVERAGE_PRECISION, RECIPROCAL_RANK, RECALL, MEASURES };

/* A line of judgements or of a run: `value` is the grade or the rank. */
struct line {
    char query[NAME_SIZE], document[NAME_SIZE];
    long value;
};

struct lines {
    size_t count, capacity;
    struct line *items; /* sorted by query, then document or rank */
};

struct run {
    const char *name;
    double (*values)[MEASURES]; /* one row per judged query */
};

static void fail_judging(const char *what, const char *name)
{
    fprintf(stderr, "judge: %s '%s'%s%s\n", what, name, errno != 0 ? ": " : "",
            errno != 0 ? strerror(errno) : "");
    exit(2);
}

static void *resize_array(void *items, size_t count, size_t size)
{
    void *larger = realloc(items, (count + 1) * size);
    if (larger == NULL)
        fail_judging("no memory for", "lines");
    return larger;
}

/* --- reading --- */

static int by_document(const void *one, const void *other)
{
    const struct line *a = one, *b = other;
    int order = strcmp(a->query, b->query);
    return order != 0 ? order : strcmp(a->document, b->document);
}

static int by_rank(const void *one, const void *other)
{
    const struct line *a = one, *b = other;
    int order = strcmp(a->query, b->query);
    return order != 0 ? order : (a->value > b->value) - (a->value < b->value);
}

static struct lines read_judged_lines(const char *path, int (*compare)(const void *, const void *))
{
    struct lines lines = {0, 0, NULL};
    char text[4096];
    errno = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail_judging("cannot open", path);
    while (fgets(text, sizeof text, file) != NULL) {
        if (lines.count == lines.capacity)
            lines.items = resize_array(lines.items, lines.capacity = 2 * lines.capacity + 1024,
                                       sizeof *lines.items);
        struct line *line = &lines.items[lines.count++];
        errno = 0;
        if (sscanf(text, "%199s %*s %199s %ld", line->query, line->document, &line->value) != 3)
            fail_judging("a line is neither a judgement nor a hit:", text);
    }
    fclose(file);
    qsort(lines.items, lines.count, sizeof *lines.items, compare);
    return lines;
}

/* The first line from `from` on whose query is not that of the line at `from`. */
static size_t query_end(const struct lines *lines, size_t from)
{
    size_t end = from;
    while (end < lines->count && strcmp(lines->items[end].query, lines->items[from].query) == 0)
        end++;
    return end;
}

/* --- one query --- */

static double discounted_gain(long grade, size_t rank)
{
    return (double)grade / log2((double)rank + 1);
}

static int by_descending_grade(const void *one, const void *other)
{
    long a = *(const long *)one, b = *(const long *)other;
    return (a < b) - (a > b);
}

/* The best DCG that any order of the judged documents has; *relevant: how many are. */
static double ideal_gain(const struct line *judged, size_t count, size_t *relevant)
{
    double sum = 0;
    long *grades = resize_array(NULL, count, sizeof *grades);
    *relevant = 0;
    for (size_t i = 0; i < count; i++)
        if (judged[i].value > 0)
            grades[(*relevant)++] = judged[i].value;
    qsort(grades, *relevant, sizeof *grades, by_descending_grade);
    for (size_t i = 0; i < *relevant && i < CUTOFF; i++)
        sum += discounted_gain(grades[i], i + 1);
    free(grades);
    return sum;
}

static long grade_of(const struct line *judged, size_t count, const struct line *hit)
{
    const struct line *found = bsearch(hit, judged, count, sizeof *judged, by_document);
    return found == NULL || found->value < 0 ? 0 : found->value;
}

/* False when nothing is relevant: such a query says nothing of a run. */
static bool judge_query(const struct line *judged, size_t judged_count, const struct line *hits,
                        size_t hit_count, double values[MEASURES])
{
    size_t relevant, found = 0;
    double best = ideal_gain(judged, judged_count, &relevant);
    memset(values, 0, MEASURES * sizeof *values);
    for (size_t rank = 1; rank <= hit_count && relevant > 0; rank++) {
        long grade = grade_of(judged, judged_count, &hits[rank - 1]);
        if (grade == 0)
            continue;
        found++;
        values[AVERAGE_PRECISION] += (double)found / (double)rank / (double)relevant;
        if (rank <= CUTOFF)
            values[NDCG] += discounted_gain(grade, rank) / best;
        if (rank <= CUTOFF && found == 1)
            values[RECIPROCAL_RANK] = 1 / (double)rank;
        if (rank <= DEEP_CUTOFF)
            values[RECALL] += 1 / (double)relevant;
    }
    return relevant > 0;
}

/* --- a run --- */

/* Fills a row for each query with a relevant document, in their order; returns how many. */
static size_t judge_run(const struct lines *judgements, const char *path, struct run *run,
                        const char ***queries)
{
    struct lines hits = read_judged_lines(path, by_rank);
    size_t count = 0, at = 0;
    run->values = resize_array(NULL, judgements->count, sizeof *run->values);
    *queries = resize_array(*queries, judgements->count, sizeof **queries);
    for (size_t from = 0, end; from < judgements->count; from = end) {
        const struct line *judged = &judgements->items[from];
        end = query_end(judgements, from);
        while (at < hits.count && strcmp(hits.items[at].query, judged->query) < 0)
            at = query_end(&hits, at);
        bool answered = at < hits.count && strcmp(hits.items[at].query, judged->query) == 0;
        size_t hit_count = answered ? query_end(&hits, at) - at : 0;
        (*queries)[count] = judged->query;
        count += judge_query(judged, end - from, hits.items + at, hit_count, run->values[count]);
    }
    free(hits.items);
    return count;
}

static double mean(const struct run *run, size_t count, enum measure measure)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += run->values[i][measure];
    return count == 0 ? 0 : sum / (double)count;
}

/* --- intervals --- */

/* Knuth's MMIX generator: samples are the same in every run. */
static size_t random_query(uint64_t *state, size_t count)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (size_t)((*state >> 33) % count);
}

static int by_value(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* The bounds of 95 % of the ratios of two runs' nDCG@10 over samples of the queries. */
static void bootstrap(const struct run *one, const struct run *other, size_t count,
                      double bounds[2])
{
    static double ratios[SAMPLES];
    uint64_t state = 1;
    for (size_t i = 0; i < SAMPLES; i++) {
        double a = 0, b = 0;
        for (size_t k = 0; k < count; k++) {
            size_t query = random_query(&state, count);
            a += one->values[query][NDCG];
            b += other->values[query][NDCG];
        }
        ratios[i] = a > 0 ? b / a : 1;
    }
    qsort(ratios, SAMPLES, sizeof *ratios, by_value);
    bounds[0] = ratios[SAMPLES / 40];
    bounds[1] = ratios[SAMPLES - SAMPLES / 40 - 1];
}

/* --- what is printed --- */

static void print_table(const struct run *runs, size_t run_count, size_t count)
{
    puts("| run | nDCG@10 | ratio | 95 % | MAP | MRR@10 | recall@100 "
         "|\n|---|---|---|---|---|---|---|");
    double reference = mean(&runs[0], count, NDCG);
    for (size_t i = 0; i < run_count; i++) {
        double bounds[2] = {0, 0}, ndcg = mean(&runs[i], count, NDCG);
        if (count > 0)
            bootstrap(&runs[0], &runs[i], count, bounds);
        printf("| %s | %.4f | %.3f | %.3f to %.3f | %.4f | %.4f | %.4f |\n", runs[i].name, ndcg,
               reference > 0 ? ndcg / reference : 0, bounds[0], bounds[1],
               mean(&runs[i], count, AVERAGE_PRECISION), mean(&runs[i], count, RECIPROCAL_RANK),
               mean(&runs[i], count, RECALL));
    }
}

static void print_losses(const struct run *runs, const char **queries, size_t count, long limit)
{
    bool *printed = calloc(count + 1, sizeof *printed);
    if (printed == NULL)
        fail_judging("no memory for", "queries");
    for (long n = 0; n < limit; n++) {
        size_t worst = count;
        double least = 0;
        for (size_t i = 0; i < count; i++) {
            double change = runs[1].values[i][NDCG] - runs[0].values[i][NDCG];
            if (!printed[i] && change < least) {
                least = change;
                worst = i;
            }
        }
        if (worst == count)
            break;
        printed[worst] = true;
        printf("%s\t%.4f\t%.4f\n", queries[worst], runs[0].values[worst][NDCG],
               runs[1].values[worst][NDCG]);
    }
    free(printed);
}

int main(int argc, char **argv)
{
    bool losses = argc == 6 && strcmp(argv[1], "--losses") == 0;
    int first = losses ? 3 : 1;
    if (argc < first + 2 || argv[1][0] == '\0' || (!losses && argv[1][0] == '-')) {
        fputs("usage: judge QRELS.tsv NAME=RUN... | --losses N QRELS.tsv ONE OTHER\n", stderr);
        return 2;
    }
    struct lines judgements = read_judged_lines(argv[first], by_document);
    size_t run_count = (size_t)(argc - first - 1), count = 0;
    struct run *runs = resize_array(NULL, run_count, sizeof *runs);
    const char **queries = NULL;
    for (size_t i = 0; i < run_count; i++) {
        char *name = argv[first + 1 + (int)i], *path = losses ? NULL : strchr(name, '=');
        if (path != NULL)
            *path++ = '\0';
        runs[i].name = name;
        count = judge_run(&judgements, path == NULL ? name : path, &runs[i], &queries);
    }
    if (losses)
        print_losses(runs, queries, count, strtol(argv[2], NULL, 10));
    else
        print_table(runs, run_count, count);
    for (size_t i = 0; i < run_count; i++)
        free(runs[i].values);
    free(runs);
    free(queries);
    free(judgements.items);
    return 0;
}
