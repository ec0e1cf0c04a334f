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
#include "indexer/commit/transaction.h"
#include "indexer/run/build_parameters.h"
#include "indexer/run/stop.h"
#include "indexer/update/optimize.h"
#include "indexer/update/readers.h"
#include "indexer/update/roots.h"
#include "indexer/update/scheduler.h"
#include "indexer/update/shard.h"

/* --- totals for the progress display --- */

struct progress_totals {
    const struct input_rules *input_rules;
    struct report *report;
};

static int count_file(void *context, const struct walk_file *file)
{
    const struct progress_totals *progress_totals = context;
    struct report *report = progress_totals->report;
    if (input_rules_kind_of(progress_totals->input_rules, file->name).source.format !=
        SOURCE_NONE) {
        report->total_files++;
        report->total_bytes += file->size;
    }
    return stop_requested() ? ERROR_STOPPED : 0;
}

static void ignore_path(void *context, const char *path)
{
    (void)context;
    (void)path;
}

static bool progress_wants(void *context, const char *path, bool folder)
{
    const struct progress_totals *progress_totals = context;
    return input_rules_allow(progress_totals->input_rules, path, folder);
}

static void count_progress_files(const struct roots *roots, const struct input_rules *input_rules,
                                 struct report *report)
{
    const struct walk_events events = {.file = count_file,
                                       .unreadable = ignore_path,
                                       .other = ignore_path,
                                       .use_ignore_files = true,
                                       .wanted = progress_wants};
    struct progress_totals progress_totals = {.input_rules = input_rules, .report = report};
    for (size_t i = 0; i < roots->count; i++)
        walk_tree(roots->items[i].path, &events, &progress_totals);
}

/* --- what is kept of the previous commit --- */

/* Makes the entry's map of root numbers lead to the next commit's roots; there is no map
 * (root_count is 0) when all numbers stay the same. `map` leads from the previous manifest's roots
 * to the next one's. On success entry->roots is malloc'ed, the caller's. */
static int map_segment_roots(struct manifest_segment *entry, const struct manifest *old,
                             const uint32_t *map)
{
    size_t count = entry->root_count > 0 ? entry->root_count : old->root_count;
    uint32_t *roots = malloc((count + 1) * sizeof *roots);
    bool same = true;
    if (roots == NULL)
        return error_memory();
    for (size_t i = 0; i < count; i++) {
        uint32_t root = entry->root_count > 0 ? entry->roots[i] : (uint32_t)i;
        roots[i] = root == ROOT_GONE ? ROOT_GONE : map[root];
        same &= roots[i] == i;
    }
    entry->roots = roots;
    entry->root_count = same ? 0 : count;
    return 0;
}

/* Starts the next commit with the segments of the previous one. */
static int keep_segments(struct transaction *transaction, const uint32_t *map)
{
    int status = 0;
    for (size_t i = 0; i < transaction->old.segment_count && status == 0; i++) {
        struct manifest_segment entry = transaction->old.segments[i];
        status = map_segment_roots(&entry, &transaction->old, map);
        if (status == 0) {
            status = manifest_add_segment(&transaction->next, &entry);
            free(entry.roots);
        }
    }
    return status;
}

/* --- the run --- */

/* What a run is about to do. */
struct plan {
    const struct options *options;
    struct report *report;
    const char *index;
    const char *place; /* where the commit goes: the index, or the staging place of a shard */
    const struct build_scope *scope;
    struct roots roots;
    bool rebuilds;      /* everything is indexed from scratch */
    bool roots_changed; /* the next commit has other roots */
    bool store;
    struct readers readers;
    bool purges;   /* articles that readers must not see are removed from the segments */
    uint32_t *map; /* from old root numbers to new ones */
    struct file_list file_list; /* the files to visit, if is_listed */
    struct transaction transaction;
};

static bool is_listed(const struct plan *plan)
{
    return plan->scope->files != NULL && !plan->readers.rechecks_all;
}

static int schedule_roots(struct run *run, struct pool *pool, const struct plan *plan)
{
    const struct roots *roots = &plan->roots;
    struct scheduler scheduler;
    int status = 0;
    scheduler_init(&scheduler, run, pool);
    if (is_listed(plan))
        status = scheduler_add_listed(&scheduler, &plan->file_list, roots);
    else
        for (size_t i = 0; i < roots->count && status == 0 && scheduler_may_continue(&scheduler);
             i++)
            status = scheduler_walk_root(&scheduler, &roots->items[i], (uint32_t)i);
    scheduler_release(&scheduler);
    return status;
}

