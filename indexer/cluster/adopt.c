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
#include "indexer/cluster/shards.h"
#include "indexer/commit/sharing.h"
#include "indexer/commit/transaction.h"
#include "indexer/state/left_list.h"
#include "indexer/update/build.h"
#include "indexer/update/optimize.h"

/* --- segments into a transaction --- */

static int link_into_index(const struct staged_shard *staged_shard, int directory,
                           const struct transaction *transaction, const char *from, const char *to)
{
    if (linkat(directory, from, transaction->directory, to, 0) == 0) {
        sharing_apply(transaction->directory, to);
        return 0;
    }
    return error_system("cannot link '%s/%s' into '%s'", staged_shard->path, from,
                        transaction->path);
}

static int link_segment(const struct staged_shard *staged_shard, int directory,
                        struct transaction *transaction, const struct manifest_segment *segment,
                        unsigned number)
{
    struct manifest_segment entry = *segment;
    transaction_segment_name(transaction, number, entry.name);
    int status = link_into_index(staged_shard, directory, transaction, segment->name, entry.name);
    if (status != 0)
        return status;
    if (segment->amendments.name[0] != '\0') {
        transaction_amendments_name(transaction, number, entry.amendments.name);
        status = link_into_index(staged_shard, directory, transaction, segment->amendments.name,
                                 entry.amendments.name);
    }
    if (status == 0)
        status = manifest_add_segment(&transaction->next, &entry);
    if (status != 0)
        unlinkat(transaction->directory, entry.name, 0);
    return status;
}

