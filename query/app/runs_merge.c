#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/line_reader.h"
#include "query/app/runs.h"
#include "query/search/rerank.h"

enum { FIELDS = 8 };

/* Bytes of a line: a record's path has at most 4 MiB, and each of its bytes takes up to three in a
 * line. */
enum { LINE_MAX_SIZE = 1 << 24 };

/* A line of a run, parsed. */
struct run_hit {
    char *line; /* owned; the fields point into it */
    const char *name, *path, *document;
    double first, second;
    unsigned long long root, place;
};

struct run_file {
    const char *path;
    int descriptor;
    struct line_reader lines;
    uint64_t line;              /* number of the current line */
    unsigned long long share;   /* from 1 */
    unsigned long long queries; /* of the batch, when `ended` */
    bool ended;
    unsigned long long query; /* of `hit` */
    unsigned long long hits;  /* of that query, so far */
    struct run_hit hit;       /* the next hit, unless `ended` */
};

struct merging {
    struct run_file *files;
    size_t count;
    unsigned long long generation, limit;
    struct buffer hits; /* struct run_hit: the hits of one query */
};

/* --- reading --- */

static int bad_line(const struct run_file *file)
{
    return error_set(ERROR_INPUT, "'%s', line %" PRIu64 ": this is no run of --segments",
                     file->path, file->line);
}

static int cut_short(const struct run_file *file)
{
    return error_set(ERROR_INPUT, "'%s' is cut short; answer its share again", file->path);
}

static bool parse_number(const char *text, unsigned long long *number)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0;
}

static bool parse_score(const char *text, double *score)
{
    char *end;
    *score = strtod(text, &end);
    return end != text && *end == '\0' && *score >= 0;
}

static size_t split(char *line, char *fields[FIELDS])
{
    size_t count = 0;
    char *field;
    while (count < FIELDS && (field = strsep(&line, "\t")) != NULL)
        fields[count++] = field;
    return line == NULL ? count : FIELDS + 1;
}

static int hexadecimal(char digit)
{
    const char *digits = "0123456789ABCDEF", *at = digit == '\0' ? NULL : strchr(digits, digit);
    return at == NULL ? -1 : (int)(at - digits);
}

/* Decodes the bytes of a path in place, for comparing paths; none of them is NUL. */
static void unescape(char *text)
{
    char *to = text;
    for (; *text != '\0'; to++) {
        int high = text[0] == '%' ? hexadecimal(text[1]) : -1;
        int low = high >= 0 ? hexadecimal(text[2]) : -1;
        *to = low >= 0 ? (char)(high * 16 + low) : *text;
        text += low >= 0 ? 3 : 1;
    }
    *to = '\0';
}

/* Reads the next line, without its end; allocated with malloc. */
static int read_line(struct run_file *file, char **line)
{
    struct line read;
    *line = NULL;
    int got = line_reader_next(&file->lines, &read, file->path);
    if (got < 0)
        return got;
    if (got == 0 || (read.open && !read.cut))
        return cut_short(file);
    file->line++;
    if (read.cut || strlen(read.data) != read.size)
        return bad_line(file);
    *line = strdup(read.data);
    return *line == NULL ? error_memory() : 0;
}

/* Counts a hit; false when a query has more hits than were requested, or than the second stage
 * needs. */
static bool count_hit(struct run_file *file, unsigned long long query, unsigned long long limit)
{
    if (query != file->query)
        file->hits = 0;
    file->query = query;
    return ++file->hits <= (limit < RERANK_DEPTH ? RERANK_DEPTH : limit) || limit == 0;
}

static int read_fields(struct run_file *file, char *line, unsigned long long limit)
{
    char *fields[FIELDS];
    struct run_hit *hit = &file->hit;
    unsigned long long query;
    size_t count = split(line, fields);
    if (count == 2 && strcmp(fields[0], "end") == 0 && parse_number(fields[1], &file->queries)) {
        file->ended = true;
        return 0;
    }
    if (count != FIELDS || !parse_number(fields[0], &query) || query < file->query ||
        !count_hit(file, query, limit) || !parse_score(fields[2], &hit->first) ||
        !parse_score(fields[3], &hit->second) || !parse_number(fields[4], &hit->root) ||
        !parse_number(fields[6], &hit->place))
        return bad_line(file);
    unescape(fields[5]);
    hit->name = fields[1];
    hit->path = fields[5];
    hit->document = fields[7];
    return 0;
}

/* Reads the next hit; the previous one must have been taken. */
static int read_hit(const struct merging *merging, struct run_file *file)
{
    file->hit = (struct run_hit){0};
    int status = read_line(file, &file->hit.line);
    return status != 0 ? status : read_fields(file, file->hit.line, merging->limit);
}

/* --- do they belong together? --- */

