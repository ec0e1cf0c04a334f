#include "bench/query_timer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/clock.h"

struct lines {
    char **texts; /* without line ends */
    size_t count;
};

struct query_timer {
    const struct engine *engine;
    struct job *jobs;
    struct lines *queries; /* of each job */
    size_t job_count;
    size_t passes;
};

static _Noreturn void fail_timing(const char *what, const char *why)
{
    fprintf(stderr, "query_timer: %s: %s\n", what, why);
    exit(2);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (memory == NULL)
        fail_timing("memory", strerror(errno));
    return memory;
}

/* The lines of a file that have anything on them, at most `most`. */
static struct lines read_text_lines(const char *path, size_t most)
{
    struct lines lines = {NULL, 0};
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    if (file == NULL)
        fail_timing(path, strerror(errno));
    while (lines.count < most && (size = getline(&line, &capacity, file)) >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '\0')
            continue;
        lines.texts = realloc(lines.texts, (lines.count + 1) * sizeof *lines.texts);
        if (lines.texts == NULL || (lines.texts[lines.count++] = strdup(line)) == NULL)
            fail_timing(path, strerror(errno));
    }
    if (ferror(file))
        fail_timing(path, strerror(errno));
    free(line);
    fclose(file);
    return lines;
}

static void free_lines(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->texts[i]);
    free(lines->texts);
}

static struct job read_job(char *line)
{
    static const char *const ways[] = {"any", "all", "phrase", "prefix", "exhaustive"};
    struct job job = {.name = strtok(line, "\t")};
    const char *way = strtok(NULL, "\t"), *limit = strtok(NULL, "\t");
    size_t number = 0;
    job.path = strtok(NULL, "\t");
    if (job.path == NULL)
        fail_timing("jobs", "a line has no four fields");
    while (number < sizeof ways / sizeof *ways && strcmp(way, ways[number]) != 0)
        number++;
    if (number == sizeof ways / sizeof *ways)
        fail_timing("no way of asking", way);
    job.way = (enum way)number;
    job.limit = strtoul(limit, NULL, 10);
    return job;
}

static double microseconds(void)
{
    return clock_seconds() * 1e6;
}

/* Asks the queries of a job, in their order; `times` is the first query's, and each next one
 * `passes` further on. The answers are those of the last pass. */
static void run_pass(const struct query_timer *query_timer, size_t number, double *times,
                     struct answer *answers)
{
    const struct engine *engine = query_timer->engine;
    const struct lines *queries = &query_timer->queries[number];
    for (size_t i = 0; i < queries->count; i++) {
        answers[i] = (struct answer){0};
        double start = microseconds();
        engine->answer(engine->context, &query_timer->jobs[number], queries->texts[i], &answers[i]);
        times[i * query_timer->passes] = microseconds() - start;
        if (engine->release != NULL)
            engine->release(engine->context);
    }
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median_time(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static void measure_job(const struct query_timer *query_timer, size_t number)
{
    const struct job *job = &query_timer->jobs[number];
    size_t count = query_timer->queries[number].count, passes = query_timer->passes;
    double *times = allocate(count * passes, sizeof *times);
    struct answer *answers = allocate(count, sizeof *answers);
    run_pass(query_timer, number, times, answers); /* the next one writes over it */
    if (passes == 0)
        count = 0;
    for (size_t i = 0; i < passes; i++)
        run_pass(query_timer, number, times + i, answers);
    for (size_t i = 0; i < count; i++) {
        printf("%s\t%zu\t%zu\t%.2f\t%" PRIu64, job->name, job->limit, i + 1,
               median_time(times + i * passes, passes), answers[i].found);
        if (answers[i].postings > 0)
            printf("\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64, answers[i].postings, answers[i].decoded,
                   answers[i].scored);
        putchar('\n');
    }
    free(times);
    free(answers);
}

static void warm_up_jobs(const struct query_timer *query_timer)
{
    for (size_t i = 0; i < query_timer->job_count; i++) {
        size_t count = query_timer->queries[i].count;
        double *times = allocate(count * query_timer->passes, sizeof *times);
        struct answer *answers = allocate(count, sizeof *answers);
        run_pass(query_timer, i, times, answers);
        free(times);
        free(answers);
    }
}

void query_timer_run(const struct engine *engine, char **arguments)
{
    struct lines lines = read_text_lines(arguments[0], SIZE_MAX);
    size_t warm = strtoul(arguments[1], NULL, 10), most = strtoul(arguments[3], NULL, 10);
    struct query_timer query_timer = {.engine = engine,
                                      .jobs = allocate(lines.count, sizeof *query_timer.jobs),
                                      .queries = allocate(lines.count, sizeof *query_timer.queries),
                                      .job_count = lines.count,
                                      .passes = strtoul(arguments[2], NULL, 10)};
    for (size_t i = 0; i < lines.count; i++) {
        query_timer.jobs[i] = read_job(lines.texts[i]);
        query_timer.queries[i] = read_text_lines(query_timer.jobs[i].path, most);
    }
    for (size_t i = 0; i < warm; i++)
        warm_up_jobs(&query_timer);
    for (size_t i = 0; i < lines.count; i++)
        measure_job(&query_timer, i);
    for (size_t i = 0; i < lines.count; i++)
        free_lines(&query_timer.queries[i]);
    free(query_timer.jobs);
    free(query_timer.queries);
    free_lines(&lines);
}
