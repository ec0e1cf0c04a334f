#include "indexer/cluster/adopt.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/index/index.h"
#include "indexer/cluster/shares.h"
#include "indexer/commit/sharing.h"
#include "indexer/commit/transaction.h"
#include "indexer/update/build.h"
#include "indexer/update/left_list.h"
#include "indexer/update/optimize.h"

/* --- segments into a transaction --- */

static int link_file(const struct staged *staged, int directory,
                     const struct transaction *transaction, const char *from, const char *to)
{
    if (linkat(directory, from, transaction->directory, to, 0) == 0) {
        sharing_follow(transaction->directory, to);
        return 0;
    }
    return error_system("cannot link '%s/%s' into '%s'", staged->path, from, transaction->path);
}

static int take_segment(const struct staged *staged, int directory, struct transaction *transaction,
                        const struct manifest_segment *segment, unsigned number)
{
    struct manifest_segment entry = *segment;
    transaction_segment_name(transaction, number, entry.name);
    int status = link_file(staged, directory, transaction, segment->name, entry.name);
    if (status != 0)
        return status;
    if (segment->amendments.name[0] != '\0') {
        transaction_amendments_name(transaction, number, entry.amendments.name);
        status = link_file(staged, directory, transaction, segment->amendments.name,
                           entry.amendments.name);
    }
    if (status == 0)
        status = manifest_add_segment(&transaction->next, &entry);
    if (status != 0)
        unlinkat(transaction->directory, entry.name, 0);
    return status;
}