static int index_roots(struct run *run, const struct plan *plan)
{
    struct pool pool;
    int status = pool_init(&pool, run);
    if (status == 0)
        status = schedule_roots(run, &pool, plan);
    if (status != 0)
        run_fail(run, status);
    pool_finish(&pool);
    return run->failure == 0 ? 0 : error_set((enum error_code)run->failure, "%s", run->message);
}

static void report_outcome(const struct plan *plan, const struct manifest *manifest)
{
    if (stop_requested())
        report_stopped(plan->report);
    uint64_t bytes = 0, segments = manifest->segment_count;
    for (size_t i = 0; i < manifest->segment_count; i++)
        bytes += manifest->segments[i].size + manifest->segments[i].amendments.size;
    if (plan->rebuilds)
        report_summary(plan->report, plan->place, bytes, segments);
    else
        report_update(plan->report, plan->index, bytes, segments);
}

/* Writes amendments, the list of what was left out and the mount points; merges segments that are
 * due. */
static int complete_commit(struct plan *plan, struct run *run)
{
    struct transaction *transaction = &plan->transaction;
    int status = 0;
    if (run->previous != NULL)
        status = previous_state_end(run->previous, stop_requested());
    if (status == 0 && run->previous != NULL)
        status = previous_state_finish(run->previous, transaction, &run->segments);
    if (status != 0)
        return status;
    status = unfinished_files_write(&run->unfinished_files, transaction, &run->segments);
    const struct protected_paths *protected_paths =
        run->previous == NULL ? NULL : &run->previous->protected_paths;
    if (status == 0)
        status = left_out_finish(&run->left, transaction, protected_paths, stop_requested());
    if (status == 0)
        status = mounts_finish(&run->mounts, transaction, protected_paths, stop_requested());
    if (status != 0)
        return status;
    manifest_sort_segments(&transaction->next);
    /* Deletion only hides articles: their text stays in the segments until these are rewritten. */
    plan->purges = run->revokes_access || plan->readers.rechecks_all;
    return optimize_new_segments(transaction, run->segments, plan->options->memory, plan->purges,
                                 plan->report);
}

static int run_plan(struct plan *plan, bool *changed)
{
    struct run run;
    struct previous_state previous;
    run_init(&run, plan->options, plan->report, &plan->transaction);
    run.store = plan->store;
    run.readers = &plan->readers;
    run.changed = plan->scope->changed;
    run.map = plan->map;
    int status = left_out_open(&run.left, &plan->transaction, plan->map, plan->rebuilds);
    if (status == 0)
        status = mounts_open(&run.mounts, &plan->transaction.old, plan->map);
    if (status == 0 && !plan->rebuilds) {
        run.previous = &previous;
        status = previous_state_open(&previous, &plan->transaction, plan->report);
    }
    if (status == 0)
        status = index_roots(&run, plan);
    if (status == 0)
        status = complete_commit(plan, &run);
    *changed = plan->rebuilds || plan->roots_changed || run.segments_written || run.left.changed ||
               run.mounts.changed ||
               plan->transaction.next.shared != plan->transaction.old.shared ||
               (status == 0 && previous_state_changed(&previous));
    if (run.previous != NULL)
        previous_state_close(&previous);
    left_out_release(&run.left);
    mounts_release(&run.mounts);
    run_release(&run);
    status = map_fault_result(status, plan->transaction.faults);
    if (status == ERROR_CORRUPT) {
        char damage[1024];
        snprintf(damage, sizeof damage, "%s", error_message());
        error_set(ERROR_CORRUPT, "%s; reindex with: fouille-index --rebuild", damage);
    }
    return status;
}

static int write_description(const struct plan *plan)
{
    const struct shard_description description = {
        .options = build_parameters_text(&plan->options->build_parameters),
        .reads_pdf = !input_rules_lack_pdf(&plan->options->input_rules, ".pdf"),
        .made_of = ""};
    return shard_describe(plan->transaction.directory, &plan->options->shard, &description);
}

