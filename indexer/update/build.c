#include "indexer/update/build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/error.h"
#include "common/base/map_fault.h"
#include "common/index/index.h"
#include "common/index/index_owner.h"
#include "indexer/run/build_parameters.h"
#include "indexer/run/stop.h"
#include "indexer/update/listed_walk.h"
#include "indexer/update/optimize.h"
#include "indexer/update/plan.h"
#include "indexer/update/root_walk.h"
#include "indexer/update/shard.h"

/* --- totals for the progress display; the context is the run --- */

static int count_file(void *context, const struct walk_file *file)
{
    const struct run *run = context;
    const struct input_rules *input_rules = &run->options->input_rules;
    if (input_rules_kind_of(input_rules, file->name).source.format != SOURCE_NONE) {
        run->report->total_files++;
        run->report->total_bytes += file->size;
    }
    return stop_requested() ? ERROR_STOPPED : 0;
}

static void ignore_entry(void *context, const char *path)
{
    (void)context;
    (void)path;
}

static bool progress_wants(void *context, const char *path, bool folder)
{
    const struct run *run = context;
    return input_rules_allow(&run->options->input_rules, path, folder);
}

static void count_progress_files(struct run *run)
{
    const struct walk_events events = {.file = count_file,
                                       .unreadable = ignore_entry,
                                       .other = ignore_entry,
                                       .use_ignore_files = true,
                                       .wanted = progress_wants};
    for (size_t i = 0; i < run->roots.count; i++)
        walk_tree(run->roots.items[i].path, &events, run);
}

/* --- one transaction --- */

/* Walks the roots, or the list, and waits until all that was scheduled is read. */
static int read_files(struct run *run)
{
    struct pool pool;
    struct scheduler scheduler;
    int status = pool_init(&pool, run);
    if (status == 0) {
        scheduler_init(&scheduler, run, &pool);
        if (run_is_listed(run))
            status = listed_walk(&scheduler);
        else
            for (size_t i = 0;
                 i < run->roots.count && status == 0 && scheduler_may_continue(&scheduler); i++)
                status = root_walk(&scheduler, &run->roots.items[i], (uint32_t)i);
        scheduler_release(&scheduler);
    }
    if (status != 0)
        run_fail(run, status);
    pool_finish(&pool);
    return run->failure == 0 ? 0 : error_set((enum error_code)run->failure, "%s", run->message);
}

/* Writes amendments, the list of what was left out and the mount points; merges segments that are
 * due. */
static int complete_commit(struct run *run)
{
    struct transaction *transaction = &run->transaction;
    struct previous_state *previous = run->previous;
    int status = 0;
    if (previous != NULL)
        status = previous_state_end(previous, stop_requested());
    if (status == 0 && previous != NULL)
        status = previous_state_finish(previous, transaction, &run->segments);
    if (status != 0)
        return status;
    status = unfinished_files_write(&run->unfinished_files, transaction, &run->segments);
    const struct protected_paths *protected_paths =
        previous == NULL ? NULL : &previous->protected_paths;
    if (status == 0)
        status = left_out_finish(&run->left, transaction, protected_paths, stop_requested());
    if (status == 0)
        status = mounts_finish(&run->mounts, transaction, protected_paths, stop_requested());
    if (status != 0)
        return status;
    manifest_sort_segments(&transaction->next);
    /* Deletion only hides articles: their text stays in the segments until these are rewritten. */
    run->purges = run->revokes_access || run->readers.rechecks_all;
    return optimize_new_segments(transaction, run->segments, run->options->memory, run->purges,
                                 run->report);
}

/* Makes the next commit from the plan; *changed: whether it would differ from the current one. */
static int make_commit(struct run *run, bool *changed)
{
    struct previous_state previous;
    int status = left_out_open(&run->left, &run->transaction, run->map, run->rebuilds);
    if (status == 0)
        status = mounts_open(&run->mounts, &run->transaction.old, run->map);
    if (status == 0 && !run->rebuilds) {
        run->previous = &previous;
        status = previous_state_open(&previous, &run->transaction, run->report);
    }
    if (status == 0)
        status = read_files(run);
    if (status == 0)
        status = complete_commit(run);
    *changed = run->rebuilds || run->roots_changed || run->segments_written || run->left.changed ||
               run->mounts.changed || run->transaction.next.shared != run->transaction.old.shared ||
               (status == 0 && previous_state_changed(&previous));
    if (run->previous != NULL)
        previous_state_close(&previous);
    run->previous = NULL;
    status = map_fault_result(status, run->transaction.faults);
    if (status == ERROR_CORRUPT) {
        char damage[1024];
        snprintf(damage, sizeof damage, "%s", error_message());
        error_set(ERROR_CORRUPT, "%s; reindex with: fouille-index --rebuild", damage);
    }
    return status;
}

/* A run that was stopped must not publish half of a shard, of a purge, or of the rebuilding of an
 * existing index. Returns 0 if it may publish, else ERROR_STOPPED. */
static int refuse_stopped(const struct run *run)
{
    if (run->options->shard.count > 0)
        return error_set(ERROR_STOPPED, "stopped; the shard in '%s' is incomplete", run->place);
    if (run->purges || (run->rebuilds && transaction_has_old(&run->transaction)))
        return error_set(ERROR_STOPPED, "stopped; '%s' is unchanged", run->index);
    return 0;
}

