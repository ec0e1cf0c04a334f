#include "indexer/update/plan.h"

#include <errno.h>
#include <stdlib.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/index/index.h"

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
static int choose_rebuild(struct run *run)
{
    const struct options *options = run->options;
    const struct transaction *transaction = &run->transaction;
    bool ascending, stored;
    int analysis = analysis_status();
    if (analysis != 0)
        return analysis;
    run->store = options->store;
    run->rebuilds = options->rebuild || transaction->old.generation == 0 ||
                    transaction->old.fingerprint != analysis_fingerprint();
    int status = roots_map(&run->roots, &transaction->old, run->index, run->map, &ascending);
    run->rebuilds |= !ascending;
    if (status != 0 || run->rebuilds)
        return status;
    status = probe_segments(transaction, &stored);
    run->rebuilds = status == 0 || (stored && !options->store);
    run->store = run->rebuilds ? options->store : stored;
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
static int confine_roots(struct run *run)
{
    int status = roots_confine(&run->roots, run->index);
    for (size_t i = 0; i < run->roots.count && status == 0; i++) {
        struct root *root = &run->roots.items[i];
        if (!root->outside || !root->update)
            continue;
        roots_refuse_outside(root, run->index);
        if (root->holds_named || run->options->rebuild || run->readers.rechecks_all)
            return ERROR_INPUT;
        report_complaint(run->report, COMPLAINT_FILE, NULL, 0, error_message());
        root->update = false;
    }
    return status;
}

/* Collects the roots of the next commit: those that the user named are there already. */
static int collect_roots(struct run *run)
{
    const struct options *options = run->options;
    bool forget = options->task == TASK_FORGET;
    bool all = options->path_count == 0 && options->stdin_name == NULL && !forget;
    int status =
        options->stdin_name == NULL ? 0 : roots_add_stdin(&run->roots, options->stdin_name);
    if (status == 0)
        status = roots_add_recorded(&run->roots, &run->transaction.old, run->index,
                                    all || options->rebuild || run->readers.rechecks_all);
    if (status == 0 && forget)
        status = roots_forget(&run->roots, options->operand);
    if (status == 0 && !index_is_named(options->index))
        status = confine_roots(run);
    return status;
}

/* Checks that the run can do with each root what it is about to do, and records it. */
static int record_roots(struct run *run)
{
    struct manifest *next = &run->transaction.next;
    int status = 0;
    for (size_t i = 0; i < run->roots.count && status == 0; i++) {
        struct root *root = &run->roots.items[i];
        if (run->rebuilds && root->from_stdin && !root->update)
            return refuse_stdin_root(root);
        if (run->readers.rechecks_all && root->from_stdin && !root->update)
            return refuse_sharing(root);
        if (run->rebuilds && root->outside)
            return roots_refuse_outside(root, run->index);
        root->update |= run->rebuilds;
        status = manifest_add_root(next, root->recorded);
    }
    return status;
}

static int plan_roots(struct run *run)
{
    const struct manifest *old = &run->transaction.old;
    int status = collect_roots(run);
    run->map = malloc((old->root_count + 1) * sizeof *run->map);
    if (status == 0 && run->map == NULL)
        status = error_memory();
    if (status == 0)
        status = choose_rebuild(run);
    if (status != 0)
        return status;
    run->readers.rechecks_all &= !run->rebuilds; /* every file is checked anyway */
    run->transaction.next.fingerprint = analysis_fingerprint();
    status = record_roots(run);
    run->roots_changed = run->roots.count != old->root_count;
    for (size_t i = 0; i < old->root_count; i++)
        run->roots_changed |= run->map[i] != i;
    if (status == 0 && !run->rebuilds)
        status = keep_segments(&run->transaction, run->map);
    return status;
}

/* A list says nothing about files that are not in it, so an index cannot be rebuilt from one. */
static int resolve_listed_files(struct run *run)
{
    if (run->rebuilds && transaction_has_old(&run->transaction))
        return error_set(ERROR_VERSION,
                         "'%s' cannot be updated; reindex with: fouille-index --rebuild",
                         run->index);
    return file_list_resolve(&run->file_list, run->files, &run->roots, run->report);
}

int plan_run(struct run *run)
{
    int status = readers_resolve(&run->readers, run->options, &run->transaction, run->index);
    if (status == 0)
        status = plan_roots(run);
    if (status == 0 && run_is_listed(run))
        status = resolve_listed_files(run);
    return status;
}
