#include "indexer/update/optimize.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/map_fault.h"
#include "common/index/index.h"
#include "indexer/merge/merge.h"
#include "indexer/merge/policy.h"
#include "indexer/run/stop.h"

static bool report_progress(void *context, double done)
{
    report_merge_progress(context, done);
    return !stop_requested();
}

/* --- one merge of a transaction's segments --- */

static int open_chosen_segments(const struct transaction *transaction, const size_t *indices,
                                size_t count, struct segment *segments, size_t *opened)
{
    for (*opened = 0; *opened < count; ++*opened) {
        const struct manifest_segment *entry = &transaction->next.segments[indices[*opened]];
        int status = segment_open_listed(&segments[*opened], transaction->directory,
                                         transaction->path, entry, &transaction->next);
        if (status != 0)
            return status;
    }
    return 0;
}

/* Removes the merged segments from the manifest. The files of those that this transaction made are
 * removed at once, because no commit names them. */
static void remove_merged(struct transaction *transaction, const size_t *indices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        transaction_drop_segment(transaction, &transaction->next.segments[indices[i]]);
    manifest_remove_segments(&transaction->next, indices, count);
}

static int merge_chosen(struct transaction *transaction, const size_t *indices, size_t count,
                        unsigned number, struct report *report)
{
    char name[SEGMENT_NAME_SIZE], amendments[SEGMENT_NAME_SIZE];
    bool whole = count == transaction->next.segment_count;
    const struct merge_output output = {transaction->directory, name, whole ? NULL : amendments};
    const struct merge_progress progress = {report_progress, report};
    struct manifest_segment entry;
    size_t opened = 0;
    struct segment *segments = calloc(count + 1, sizeof *segments);
    struct segment **inputs = calloc(count + 1, sizeof *inputs);
    int status = segments == NULL || inputs == NULL ? error_memory() : 0;
    for (size_t i = 0; i < count && status == 0; i++)
        inputs[i] = &segments[i];
    if (status == 0)
        status = open_chosen_segments(transaction, indices, count, segments, &opened);
    transaction_segment_name(transaction, number, name);
    transaction_amendments_name(transaction, number, amendments);
    if (status == 0)
        status = merge_segments(inputs, count, &output, &progress, &entry);
    for (size_t i = 0; i < opened; i++)
        segment_close(&segments[i]);
    free(segments);
    free(inputs);
    if (status != 0)
        return status;
    remove_merged(transaction, indices, count);
    return manifest_add_segment(&transaction->next, &entry);
}

/* --- after a build --- */

/* A segment is rewritten when more than 1/DELETED_PART of its documents are deleted. */
enum { DELETED_PART = 10 };

static bool needs_rewrite(const struct manifest_segment *segment, bool purge)
{
    return (purge && segment->amendments.deleted > 0) ||
           (uint64_t)segment->amendments.deleted * DELETED_PART > segment->documents;
}

/* Bytes that a merge needs for each article: its new number, lengths, day, and place in the
 * table. */
enum { ARTICLE_BYTES = 20 };

/* Whether MERGE_FACTOR segments of this size could be merged in half of the memory. */
static bool merge_fits_memory(const struct manifest_segment *segment, size_t memory)
{
    return (uint64_t)segment->documents * ARTICLE_BYTES <= memory / 2 / MERGE_FACTOR;
}

static int choose_tier(const struct manifest *manifest, size_t memory, size_t chosen[MERGE_FACTOR],
                       size_t *count)
{
    uint64_t *sizes = malloc((manifest->segment_count + 1) * sizeof *sizes);
    size_t *indices = malloc((manifest->segment_count + 1) * sizeof *indices);
    int status = sizes == NULL || indices == NULL ? error_memory() : 0;
    size_t candidates = 0;
    for (size_t i = 0; i < manifest->segment_count && status == 0; i++)
        if (merge_fits_memory(&manifest->segments[i], memory)) {
            sizes[candidates] = manifest->segments[i].size;
            indices[candidates++] = i;
        }
    *count = status == 0 ? merge_policy(sizes, candidates, chosen) : 0;
    for (size_t i = 0; i < *count; i++)
        chosen[i] = indices[chosen[i]];
    free(sizes);
    free(indices);
    return status;
}

/* Chooses the segments that are due: their places in the manifest, ascending; *count is 0 if there
 * are none. Returns 0 or ERROR_MEMORY. */
static int choose_due_segments(const struct manifest *manifest, size_t memory, bool purge,
                               size_t chosen[MERGE_FACTOR], size_t *count)
{
    for (size_t i = 0; i < manifest->segment_count; i++)
        if (needs_rewrite(&manifest->segments[i], purge)) {
            chosen[0] = i;
            *count = 1;
            return 0;
        }
    return choose_tier(manifest, memory, chosen, count);
}

int optimize_new_segments(struct transaction *transaction, unsigned name_from, size_t memory,
                          bool purge, struct report *report)
{
    size_t chosen[MERGE_FACTOR], count = 1;
    int status = 0;
    while (status == 0 && count > 0 && !stop_requested()) {
        status = choose_due_segments(&transaction->next, memory, purge, chosen, &count);
        if (status == 0 && count > 0)
            status = merge_chosen(transaction, chosen, count, name_from++, report);
    }
    return status == ERROR_STOPPED ? 0 : status; /* the next run merges */
}