static int read_first_line(struct merging *merging, struct run_file *file)
{
    char *line, *fields[FIELDS];
    unsigned long long generation = 0, limit = 0, shares = 0;
    int status = read_line(file, &line);
    if (status == 0 && (split(line, fields) != 4 || strcmp(fields[0], "fouille run 1") != 0 ||
                        sscanf(fields[1], "%llu/%llu", &file->share, &shares) != 2 ||
                        !parse_number(fields[2], &generation) || !parse_number(fields[3], &limit)))
        status = bad_line(file);
    free(line);
    if (status != 0)
        return status;
    if (file == merging->files) {
        merging->generation = generation;
        merging->limit = limit;
    }
    if (shares != merging->count)
        return error_set(ERROR_INPUT, "'%s' is one of %llu shares, but there are %zu files",
                         file->path, shares, merging->count);
    if (generation != merging->generation || limit != merging->limit)
        return error_set(ERROR_INPUT, "'%s' was answered from another commit, or with another -n",
                         file->path);
    for (const struct run_file *other = merging->files; other < file; other++)
        if (other->share == file->share)
            return error_set(ERROR_INPUT, "'%s' and '%s' are the same share", other->path,
                             file->path);
    return 0;
}

static int open_files(struct merging *merging, char *const *paths)
{
    int status = 0;
    for (size_t i = 0; i < merging->count && status == 0; i++) {
        struct run_file *file = &merging->files[i];
        file->path = paths[i];
        file->descriptor = open(file->path, O_RDONLY | O_CLOEXEC);
        line_reader_init(&file->lines, file->descriptor, LINE_MAX_SIZE);
        status = file->descriptor < 0 ? error_system("cannot open '%s'", file->path)
                                      : read_first_line(merging, file);
    }
    for (size_t i = 0; i < merging->count && status == 0; i++)
        status = read_hit(merging, &merging->files[i]);
    return status;
}

static int check_ends(const struct merging *merging)
{
    for (size_t i = 1; i < merging->count; i++)
        if (merging->files[i].queries != merging->files[0].queries)
            return error_set(ERROR_INPUT, "'%s' and '%s' are not of the same batch of queries",
                             merging->files[0].path, merging->files[i].path);
    return 0;
}

/* --- one query --- */

/* The order of a search in all segments: by score, then document_order. */
static int compare_first(const void *one, const void *other)
{
    const struct run_hit *a = one, *b = other;
    if (a->first != b->first)
        return a->first > b->first ? -1 : 1;
    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    int order = strcmp(a->path, b->path);
    if (order != 0)
        return order;
    return (a->place > b->place) - (a->place < b->place);
}

/* Insertion sort, as in the second stage. */
static void put_in_order(struct run_hit *hits, size_t count)
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

static bool next_query(const struct merging *merging, unsigned long long *query)
{
    bool found = false;
    for (size_t i = 0; i < merging->count; i++)
        if (!merging->files[i].ended && (!found || merging->files[i].query < *query)) {
            *query = merging->files[i].query;
            found = true;
        }
    return found;
}

static int gather(struct merging *merging, unsigned long long query)
{
    for (size_t i = 0; i < merging->count; i++) {
        struct run_file *file = &merging->files[i];
        while (!file->ended && file->query == query) {
            buffer_append(&merging->hits, &file->hit, sizeof file->hit);
            if (buffer_status(&merging->hits) != 0)
                return ERROR_MEMORY;
            file->hit.line = NULL; /* now owned by `hits` */
            int status = read_hit(merging, file);
            if (status != 0)
                return status;
        }
    }
    return 0;
}

static void drop_hits(struct merging *merging)
{
    const struct run_hit *hits = (const struct run_hit *)(const void *)merging->hits.data;
    for (size_t i = 0; i < merging->hits.size / sizeof *hits; i++)
        free(hits[i].line);
    buffer_clear(&merging->hits);
}

static void write_hits(const struct merging *merging, struct output *output)
{
    struct run_hit *hits = (struct run_hit *)(void *)merging->hits.data;
    size_t count = merging->hits.size / sizeof *hits;
    qsort(hits, count, sizeof *hits, compare_first);
    put_in_order(hits, count);
    if (merging->limit > 0 && count > merging->limit)
        count = (size_t)merging->limit;
    for (size_t i = 0; i < count; i++)
        buffer_append_format(&output->pending, "%s Q0 %s %zu %.9g fouille\n", hits[i].name,
                             hits[i].document, i + 1,
                             i < RERANK_DEPTH ? hits[i].second : hits[i].first);
}

int runs_merge(const struct options *options, struct output *output, bool *found)
{
    struct merging merging = {.count = (size_t)options->word_count};
    unsigned long long query = 0;
    merging.files = calloc(merging.count + 1, sizeof *merging.files);
    for (size_t i = 0; merging.files != NULL && i < merging.count; i++)
        merging.files[i].descriptor = -1;
    int status = merging.files == NULL ? error_memory() : open_files(&merging, options->words);
    while (status == 0 && !output->closed && next_query(&merging, &query)) {
        status = gather(&merging, query);
        if (status == 0) {
            write_hits(&merging, output);
            *found = true;
            status = output_drain(output);
        }
        drop_hits(&merging);
    }
    if (status == 0 && !output->closed)
        status = check_ends(&merging);
    for (size_t i = 0; merging.files != NULL && i < merging.count; i++) {
        free(merging.files[i].hit.line);
        line_reader_release(&merging.files[i].lines);
        if (merging.files[i].descriptor >= 0)
            close(merging.files[i].descriptor);
    }
    free(merging.files);
    buffer_release(&merging.hits);
    return status;
}