static void report_end(const struct run *run, const struct manifest *manifest)
{
    if (stop_requested())
        report_stopped(run->report);
    uint64_t bytes = 0, segments = manifest->segment_count;
    for (size_t i = 0; i < manifest->segment_count; i++)
        bytes += manifest->segments[i].size + manifest->segments[i].amendments.size;
    if (run->rebuilds)
        report_summary(run->report, run->place, bytes, segments);
    else
        report_update(run->report, run->index, bytes, segments);
}

static int write_description(const struct run *run)
{
    const struct shard_description description = {
        .options = build_parameters_text(&run->options->build_parameters),
        .reads_pdf = !input_rules_kind_of(&run->options->input_rules, ".pdf").lacks_pdf,
        .made_of = ""};
    return shard_describe(run->transaction.directory, &run->options->shard, &description);
}

/* Publishes the next commit, unless it would equal the current one. */
static int publish_commit(struct run *run, bool changed)
{
    struct transaction *transaction = &run->transaction;
    if (!changed) {
        int status = transaction->open_mode == SHARING_PRIVATE
                         ? 0
                         : transaction_open(transaction, &transaction->old);
        if (status == 0)
            report_end(run, &transaction->old);
        transaction_abandon(transaction);
        return status;
    }
    /* Copied because the summary is printed after the transaction has ended. */
    struct manifest published = {.segment_count = transaction->next.segment_count};
    published.segments = malloc((published.segment_count + 1) * sizeof *published.segments);
    if (published.segments == NULL) {
        transaction_abandon(transaction);
        return error_memory();
    }
    if (published.segment_count > 0)
        memcpy(published.segments, transaction->next.segments,
               published.segment_count * sizeof *published.segments);
    int status = 0;
    if (run->options->shard.count > 0)
        status = write_description(run);
    if (status == 0)
        status = transaction_commit(transaction);
    else
        transaction_abandon(transaction);
    if (status == 0)
        report_end(run, &published);
    free(published.segments);
    return status;
}

static int run_transaction(struct run *run)
{
    bool changed = false;
    int status = run->options->shard.count > 0
                     ? transaction_begin_alone(&run->transaction, run->place)
                     : transaction_begin(&run->transaction, run->index);
    if (status != 0)
        return status;
    status = plan_run(run);
    if (status == 0 && run->report->progress && run->rebuilds)
        count_progress_files(run);
    if (status == 0)
        status = make_commit(run, &changed);
    if (status == 0 && stop_requested())
        status = refuse_stopped(run);
    if (status == 0)
        status = publish_commit(run, changed);
    else
        transaction_abandon(&run->transaction);
    return status;
}

int build_check(const char *index)
{
    struct manifest manifest;
    int status = manifest_read_at(&manifest, index);
    manifest_release(&manifest);
    return status;
}

/* Without paths there must be an index, unless standard input starts a new one. An index of an
 * older version is rebuilt from the roots that it records; one that cannot be read, only from given
 * paths; one of a newer version, only if --rebuild is given as well. */
static int check_commit_place(const struct options *options, const char *index)
{
    int status = build_check(index);
    bool missing = status == ERROR_NOT_FOUND || (status == ERROR_SYSTEM && errno == ENOENT);
    if (options->path_count > 0)
        return status == ERROR_VERSION && !options->rebuild ? status : 0;
    if (status == ERROR_OLDER)
        return 0;
    return options->stdin_name != NULL && missing ? 0 : status;
}

int build_at(const struct options *options, struct report *report, const char *index,
             const struct buffer *files, struct changes *changed)
{
    struct run run;
    int status = check_commit_place(options, index);
    if (status != 0)
        return status;
    run_init(&run, options, report, index);
    run.files = files;
    run.changed = changed;
    status = roots_resolve(&run.roots, options->paths, (size_t)options->path_count, index);
    char *staging = NULL;
    if (status == 0 && options->shard.count > 0)
        status = shard_prepare(index, SHARD_STAGING, &options->shard, &staging);
    if (staging != NULL)
        run.place = staging;
    if (status == 0)
        status = run_transaction(&run);
    free(staging);
    run_release(&run);
    return status;
}

/* --- the index --- */

bool build_is_named(const struct options *options)
{
    return index_is_named(options->index);
}

/* Finds where a new index goes: --index, else $FOUILLE_INDEX, else .fouille in the first path (next
 * to it, if that is a file). */
static int choose_index_path(const struct options *options, char **index)
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
    return *index == NULL ? error_memory() : index_check_owner(*index, true);
}

int build_locate(const struct options *options, char **index)
{
    if (options->path_count > 0)
        return choose_index_path(options, index);
    return index_locate_to_write(options->index, index);
}

/* --- a run of its own --- */

/* Runs a second transaction for files that changed during the first. Those that change yet again
 * are left to the next run. If it fails, the first commit remains. */
static void reread_changed(const struct options *options, struct report *report, const char *index,
                           const struct changes *changed)
{
    struct options again = *options;
    again.task = TASK_BUILD;
    again.path_count = 0;
    again.rebuild = false;
    again.stdin_name = NULL;
    report_restart(report);
    if (build_at(&again, report, index, changed->everything ? NULL : &changed->paths, NULL) != 0)
        report_complaint(report, COMPLAINT_FILE, NULL, 0, error_message());
}

int build_index(const struct options *options, struct report *report, const struct buffer *files)
{
    char *index = NULL;
    struct changes changed = {0};
    bool is_shard = options->shard.count > 0;
    int status = build_locate(options, &index);
    if (status == 0)
        status = build_at(options, report, index, files, is_shard ? NULL : &changed);
    if (status == 0 && changes_pending(&changed) && !stop_requested())
        reread_changed(options, report, index, &changed);
    changes_release(&changed);
    free(index);
    return status;
}