/* --- --optimize --- */

/* Starts the next commit as a copy of the current one. */
static int copy_manifest(struct transaction *transaction)
{
    const struct manifest *old = &transaction->old;
    struct manifest *next = &transaction->next;
    int status = 0;
    next->fingerprint = old->fingerprint;
    next->left_out = old->left_out;
    for (size_t i = 0; i < old->root_count && status == 0; i++)
        status = manifest_add_root(next, old->roots[i]);
    for (size_t i = 0; i < old->mount_count && status == 0; i++)
        status = manifest_add_mount(next, old->mounts[i].root, old->mounts[i].path);
    for (size_t i = 0; i < old->segment_count && status == 0; i++)
        status = manifest_add_segment(next, &old->segments[i]);
    return status;
}

static int merge_everything(struct transaction *transaction, unsigned number, struct report *report)
{
    size_t count = transaction->next.segment_count;
    size_t *all = malloc((count + 1) * sizeof *all);
    if (all == NULL)
        return error_memory();
    for (size_t i = 0; i < count; i++)
        all[i] = i;
    int status = merge_chosen(transaction, all, count, number, report);
    free(all);
    return status;
}

/* Whether all of a segment can be read. If not, that is reported. */
static bool is_segment_readable(const struct transaction *transaction,
                                const struct manifest_segment *entry, struct report *report)
{
    struct segment segment;
    unsigned long before = map_fault_count();
    if (segment_open_listed(&segment, transaction->directory, transaction->path, entry,
                            &transaction->next) == 0) {
        segment_file_verify(&segment.file);
        segment_close(&segment);
    }
    if (map_fault_result(0, before) == 0)
        return true;
    report_complaint(report, COMPLAINT_FILE, NULL, 0, error_message());
    return false;
}

/* Called after a merge that failed on a file that cannot be read: merges the other segments, so
 * that the contents of a failing disk are soon elsewhere, and leaves that one as it is, for
 * --repair. */
static int merge_readable(struct transaction *transaction, struct report *report)
{
    size_t all = transaction->next.segment_count, count = 0;
    size_t *readable = malloc((all + 1) * sizeof *readable);
    if (readable == NULL)
        return error_memory();
    for (size_t i = 0; i < all; i++)
        if (is_segment_readable(transaction, &transaction->next.segments[i], report))
            readable[count++] = i;
    int status;
    transaction->faults = map_fault_count();
    if (count > 1 && count < all)
        status = merge_chosen(transaction, readable, count, 0, report);
    else
        status = map_fault_error();
    free(readable);
    return status;
}

/* Whether a merge would improve anything: there are several segments, or one with amendments
 * (deleted documents, stamps) or a map of root numbers. */
static bool merge_would_help(const struct manifest *manifest)
{
    const struct manifest_segment *first = manifest->segments;
    return manifest->segment_count > 1 ||
           (manifest->segment_count == 1 &&
            (first->root_count > 0 || first->amendments.name[0] != '\0'));
}

int optimize_transaction(struct transaction *transaction, struct report *report)
{
    return merge_would_help(&transaction->next)
               ? merge_everything(transaction, (unsigned)transaction->next.segment_count, report)
               : 0;
}

static int optimize_at(const char *path, struct report *report)
{
    struct transaction transaction;
    int status = transaction_begin(&transaction, path);
    if (status != 0)
        return status;
    size_t before = transaction.old.segment_count;
    bool due = merge_would_help(&transaction.old);
    status = analysis_status();
    if (status == 0 && transaction.old.fingerprint != analysis_fingerprint())
        status = error_set(
            ERROR_VERSION,
            "'%s' was built with a different analysis of French; reindex with: fouille-index",
            path);
    if (status == 0 && due)
        status = copy_manifest(&transaction);
    if (status == 0 && due)
        status = merge_everything(&transaction, 0, report);
    if (status != 0 && map_fault_count() != transaction.faults)
        status = merge_readable(&transaction, report);
    if (status != 0 || !due) {
        transaction_abandon(&transaction);
        if (status == 0)
            report_merged(report, path, before, 0);
        return status;
    }
    size_t left = transaction.next.segment_count - 1; /* not merged; the merged one is last */
    uint64_t size = transaction.next.segments[left].size;
    status = transaction_commit(&transaction);
    if (status == 0)
        report_merged(report, path, before - left, size);
    return status;
}

int optimize_index(const struct options *options, struct report *report)
{
    char *path;
    int status = index_locate_to_write(options->index, &path);
    if (status != 0)
        return status;
    struct index index;
    status = index_open(&index, path, analysis_fingerprint()); /* says what is wrong with it */
    if (status == 0) {
        index_close(&index);
        status = optimize_at(path, report);
    } else if (map_fault_count() > 0) {
        status = optimize_at(path, report);
    }
    free(path);
    return status;
}