static int link_shard(const struct staged_shard *staged_shard, struct transaction *transaction,
                      struct left_list *left)
{
    int directory = open(staged_shard->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    int status = directory < 0 ? error_system("cannot open '%s'", staged_shard->path) : 0;
    for (size_t i = 0; i < staged_shard->manifest.segment_count && status == 0; i++)
        status =
            link_segment(staged_shard, directory, transaction, &staged_shard->manifest.segments[i],
                         (unsigned)transaction->next.segment_count);
    if (status == 0)
        status = left_list_read(left, directory, &staged_shard->manifest, staged_shard->path);
    if (directory >= 0)
        close(directory);
    return status;
}

/* Adds a shard's mount points to those of the other shards. */
static int add_mounts(const struct manifest *shard, struct manifest *next)
{
    int status = 0;
    for (size_t i = 0; i < shard->mount_count && status == 0; i++) {
        const struct manifest_mount *mount = &shard->mounts[i];
        if (!manifest_has_mount(next, mount->root, mount->path))
            status = manifest_add_mount(next, mount->root, mount->path);
    }
    return status;
}

static int link_shards(const struct shards *shards, const struct shard *group,
                       struct transaction *transaction)
{
    const struct manifest *reference = &shards->reference->manifest;
    const struct manifest_left_out none = {0};
    struct left_list left;
    char name[SEGMENT_NAME_SIZE];
    int status = 0;
    left_list_init(&left);
    transaction->next.fingerprint = analysis_fingerprint();
    for (size_t i = 0; i < reference->root_count && status == 0; i++)
        status = manifest_add_root(&transaction->next, reference->roots[i]);
    for (uint32_t i = 0; i < shards->count && status == 0; i++) {
        if (!shards_in_group(group, i))
            continue;
        status = link_shard(&shards->items[i], transaction, &left);
        if (status == 0)
            status = add_mounts(&shards->items[i].manifest, &transaction->next);
    }
    left_list_sort(&left);
    transaction_left_name(transaction, name);
    if (status == 0)
        status = left_list_write(&left, transaction->directory, name, &none,
                                 &transaction->next.left_out);
    report_left_out_total(shards->report, left_list_count(&left));
    left_list_release(&left);
    return status;
}

/* --- publication --- */

/* The commit opens the index to the readers that the shards name, as far as this run's umask
 * allows; until then it is closed to others. */
static int choose_readers(const struct shards *shards, struct transaction *transaction)
{
    const struct staged_shard *reference = shards->reference;
    const mode_t shared = reference->manifest.shared;
    bool checked = strstr(reference->description.options, " --include-private") == NULL;
    transaction->next.shared = checked ? shared : SHARING_PRIVATE;
    if (transaction->current_mode == shared)
        return 0;
    transaction->open_mode = sharing_common(shared, sharing_of_umask());
    sharing_close_files(transaction->directory, &transaction->old);
    if (sharing_is_subset(sharing_close(transaction->directory), shared))
        return 0;
    return error_set(ERROR_INPUT,
                     "cannot change the permissions of '%s', which are wider than those of the "
                     "shards; nothing was published",
                     shards->index);
}

/* Refuses to replace an index of other folders, whose articles would be lost. */
static int check_old_roots(const struct shards *shards, const struct transaction *transaction)
{
    if (!transaction_has_old(transaction) ||
        manifest_same_roots(&transaction->old, &shards->reference->manifest))
        return 0;
    return error_set(ERROR_INPUT,
                     "'%s' indexes other folders than the shards do; adopt them into another "
                     "index; nothing was published",
                     shards->index);
}

static int publish_shards(const struct shards *shards, bool optimize)
{
    const struct shard all = {0};
    struct transaction transaction;
    int status = transaction_begin(&transaction, shards->index);
    if (status != 0)
        return status;
    status = check_old_roots(shards, &transaction);
    if (status == 0)
        status = choose_readers(shards, &transaction);
    if (status == 0)
        status = link_shards(shards, &all, &transaction);
    if (status == 0 && optimize)
        status = optimize_transaction(&transaction, shards->report);
    if (status != 0) {
        transaction_abandon(&transaction);
        return status;
    }
    uint64_t bytes = 0, segments = transaction.next.segment_count;
    for (size_t i = 0; i < segments; i++)
        bytes += transaction.next.segments[i].size;
    status = transaction_commit(&transaction);
    if (status == 0)
        report_adopted(shards->report, shards->index, shards->count, segments, bytes);
    return status;
}

static int find_all_shards(struct shards *shards)
{
    int status = shards_find(shards);
    if (status == 0 && shards->count == 0)
        return error_set(ERROR_NOT_FOUND,
                         "there are no shards in '%s/%s'; build them with: fouille-index --index "
                         "'%s' --shard K/N PATH...",
                         shards->index, shards->folder, shards->index);
    return status;
}

/* Publishes the groups, if there are any, instead of the shards that they were made from. */
static int adopt_all(struct shards *shards, bool optimize)
{
    const struct shard all = {0};
    struct shards groups = {.index = shards->index,
                            .folder = SHARD_MERGED,
                            .report = shards->report,
                            .named = shards->named};
    shards->collects_ids = true;
    int status = shards_check(shards, &all, NULL);
    if (status == 0)
        status = shards_check_duplicate_ids(shards);
    if (status == 0)
        status = shards_find(&groups);
    groups.reference = shards->reference;
    if (status == 0)
        status = shards_check(&groups, &all, shards);
    if (status == 0)
        status = publish_shards(groups.count > 0 ? &groups : shards, optimize);
    shards_close(&groups);
    return status;
}

/* --- one group --- */

static int merge_into(const struct shards *shards, const struct shard *group,
                      struct transaction *transaction)
{
    struct buffer made_of;
    buffer_init(&made_of);
    shards_append_sources(shards, group, &made_of);
    struct shard_description description = shards->reference->description;
    transaction->next.shared = shards->reference->manifest.shared;
    description.made_of = buffer_string(&made_of);
    int status = link_shards(shards, group, transaction);
    if (status == 0)
        status = optimize_transaction(transaction, shards->report);
    if (status == 0)
        status = buffer_status(&made_of);
    if (status == 0)
        status = shard_describe(transaction->directory, group, &description);
    buffer_release(&made_of);
    return status;
}

static int merge_group(struct shards *shards, const struct shard *group)
{
    struct transaction transaction;
    char *staging_path = NULL;
    if (group->count > shards->count)
        return error_set(ERROR_INPUT,
                         "there are %" PRIu32 " shards, too few for %" PRIu32 " groups",
                         shards->count, group->count);
    int status = shards_check(shards, group, NULL);
    if (status == 0)
        status = shard_prepare(shards->index, SHARD_MERGED, group, &staging_path);
    if (status == 0)
        status = transaction_begin_alone(&transaction, staging_path);
    if (status != 0) {
        free(staging_path);
        return status;
    }
    uint64_t before = 0;
    for (uint32_t i = group->number; i < shards->count; i += group->count)
        before += shards->items[i].manifest.segment_count;
    status = merge_into(shards, group, &transaction);
    uint64_t size = transaction.next.segment_count > 0 ? transaction.next.segments[0].size : 0;
    if (status == 0)
        status = transaction_commit(&transaction);
    else
        transaction_abandon(&transaction);
    if (status == 0)
        report_merged(shards->report, staging_path, before, size);
    free(staging_path);
    return status;
}

/* --- all of it --- */

int adopt_shards(const struct options *options, struct report *report)
{
    char *index = NULL;
    const bool publishes = options->group.count == 0;
    int status = index_locate_to_write(options->index, &index);
    struct shards shards = {.index = index,
                            .folder = SHARD_STAGING,
                            .report = report,
                            .named = build_is_named(options)};
    if (status == 0 && build_check(index) == ERROR_VERSION)
        status = ERROR_VERSION;
    if (status == 0)
        status = shard_begin_adoption(index, publishes);
    if (status == 0)
        status = find_all_shards(&shards);
    if (status == 0)
        status = publishes ? adopt_all(&shards, options->optimize)
                           : merge_group(&shards, &options->group);
    if (status == 0 && publishes && shard_end_adoption(index) != 0)
        report_error(report, error_message());
    shards_close(&shards);
    free(index);
    return status;
}
