#include "build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commit/transaction.h"
#include "index/index.h"
#include "invert/builder.h"
#include "platform/error.h"
#include "roots.h"
#include "sources/source.h"
#include "sources/walk.h"

/* One run. A segment is open from its first article to its flush. */
struct build {
    const struct options *options;
    struct report *report;
    struct transaction transaction;
    struct analyzer *analyzer;
    struct source_reader *reader;
    struct builder builder;
    bool open;         /* builder holds a segment under way */
    unsigned segments; /* finished or under way */
    const struct root *root;
    uint32_t root_number;
    const struct walk_file *file; /* being read */
    int failure;                  /* of the sink: the index cannot be written */
    struct buffer shown;          /* path that messages name */
    struct buffer body;           /* a body that is not the article's own */
};

/* The whole path of a file or folder below the current root; holds until the next call. */
static const char *show(struct build *build, const char *path)
{
    buffer_clear(&build->shown);
    buffer_append_string(&build->shown, build->root->path);
    if (path[0] != '\0') {
        if (build->shown.size > 0 && build->shown.data[build->shown.size - 1] != '/')
            buffer_append_byte(&build->shown, '/');
        buffer_append_string(&build->shown, path);
    }
    return buffer_string(&build->shown);
}

/* --- segments --- */

static int open_segment(struct build *build)
{
    char name[SEGMENT_NAME_SIZE];
    transaction_segment_name(&build->transaction, build->segments++, name);
    int status = builder_open(&build->builder, build->analyzer, build->transaction.directory, name,
                              build->options->store);
    build->open = status == 0;
    return status;
}

static int flush_segment(struct build *build)
{
    struct manifest_segment entry;
    build->open = false;
    int status = builder_finish(&build->builder, &entry);
    if (status == 0)
        status = manifest_add_segment(&build->transaction.next, &entry);
    analyzer_reset(build->analyzer);
    return status;
}

/* --- articles --- */

static struct bytes bytes_of(struct text_span span)
{
    return (struct bytes){span.bytes, span.size};
}

/* A title too long for a title's positions stays one only as far as they go; all of it is found
 * as body text. */
static struct bytes whole_body(struct build *build, const struct article *article)
{
    if (article->title.size <= TITLE_LENGTH_MAX)
        return bytes_of(article->body);
    buffer_clear(&build->body);
    buffer_append(&build->body, article->title.bytes, article->title.size);
    buffer_append_string(&build->body, "\n\n");
    buffer_append(&build->body, article->body.bytes, article->body.size);
    return (struct bytes){build->body.data, build->body.size};
}

/* An address, or an id, that long is none. Without an id the article could not be told apart. */
static bool fits(struct build *build, const struct article *article)
{
    const char *path = buffer_string(&build->shown);
    if (article->id.size > DOCUMENT_FIELD_MAX) {
        report_trouble(build->report, TROUBLE_ARTICLE, path, 0,
                       "an article's id is longer than 64 KiB; it is left out");
        return false;
    }
    if (article->url.size > DOCUMENT_FIELD_MAX)
        report_trouble(build->report, TROUBLE_ARTICLE, path, 0,
                       "an article's address is longer than 64 KiB; it is not kept");
    return true;
}

static int index_article(struct build *build, const struct article *article)
{
    if (!fits(build, article))
        return 0;
    if (!build->open) {
        int status = open_segment(build);
        if (status != 0)
            return status;
    }
    struct document document = {
        .root = build->root_number,
        .ordinal = article->ordinal,
        .path = {build->file->path, strlen(build->file->path)},
        .id = bytes_of(article->id),
        .title = bytes_of(article->title),
        .url = article->url.size > DOCUMENT_FIELD_MAX ? (struct bytes){NULL, 0}
                                                      : bytes_of(article->url),
        .published = article->published,
        .modified = article->modified,
        .file_size = build->file->size,
        .file_mtime = build->file->mtime,
        .file_inode = build->file->inode,
        .content_hash = article->content_hash,
    };
    struct bytes body = whole_body(build, article);
    int status = builder_add(&build->builder, &document, body);
    if (status == 0)
        status = buffer_status(&build->body);
    if (status != 0)
        return status;
    build->report->articles++;
    build->report->text_bytes += article->title.size + article->body.size;
    report_progress(build->report);
    if (builder_memory(&build->builder) > build->options->memory ||
        builder_documents(&build->builder) == UINT32_MAX - 1)
        return flush_segment(build);
    return 0;
}

/* The sink. A failure here is the index's, not the input's, and ends the run. */
static int add_article(void *context, const struct article *article)
{
    struct build *build = context;
    build->failure = index_article(build, article);
    return build->failure;
}

static void complain(void *context, size_t line, const char *message)
{
    struct build *build = context;
    report_trouble(build->report, TROUBLE_ARTICLE, buffer_string(&build->shown), line, message);
}

/* --- files --- */

