#include "query/app/runs_merge.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/escape.h"
#include "common/base/line_reader.h"
#include "common/base/parse_number.h"
#include "common/base/vector.h"
#include "query/search/rerank.h"

enum { FIELD_COUNT = 8 };

/* Bytes of a line: a record's path has at most 4 MiB, and each of its bytes takes up to three in a
 * line. */
enum { LINE_SIZE_MAX = 1 << 24 };

/* A line of a run, parsed. */
struct run_hit {
    char *line; /* owned; the fields point into it */
    const char *name, *path, *document;
    double first, second;
    uint64_t root, ordinal;
};

struct run_file {
    const char *path;
    int descriptor;
    struct line_reader lines;
    uint64_t line;    /* number of the current line */
    uint64_t subset;  /* from 1 */
    uint64_t queries; /* of the batch, when `ended` */
    bool ended;
    uint64_t query;     /* of `hit` */
    uint64_t hits;      /* of that query, so far */
    struct run_hit hit; /* the next hit, unless `ended` */
};

struct run_merger {
    struct run_file *files;
    size_t count;
    uint64_t generation, limit;
    VECTOR(struct run_hit) hits; /* of one query */
};

/* --- reading --- */

static int malformed_line(const struct run_file *file)
{
    return error_set(ERROR_INPUT, "'%s', line %" PRIu64 ": not a run of --segments", file->path,
                     file->line);
}

static int truncated_run(const struct run_file *file)
{
    return error_set(ERROR_INPUT, "'%s' is truncated; run its --segments again", file->path);
}

static bool parse_number(const char *text, uint64_t *number)
{
    return parse_decimal(slice_of(text), 0, UINT64_MAX, number);
}

static bool parse_score(const char *text, double *score)
{
    char *end;
    *score = strtod(text, &end);
    return end != text && *end == '\0' && *score >= 0;
}

static size_t split_fields(char *line, char *fields[FIELD_COUNT])
{
    size_t count = 0;
    char *field;
    while (count < FIELD_COUNT && (field = strsep(&line, "\t")) != NULL)
        fields[count++] = field;
    return line == NULL ? count : FIELD_COUNT + 1;
}

/* Reads the next line, without its end; allocated with malloc. */
static int read_run_line(struct run_file *file, char **line)
{
    struct line read;
    *line = NULL;
    int got = line_reader_next(&file->lines, &read, file->path);
    if (got < 0)
        return got;
    if (got == 0 || (read.unterminated && !read.truncated))
        return truncated_run(file);
    file->line++;
    if (read.truncated || strlen(read.data) != read.size)
        return malformed_line(file);
    *line = strdup(read.data);
    return *line == NULL ? error_memory() : 0;
}

/* Counts a hit; false when a query has more hits than were requested, or than the second stage
 * needs. */
static bool count_hit(struct run_file *file, uint64_t query, uint64_t limit)
{
    if (query != file->query)
        file->hits = 0;
    file->query = query;
    return ++file->hits <= (limit < RERANK_DEPTH ? RERANK_DEPTH : limit) || limit == 0;
}

static int read_fields(struct run_file *file, char *line, uint64_t limit)
{
    char *fields[FIELD_COUNT];
    struct run_hit *hit = &file->hit;
    uint64_t query;
    size_t count = split_fields(line, fields);
    if (count == 2 && strcmp(fields[0], "end") == 0 && parse_number(fields[1], &file->queries)) {
        file->ended = true;
        return 0;
    }
    if (count != FIELD_COUNT || !parse_number(fields[0], &query) || query < file->query ||
        !count_hit(file, query, limit) || !parse_score(fields[2], &hit->first) ||
        !parse_score(fields[3], &hit->second) || !parse_number(fields[4], &hit->root) ||
        !parse_number(fields[6], &hit->ordinal) || !escape_decode(fields[5]))
        return malformed_line(file);
    hit->name = fields[1];
    hit->path = fields[5]; /* decoded, for comparing paths */
    hit->document = fields[7];
    return 0;
}

/* Reads the next hit; the previous one must have been taken. */
static int read_run_hit(const struct run_merger *merger, struct run_file *file)
{
    file->hit = (struct run_hit){0};
    int status = read_run_line(file, &file->hit.line);
    return status != 0 ? status : read_fields(file, file->hit.line, merger->limit);
}

/* --- do they belong together? --- */

static int read_first_line(struct run_merger *merger, struct run_file *file)
{
    char *line, *fields[FIELD_COUNT];
    uint64_t generation = 0, limit = 0, subset_count = 0;
    int status = read_run_line(file, &line);
    if (status == 0 &&
        (split_fields(line, fields) != 4 || strcmp(fields[0], "fouille run 1") != 0 ||
         sscanf(fields[1], "%" SCNu64 "/%" SCNu64, &file->subset, &subset_count) != 2 ||
         !parse_number(fields[2], &generation) || !parse_number(fields[3], &limit)))
        status = malformed_line(file);
    free(line);
    if (status != 0)
        return status;
    if (file == merger->files) {
        merger->generation = generation;
        merger->limit = limit;
    }
    if (subset_count != merger->count)
        return error_set(ERROR_INPUT, "'%s' is one of %llu runs, but %zu files were given",
                         file->path, (unsigned long long)subset_count, merger->count);
    if (generation != merger->generation || limit != merger->limit)
        return error_set(ERROR_INPUT,
                         "'%s' comes from another commit of the index, or from another -n",
                         file->path);
    for (const struct run_file *other = merger->files; other < file; other++)
        if (other->subset == file->subset)
            return error_set(ERROR_INPUT, "'%s' and '%s' are runs of the same subset", other->path,
                             file->path);
    return 0;
}

