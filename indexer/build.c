#include "build.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commit/transaction.h"
#include "feed.h"
#include "index/index.h"
#include "optimize.h"
#include "platform/error.h"
#include "roots.h"

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

static int feed_roots(struct run *run, struct crew *crew, const struct roots *roots)
{
    struct feed feed;
    int status = 0;
    feed_init(&feed, run, crew);
    for (size_t i = 0; i < roots->count && status == 0 && run_goes_on(run); i++) {
        status = manifest_add_root(&run->transaction->next, roots->items[i].recorded);
        if (status == 0)
            status = feed_root(&feed, &roots->items[i], (uint32_t)i);
    }
    feed_release(&feed);
    return status;
}

static int index_roots(struct run *run, const struct roots *roots)
{
    struct crew crew;
    int status = crew_init(&crew, run);
    if (status == 0)
        status = feed_roots(run, &crew, roots);
    if (status != 0)
        run_fail(run, status);
    crew_end(&crew);
    return run->failure == 0 ? 0 : error_set((enum error_code)run->failure, "%s", run->message);
}

static int publish(struct transaction *transaction, struct report *report, const char *index)
{
    struct manifest *next = &transaction->next;
    uint64_t bytes = 0, segments = next->segment_count;
    for (size_t i = 0; i < next->segment_count; i++)
        bytes += next->segments[i].size;
    next->fingerprint = analysis_fingerprint();
    int status = transaction_commit(transaction);
    if (status == 0)
        report_summary(report, index, bytes, segments);
    return status;
}

static int build_in(struct transaction *transaction, const struct options *options,
                    struct report *report, const struct roots *roots)
{
    struct run run;
    run_init(&run, options, report, transaction);
    int status = index_roots(&run, roots);
    manifest_sort_segments(&transaction->next);
    if (status == 0)
        status = optimize_new_segments(transaction, run.segments, report);
    run_release(&run);
    return status;
}

static int build_at(const struct options *options, struct report *report, const char *index,
                    char *const *paths, size_t path_count)
{
    struct transaction transaction;
    struct roots roots;
    int status = roots_resolve(&roots, paths, path_count, index);
    if (status != 0)
        return status;
    if (report->progress)
        count_files(&roots, report);
    status = transaction_begin(&transaction, index);
    if (status == 0) {
        status = build_in(&transaction, options, report, &roots);
        if (status == 0)
            status = publish(&transaction, report, index);
        else
            transaction_abandon(&transaction);
    }
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