static int open_file(const struct walk_file *file, const char *shown)
{
    int descriptor =
        openat(file->directory, file->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return error_system("cannot open '%s'", shown);
    struct stat status;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
        return descriptor;
    close(descriptor);
    return error_set(ERROR_INPUT, "'%s' is no regular file any more", shown);
}

static int read_file(void *context, const struct walk_file *file)
{
    struct build *build = context;
    struct report *report = build->report;
    const char *shown = show(build, file->path);
    struct source_kind kind = source_kind_of(shown);
    if (kind.format == SOURCE_NONE) {
        report->other_formats++;
        return 0;
    }
    build->file = file;
    int status, descriptor = open_file(file, shown);
    if (descriptor < 0) {
        status = descriptor;
    } else {
        status = source_read(build->reader, descriptor, kind, shown, add_article, complain, build);
        close(descriptor);
        report->files++;
        report->bytes += file->size;
        report_progress(report);
    }
    if (build->failure != 0 || status == ERROR_MEMORY)
        return status;
    if (status != 0)
        report_trouble(report, TROUBLE_FILE, NULL, 0, error_message());
    return 0;
}

static void unreadable(void *context, const char *path)
{
    struct build *build = context;
    (void)path;
    report_trouble(build->report, TROUBLE_FILE, NULL, 0, error_message());
}

static void not_a_file(void *context, const char *path)
{
    struct build *build = context;
    (void)path;
    build->report->not_files++;
}

/* --- what progress can expect --- */

static int count_file(void *context, const struct walk_file *file)
{
    struct report *report = context;
    if (source_kind_of(file->name).format != SOURCE_NONE) {
        report->total_files++;
        report->total_bytes += file->size;
    }
    return 0;
}

static void ignore(void *context, const char *path)
{
    (void)context;
    (void)path;
}

static void count_files(const struct roots *roots, struct report *report)
{
    const struct walk_events events = {count_file, ignore, ignore};
    for (size_t i = 0; i < roots->count; i++)
        walk_tree(roots->items[i].path, &events, report);
}

/* --- the run --- */

static int index_roots(struct build *build, const struct roots *roots)
{
    const struct walk_events events = {read_file, unreadable, not_a_file};
    int status = 0;
    for (size_t i = 0; i < roots->count && status == 0; i++) {
        build->root = &roots->items[i];
        build->root_number = (uint32_t)i;
        status = manifest_add_root(&build->transaction.next, build->root->recorded);
        if (status == 0)
            status = walk_tree(build->root->path, &events, build);
    }
    if (build->open && status == 0)
        status = flush_segment(build);
    if (build->open)
        builder_abandon(&build->builder);
    build->open = false;
    return status;
}

static int publish(struct build *build, const char *index)
{
    struct manifest *next = &build->transaction.next;
    uint64_t bytes = 0, segments = next->segment_count;
    for (size_t i = 0; i < next->segment_count; i++)
        bytes += next->segments[i].size;
    next->fingerprint = analysis_fingerprint();
    int status = transaction_commit(&build->transaction);
    if (status == 0)
        report_summary(build->report, index, bytes, segments);
    return status;
}

static int build_at(const struct options *options, struct report *report, const char *index,
                    char *const *paths, size_t path_count)
{
    struct build build = {.options = options, .report = report};
    struct roots roots;
    int status = roots_resolve(&roots, paths, path_count, index);
    if (status != 0)
        return status;
    if (report->progress)
        count_files(&roots, report);
    status = transaction_begin(&build.transaction, index);
    if (status == 0) {
        build.analyzer = analyzer_create();
        build.reader = source_reader_create();
        status = build.analyzer == NULL || build.reader == NULL ? ERROR_MEMORY
                                                                : index_roots(&build, &roots);
        if (status == 0)
            status = publish(&build, index);
        else
            transaction_abandon(&build.transaction);
    }
    if (build.analyzer != NULL)
        analyzer_destroy(build.analyzer);
    if (build.reader != NULL)
        source_reader_destroy(build.reader);
    buffer_release(&build.shown);
    buffer_release(&build.body);
    roots_release(&roots);
    return status;
}

/* Without PATH: the roots that the index at `index` records. */
static int rebuild(const struct options *options, struct report *report, const char *index)
{
    int directory = open(index, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_system("cannot open the index '%s'", index);
    struct manifest manifest;
    int status = manifest_read(&manifest, directory, index);
    close(directory);
    if (status != 0)
        return status;
    char **paths;
    size_t count;
    status = roots_recorded(&manifest, index, &paths, &count);
    if (status == 0)
        status = build_at(options, report, index, paths, count);
    for (size_t i = 0; paths != NULL && i < count; i++)
        free(paths[i]);
    free(paths);
    manifest_release(&manifest);
    return status;
}

/* Where a new index goes: --index, else $FOUILLE_INDEX, else .fouille in the first path (beside
 * it, when that is a file). */
static int place_index(const struct options *options, char **index)
{
    const char *given = options->index != NULL ? options->index : getenv(INDEX_VARIABLE);
    if (given != NULL && given[0] != '\0') {
        *index = strdup(given);
        return *index == NULL ? error_memory() : 0;
    }
    const char *first = options->paths[0];
    struct stat status;
    if (stat(first, &status) != 0)
        return error_system("cannot open '%s'", first);
    struct buffer path;
    buffer_init(&path);
    buffer_append_string(&path, first);
    if (S_ISDIR(status.st_mode))
        buffer_append_byte(&path, '/');
    else
        while (path.size > 0 && path.data[path.size - 1] != '/')
            path.size--;
    buffer_append_string(&path, INDEX_DIRECTORY);
    *index = buffer_detach(&path);
    return *index == NULL ? error_memory() : 0;
}

int build_index(const struct options *options, struct report *report)
{
    char *index = NULL;
    int status = options->path_count > 0 ? place_index(options, &index)
                                         : index_locate(options->index, &index);
    if (status != 0)
        return status;
    if (options->path_count > 0)
        status = build_at(options, report, index, options->paths, (size_t)options->path_count);
    else
        status = rebuild(options, report, index);
    free(index);
    return status;
}