/* Publishes the next commit, unless it would equal the current one. */
static int publish_commit(struct plan *plan, bool changed)
{
    struct transaction *transaction = &plan->transaction;
    if (!changed) {
        int status = transaction->open_mode == SHARING_PRIVATE
                         ? 0
                         : transaction_open(transaction, &transaction->old);
        if (status == 0)
            report_outcome(plan, &transaction->old);
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
    if (plan->options->shard.count > 0)
        status = write_description(plan);
    if (status == 0)
        status = transaction_commit(transaction);
    else
        transaction_abandon(transaction);
    if (status == 0)
        report_outcome(plan, &published);
    free(published.segments);
    return status;
}

/* --- the plan --- */

/* Opens the segments of the current commit to see whether they can be kept, and whether they store
 * bodies: either all segments of an index do, or none. Returns 1; 0 when one is damaged, missing or
 * of an older version; or an error, also when one is of a newer version, which belongs to a newer
 * fouille-index. */
static int probe_segments(const struct transaction *transaction, bool *stored)
{
    *stored = true;
    for (size_t i = 0; i < transaction->old.segment_count; i++) {
        struct segment segment;
        int status = segment_open_listed(&segment, transaction->directory, transaction->path,
                                         &transaction->old.segments[i], &transaction->old);
        if (status == ERROR_VERSION && segment.file.version > SEGMENT_VERSION)
            return status;
        if (status == ERROR_VERSION || status == ERROR_CORRUPT ||
            (status == ERROR_SYSTEM && errno == ENOENT))
            return 0;
        if (status != 0)
            return status;
        *stored = segment.file.statistics.stored != 0;
        segment_close(&segment);
    }
    return 1;
}

/* Decides whether everything must be indexed from scratch: because that is asked for, there is no
 * index, it cannot be read, was made with another analysis or stores bodies that are no longer
 * wanted, or because its roots are in another order, as when a folder has moved among absolute
 * ones. */
static int choose_rebuild(struct plan *plan)
{
    const struct options *options = plan->options;
    const struct transaction *transaction = &plan->transaction;
    bool ascending, stored;
    int analysis = analysis_status();
    if (analysis != 0)
        return analysis;
    plan->store = options->store;
    plan->rebuilds = options->rebuild || transaction->old.generation == 0 ||
                     transaction->old.fingerprint != analysis_fingerprint();
    int status = roots_map(&plan->roots, &transaction->old, plan->index, plan->map, &ascending);
    plan->rebuilds |= !ascending;
    if (status != 0 || plan->rebuilds)
        return status;
    status = probe_segments(transaction, &stored);
    plan->rebuilds = status == 0 || (stored && !options->store);
    plan->store = plan->rebuilds ? options->store : stored;
    return status < 0 ? status : 0;
}

/* An index cannot be rebuilt without the articles that came from standard input. */
static int refuse_stdin_root(const struct root *root)
{
    return error_set(
        ERROR_NOT_FOUND,
        "the index must be rebuilt, but '%s' came from standard input, which cannot be read again; "
        "remove what did, and supply it again afterwards: fouille-index --forget %s",
        root->path, ROOT_STDIN);
}

/* Articles from standard input cannot be shared: nothing says who may read them. */
static int refuse_sharing(const struct root *root)
{
    return error_set(
        ERROR_INPUT,
        "the index is to be shared, but nothing says who may read '%s', which came from standard "
        "input; to share it as well: --include-private; to remove it: --forget %s",
        root->path, root->path);
}

/* For an index that was found rather than named: skips roots that lead outside the folder that
 * holds it, which keep their articles, or fails if they cannot be skipped. */
static int confine_roots(struct plan *plan)
{
    int status = roots_confine(&plan->roots, plan->index);
    for (size_t i = 0; i < plan->roots.count && status == 0; i++) {
        struct root *root = &plan->roots.items[i];
        if (!root->outside || !root->update)
            continue;
        roots_refuse_outside(root, plan->index);
        if (root->holds_named || plan->options->rebuild || plan->readers.rechecks_all)
            return ERROR_INPUT;
        report_complaint(plan->report, COMPLAINT_FILE, NULL, 0, error_message());
        root->update = false;
    }
    return status;
}

static int plan_roots(struct plan *plan)
{
    struct transaction *transaction = &plan->transaction;
    const struct options *options = plan->options;
    bool forget = options->task == TASK_FORGET;
    bool all = options->path_count == 0 && options->stdin_name == NULL && !forget;
    int status =
        options->stdin_name == NULL ? 0 : roots_add_stdin(&plan->roots, options->stdin_name);
    if (status == 0)
        status = roots_add_recorded(&plan->roots, &transaction->old, plan->index,
                                    all || options->rebuild || plan->readers.rechecks_all);
    if (status == 0 && forget)
        status = roots_forget(&plan->roots, options->operand);
    if (status == 0 && !build_is_named(options))
        status = confine_roots(plan);
    plan->map = malloc((transaction->old.root_count + 1) * sizeof *plan->map);
    if (status == 0 && plan->map == NULL)
        status = error_memory();
    if (status == 0)
        status = choose_rebuild(plan);
    plan->readers.rechecks_all &= !plan->rebuilds; /* every file is checked anyway */
    transaction->next.fingerprint = analysis_fingerprint();
    for (size_t i = 0; i < plan->roots.count && status == 0; i++) {
        if (plan->rebuilds && plan->roots.items[i].from_stdin && !plan->roots.items[i].update)
            return refuse_stdin_root(&plan->roots.items[i]);
        if (plan->readers.rechecks_all && plan->roots.items[i].from_stdin &&
            !plan->roots.items[i].update)
            return refuse_sharing(&plan->roots.items[i]);
        if (plan->rebuilds && plan->roots.items[i].outside)
            return roots_refuse_outside(&plan->roots.items[i], plan->index);
        plan->roots.items[i].update |= plan->rebuilds;
        status = manifest_add_root(&transaction->next, plan->roots.items[i].recorded);
    }
    plan->roots_changed = plan->roots.count != transaction->old.root_count;
    for (size_t i = 0; i < transaction->old.root_count && status == 0; i++)
        plan->roots_changed |= plan->map[i] != i;
    if (status == 0 && !plan->rebuilds)
        status = keep_segments(transaction, plan->map);
    return status;
}

/* A list says nothing about files that are not in it, so an index cannot be rebuilt from one. */
static int resolve_listed_files(struct plan *plan)
{
    if (plan->rebuilds && transaction_has_old(&plan->transaction))
        return error_set(ERROR_VERSION,
                         "'%s' cannot be updated; reindex with: fouille-index --rebuild",
                         plan->index);
    return file_list_resolve(&plan->file_list, plan->scope->files, &plan->roots, plan->report);
}

/* A run that was stopped must not publish half of a shard, of a purge, or of the rebuilding of an
 * existing index. Returns 0 if it may publish, else ERROR_STOPPED. */
static int refuse_stopped(const struct plan *plan)
{
    if (plan->options->shard.count > 0)
        return error_set(ERROR_STOPPED, "stopped; the shard in '%s' is incomplete", plan->place);
    if (plan->purges || (plan->rebuilds && transaction_has_old(&plan->transaction)))
        return error_set(ERROR_STOPPED, "stopped; '%s' is unchanged", plan->index);
    return 0;
}

static int run_transaction(struct plan *plan)
{
    bool changed = false;
    int status = plan->options->shard.count > 0
                     ? transaction_begin_alone(&plan->transaction, plan->place)
                     : transaction_begin(&plan->transaction, plan->index);
    if (status != 0)
        return status;
    status = readers_resolve(&plan->readers, plan->options, &plan->transaction, plan->index);
    if (status == 0)
        status = plan_roots(plan);
    if (status == 0 && is_listed(plan))
        status = resolve_listed_files(plan);
    if (status == 0 && plan->report->progress && plan->rebuilds)
        count_progress_files(&plan->roots, &plan->options->input_rules, plan->report);
    if (status == 0)
        status = run_plan(plan, &changed);
    if (status == 0 && stop_requested())
        status = refuse_stopped(plan);
    if (status == 0)
        status = publish_commit(plan, changed);
    else
        transaction_abandon(&plan->transaction);
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
             const struct build_scope *scope)
{
    struct plan plan = {.options = options, .report = report, .index = index, .scope = scope};
    int status = check_commit_place(options, index);
    if (status == 0)
        status = roots_resolve(&plan.roots, options->paths, (size_t)options->path_count, index);
    if (status != 0)
        return status;
    char *staging = NULL;
    if (options->shard.count > 0)
        status = shard_prepare(index, SHARD_STAGING, &options->shard, &staging);
    plan.place = staging == NULL ? index : staging;
    if (status == 0)
        status = run_transaction(&plan);
    free(staging);
    roots_release(&plan.roots);
    file_list_release(&plan.file_list);
    readers_release(&plan.readers);
    free(plan.map);
    return status;
}

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

/* Runs a second transaction for files that changed during the first. Those that change yet again
 * are left to the next run. If it fails, the first commit remains. */
static void reread_changed(const struct options *options, struct report *report, const char *index,
                           const struct changes *changed)
{
    struct options again = *options;
    const struct build_scope scope = {.files = changed->everything ? NULL : &changed->paths};
    again.task = TASK_BUILD;
    again.path_count = 0;
    again.rebuild = false;
    again.stdin_name = NULL;
    report_restart(report);
    if (build_at(&again, report, index, &scope) != 0)
        report_complaint(report, COMPLAINT_FILE, NULL, 0, error_message());
}

int build_index(const struct options *options, struct report *report, const struct buffer *files)
{
    char *index = NULL;
    struct changes changed = {0};
    const struct build_scope scope = {.files = files,
                                      .changed = options->shard.count > 0 ? NULL : &changed};
    int status = build_locate(options, &index);
    if (status == 0)
        status = build_at(options, report, index, &scope);
    if (status == 0 && changes_pending(&changed) && !stop_requested())
        reread_changed(options, report, index, &changed);
    changes_release(&changed);
    free(index);
    return status;
}