static int take_share(const struct staged *staged, struct transaction *transaction,
                      struct left_list *left)
{
    int directory = open(staged->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    int status = directory < 0 ? error_system("cannot open '%s'", staged->path) : 0;
    for (size_t i = 0; i < staged->manifest.segment_count && status == 0; i++)
        status = take_segment(staged, directory, transaction, &staged->manifest.segments[i],
                              (unsigned)transaction->next.segment_count);
    if (status == 0)
        status = left_list_read(left, directory, &staged->manifest, staged->path);
    if (directory >= 0)
        close(directory);
    return status;
}

/* Adds a shard's mount points to those of the other shards. */
static int take_mounts(const struct manifest *share, struct manifest *next)
{
    int status = 0;
    for (size_t i = 0; i < share->mount_count && status == 0; i++) {
        const struct manifest_mount *mount = &share->mounts[i];
        if (!manifest_has_mount(next, mount->root, mount->path))
            status = manifest_add_mount(next, mount->root, mount->path);
    }
    return status;
}

static int take_shares(const struct shares *shares, const struct share *group,
                       struct transaction *transaction)
{
    const struct manifest *model = &shares->model->manifest;
    const struct manifest_left none = {0};
    struct left_list left;
    char name[SEGMENT_NAME_SIZE];
    int status = 0;
    left_list_init(&left);
    transaction->next.fingerprint = analysis_fingerprint();
    for (size_t i = 0; i < model->root_count && status == 0; i++)
        status = manifest_add_root(&transaction->next, model->roots[i]);
    for (uint32_t i = 0; i < shares->count && status == 0; i++) {
        if (!shares_in_group(group, i))
            continue;
        status = take_share(&shares->items[i], transaction, &left);
        if (status == 0)
            status = take_mounts(&shares->items[i].manifest, &transaction->next);
    }
    left_list_sort(&left);
    transaction_left_name(transaction, name);
    if (status == 0)
        status =
            left_list_write(&left, transaction->directory, name, &none, &transaction->next.left);
    report_left_total(shares->report, left_list_count(&left));
    left_list_release(&left);
    return status;
}

/* --- publication --- */

/* The commit opens the index to the readers that the shards name, as far as this run's umask
 * allows; until then it is closed to others. */
static int settle_readers(const struct shares *shares, struct transaction *transaction)
{
    const struct staged *model = shares->model;
    const mode_t shared = model->manifest.shared;
    bool checked = strstr(model->terms.options, " --include-private") == NULL;
    transaction->next.shared = checked ? shared : SHARING_PRIVATE;
    if (transaction->readable == shared)
        return 0;
    transaction->opens = sharing_common(shared, sharing_of_umask());
    sharing_close_files(transaction->directory, &transaction->old);
    if (sharing_within(sharing_close(transaction->directory), shared))
        return 0;
    return error_set(ERROR_INPUT,
                     "the permissions of '%s' cannot be changed, and let others read what the "
                     "shares do not; nothing was published",
                     shares->index);
}

/* Refuses to replace an index of other folders, whose articles would be lost. */
static int check_old(const struct shares *shares, const struct transaction *transaction)
{
    if (!transaction_has_old(transaction) ||
        manifest_same_roots(&transaction->old, &shares->model->manifest))
        return 0;
    return error_set(ERROR_INPUT,
                     "'%s' is an index of other folders than the shares; adopt them in another "
                     "place; nothing was published",
                     shares->index);
}

static int publish(const struct shares *shares, bool optimize)
{
    const struct share all = {0};
    struct transaction transaction;
    int status = transaction_begin(&transaction, shares->index);
    if (status != 0)
        return status;
    status = check_old(shares, &transaction);
    if (status == 0)
        status = settle_readers(shares, &transaction);
    if (status == 0)
        status = take_shares(shares, &all, &transaction);
    if (status == 0 && optimize)
        status = optimize_transaction(&transaction, shares->report);
    if (status != 0) {
        transaction_abandon(&transaction);
        return status;
    }
    uint64_t bytes = 0, segments = transaction.next.segment_count;
    for (size_t i = 0; i < segments; i++)
        bytes += transaction.next.segments[i].size;
    status = transaction_commit(&transaction);
    if (status == 0)
        report_adopted(shares->report, shares->index, shares->count, segments, bytes);
    return status;
}

static int find_all(struct shares *shares)
{
    int status = shares_find(shares);
    if (status == 0 && shares->count == 0)
        return error_set(ERROR_NOT_FOUND,
                         "there are no shares in '%s/%s'; build them with: fouille-index --index "
                         "'%s' --shard K/N PATH...",
                         shares->index, shares->folder, shares->index);
    return status;
}

/* Publishes the groups, if there are any, instead of the shards that they were made from. */
static int adopt_all(struct shares *shares, bool optimize)
{
    const struct share all = {0};
    struct shares groups = {.index = shares->index,
                            .folder = SHARD_MERGED,
                            .report = shares->report,
                            .named = shares->named};
    shares->notes_doubles = true;
    int status = shares_check(shares, &all, NULL);
    if (status == 0)
        status = shares_check_doubles(shares);
    if (status == 0)
        status = shares_find(&groups);
    groups.model = shares->model;
    if (status == 0)
        status = shares_check(&groups, &all, shares);
    if (status == 0)
        status = publish(groups.count > 0 ? &groups : shares, optimize);
    shares_close(&groups);
    return status;
}

/* --- one group --- */

static int merge_into(const struct shares *shares, const struct share *group,
                      struct transaction *transaction)
{
    struct buffer of;
    buffer_init(&of);
    shares_name_sources(shares, group, &of);
    struct shard_terms terms = shares->model->terms;
    transaction->next.shared = shares->model->manifest.shared;
    terms.of = buffer_string(&of);
    int status = take_shares(shares, group, transaction);
    if (status == 0)
        status = optimize_transaction(transaction, shares->report);
    if (status == 0)
        status = buffer_status(&of);
    if (status == 0)
        status = shard_describe(transaction->directory, group, &terms);
    buffer_release(&of);
    return status;
}

static int merge_group(struct shares *shares, const struct share *group)
{
    struct transaction transaction;
    char *place = NULL;
    if (group->count > shares->count)
        return error_set(ERROR_INPUT,
                         "there are %" PRIu32 " shares, too few for %" PRIu32 " groups",
                         shares->count, group->count);
    int status = shares_check(shares, group, NULL);
    if (status == 0)
        status = shard_prepare(shares->index, SHARD_MERGED, group, &place);
    if (status == 0)
        status = transaction_begin_alone(&transaction, place);
    if (status != 0) {
        free(place);
        return status;
    }
    uint64_t before = 0;
    for (uint32_t i = group->number; i < shares->count; i += group->count)
        before += shares->items[i].manifest.segment_count;
    status = merge_into(shares, group, &transaction);
    uint64_t size = transaction.next.segment_count > 0 ? transaction.next.segments[0].size : 0;
    if (status == 0)
        status = transaction_commit(&transaction);
    else
        transaction_abandon(&transaction);
    if (status == 0)
        report_merged(shares->report, place, before, size);
    free(place);
    return status;
}

/* --- all of it --- */

int adopt_shards(const struct options *options, struct report *report)
{
    char *index = NULL;
    const bool publishes = options->group.count == 0;
    int status = index_locate_to_write(options->index, &index);
    struct shares shares = {.index = index,
                            .folder = SHARD_STAGING,
                            .report = report,
                            .named = build_is_named(options)};
    if (status == 0 && build_check(index) == ERROR_VERSION)
        status = ERROR_VERSION;
    if (status == 0)
        status = shard_begin_adoption(index, publishes);
    if (status == 0)
        status = find_all(&shares);
    if (status == 0)
        status = publishes ? adopt_all(&shares, options->optimize)
                           : merge_group(&shares, &options->group);
    if (status == 0 && publishes && shard_end_adoption(index) != 0)
        report_error(report, error_message());
    shares_close(&shares);
    free(index);
    return status;
}
