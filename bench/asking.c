#include "bench/asking.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct lines {
    char **texts; /* without line ends */
    size_t count;
};

struct asking {
    const struct engine *engine;
    struct job *jobs;
    struct lines *queries; /* of each job */
    size_t job_count;
    size_t passes;
};

static _Noreturn void fail(const char *what, const char *why)
{
    fprintf(stderr, "asking: %s: %s\n", what, why);
    exit(2);
}

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (memory == NULL)
        fail("memory", strerror(errno));
    return memory;
}

/* The lines of a file that have anything on them, at most `most`. */
static struct lines read_lines(const char *path, size_t most)
{
    struct lines lines = {NULL, 0};
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    if (file == NULL)
        fail(path, strerror(errno));
    while (lines.count < most && (size = getline(&line, &capacity, file)) >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '\0')
            continue;
        lines.texts = realloc(lines.texts, (lines.count + 1) * sizeof *lines.texts);
        if (lines.texts == NULL || (lines.texts[lines.count++] = strdup(line)) == NULL)
            fail(path, strerror(errno));
    }
    if (ferror(file))
        fail(path, strerror(errno));
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
        fail("jobs", "a line has no four fields");
    while (number < sizeof ways / sizeof *ways && strcmp(way, ways[number]) != 0)
        number++;
    if (number == sizeof ways / sizeof *ways)
        fail("no way of asking", way);
    job.way = (enum way)number;
    job.limit = strtoul(limit, NULL, 10);
    return job;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* Asks the queries of a job, in their order; `times` is the first query's, and each next one
 * `passes` further on. The answers are those of the last pass. */
static void pass(const struct asking *asking, size_t number, double *times, struct answer *answers)
{
    const struct engine *engine = asking->engine;
    const struct lines *queries = &asking->queries[number];
    for (size_t i = 0; i < queries->count; i++) {
        answers[i] = (struct answer){0};
        double start = now();
        engine->answer(engine->context, &asking->jobs[number], queries->texts[i], &answers[i]);
        times[i * asking->passes] = now() - start;
        if (engine->release != NULL)
            engine->release(engine->context);
    }
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static void measure(const struct asking *asking, size_t number)
{
    const struct job *job = &asking->jobs[number];
    size_t count = asking->queries[number].count, passes = asking->passes;
    double *times = room(count * passes, sizeof *times);
    struct answer *answers = room(count, sizeof *answers);
    pass(asking, number, times, answers); /* the next one writes over it */
    if (passes == 0)
        count = 0;
    for (size_t i = 0; i < passes; i++)
        pass(asking, number, times + i, answers);
    for (size_t i = 0; i < count; i++) {
        printf("%s\t%zu\t%zu\t%.2f\t%" PRIu64, job->name, job->limit, i + 1,
               median(times + i * passes, passes), answers[i].found);
        if (answers[i].postings > 0)
            printf("\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64, answers[i].postings, answers[i].decoded,
                   answers[i].scored);
        putchar('\n');
    }
    free(times);
    free(answers);
}

static void warm_up(const struct asking *asking)
{
    for (size_t i = 0; i < asking->job_count; i++) {
        size_t count = asking->queries[i].count;
        double *times = room(count * asking->passes, sizeof *times);
        struct answer *answers = room(count, sizeof *answers);
        pass(asking, i, times, answers);
        free(times);
        free(answers);
    }
}

void asking_run(const struct engine *engine, char **arguments)
{
    struct lines lines = read_lines(arguments[0], SIZE_MAX);
    size_t warm = strtoul(arguments[1], NULL, 10), most = strtoul(arguments[3], NULL, 10);
    struct asking asking = {.engine = engine,
                            .jobs = room(lines.count, sizeof *asking.jobs),
                            .queries = room(lines.count, sizeof *asking.queries),
                            .job_count = lines.count,
                            .passes = strtoul(arguments[2], NULL, 10)};
    for (size_t i = 0; i < lines.count; i++) {
        asking.jobs[i] = read_job(lines.texts[i]);
        asking.queries[i] = read_lines(asking.jobs[i].path, most);
    }
    for (size_t i = 0; i < warm; i++)
        warm_up(&asking);
    for (size_t i = 0; i < lines.count; i++)
        measure(&asking, i);
    for (size_t i = 0; i < lines.count; i++)
        free_lines(&asking.queries[i]);
    free(asking.jobs);
    free(asking.queries);
    free_lines(&lines);
}