static int open_run_files(struct run_merger *merger, char *const *paths)
{
    int status = 0;
    for (size_t i = 0; i < merger->count && status == 0; i++) {
        struct run_file *file = &merger->files[i];
        file->path = paths[i];
        file->descriptor = open(file->path, O_RDONLY | O_CLOEXEC);
        line_reader_init(&file->lines, file->descriptor, LINE_SIZE_MAX);
        status = file->descriptor < 0 ? error_system("cannot open '%s'", file->path)
                                      : read_first_line(merger, file);
    }
    for (size_t i = 0; i < merger->count && status == 0; i++)
        status = read_run_hit(merger, &merger->files[i]);
    return status;
}

static int check_same_batch(const struct run_merger *merger)
{
    for (size_t i = 1; i < merger->count; i++)
        if (merger->files[i].queries != merger->files[0].queries)
            return error_set(ERROR_INPUT,
                             "'%s' and '%s' do not come from the same batch of queries",
                             merger->files[0].path, merger->files[i].path);
    return 0;
}

/* --- one query --- */

/* The order of a search in all segments: by score, then that of document_compare. */
static int compare_first_scores(const void *one, const void *other)
{
    const struct run_hit *a = one, *b = other;
    if (a->first != b->first)
        return a->first > b->first ? -1 : 1;
    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    int order = strcmp(a->path, b->path);
    if (order != 0)
        return order;
    return (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
}

/* Insertion sort, as in the second stage. */
static void sort_by_second_score(struct run_hit *hits, size_t count)
{
    if (count > RERANK_DEPTH)
        count = RERANK_DEPTH;
    for (size_t i = 0; i < count; i++) {
        const struct run_hit hit = hits[i];
        size_t at = i;
        for (; at > 0 && hits[at - 1].second < hit.second; at--)
            hits[at] = hits[at - 1];
        hits[at] = hit;
    }
}

static bool next_query(const struct run_merger *merger, uint64_t *query)
{
    bool found = false;
    for (size_t i = 0; i < merger->count; i++)
        if (!merger->files[i].ended && (!found || merger->files[i].query < *query)) {
            *query = merger->files[i].query;
            found = true;
        }
    return found;
}

static int gather_query_hits(struct run_merger *merger, uint64_t query)
{
    for (size_t i = 0; i < merger->count; i++) {
        struct run_file *file = &merger->files[i];
        while (!file->ended && file->query == query) {
            vector_append(&merger->hits, file->hit);
            if (vector_status(&merger->hits) != 0)
                return ERROR_MEMORY;
            file->hit.line = NULL; /* now owned by `hits` */
            int status = read_run_hit(merger, file);
            if (status != 0)
                return status;
        }
    }
    return 0;
}

static void clear_query_hits(struct run_merger *merger)
{
    for (size_t i = 0; i < vector_count(&merger->hits); i++)
        free(merger->hits.items[i].line);
    vector_clear(&merger->hits);
}

static void write_hits(struct run_merger *merger, struct output *output)
{
    struct run_hit *hits = merger->hits.items;
    size_t count = vector_count(&merger->hits);
    vector_sort(&merger->hits, compare_first_scores);
    sort_by_second_score(hits, count);
    if (merger->limit > 0 && count > merger->limit)
        count = (size_t)merger->limit;
    for (size_t i = 0; i < count; i++)
        buffer_append_format(&output->pending, "%s Q0 %s %zu %.9g fouille\n", hits[i].name,
                             hits[i].document, i + 1,
                             i < RERANK_DEPTH ? hits[i].second : hits[i].first);
}

int runs_merge(const struct options *options, struct output *output, bool *found)
{
    struct run_merger merger = {.count = (size_t)options->word_count};
    uint64_t query = 0;
    merger.files = calloc(merger.count + 1, sizeof *merger.files);
    for (size_t i = 0; merger.files != NULL && i < merger.count; i++)
        merger.files[i].descriptor = -1;
    int status = merger.files == NULL ? error_memory() : open_run_files(&merger, options->words);
    while (status == 0 && !output->closed && next_query(&merger, &query)) {
        status = gather_query_hits(&merger, query);
        if (status == 0) {
            write_hits(&merger, output);
            *found = true;
            status = output_drain(output);
        }
        clear_query_hits(&merger);
    }
    if (status == 0 && !output->closed)
        status = check_same_batch(&merger);
    for (size_t i = 0; merger.files != NULL && i < merger.count; i++) {
        free(merger.files[i].hit.line);
        line_reader_release(&merger.files[i].lines);
        if (merger.files[i].descriptor >= 0)
            close(merger.files[i].descriptor);
    }
    free(merger.files);
    vector_release(&merger.hits);
    return status;
}
