#include "indexer/commit/transaction.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/map_fault.h"
#include "common/index/index_folder.h"
#include "indexer/commit/claim.h"
#include "indexer/commit/lock.h"
#include "indexer/commit/sharing.h"

#define CACHE_TAG "CACHEDIR.TAG"

static const char cache_tag[] = "Signature: 8a477f597d28d172789f06886806bc55\n"
                                "# This folder holds a fouille index. It can be made again from "
                                "the articles, so backups may leave it out.\n"
                                "# See https://bford.info/cachedir/\n";

static bool manifest_names(const struct manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->segment_count; i++)
        if (strcmp(manifest->segments[i].name, name) == 0 ||
            strcmp(manifest->segments[i].amendments.name, name) == 0)
            return true;
    return strcmp(manifest->left_out.name, name) == 0;
}

/* Whether it is a file in the making: of a manifest, a tag or a merge. */
static bool is_temporary(const char *name)
{
    static const char *const all[] = {MANIFEST_NAME ".tmp", CACHE_TAG ".tmp", FOLDER_MERGE};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(name, all[i]) == 0)
            return true;
    return false;
}

static bool is_leftover(int directory, const char *name, const struct manifest *kept)
{
    struct segment_name parts;
    struct stat status;
    bool ours =
        is_temporary(name) || (segment_name_parse(name, &parts) && !manifest_names(kept, name));
    return ours && fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(status.st_mode);
}

static DIR *open_listing(int directory)
{
    int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = copy < 0 ? NULL : fdopendir(copy);
    if (listing == NULL && copy >= 0)
        close(copy);
    return listing;
}

/* Removes temporary files, and the segment files that `kept` does not name. A file that cannot be
 * removed does no harm; the next transaction tries again. */
static void remove_leftovers(int directory, const struct manifest *kept)
{
    struct dirent *entry;
    DIR *listing = open_listing(directory);
    if (listing == NULL)
        return;
    while ((entry = readdir(listing)) != NULL)
        if (is_leftover(directory, entry->d_name, kept))
            unlinkat(directory, entry->d_name, 0);
    closedir(listing);
}

/* Chooses the next generation: after the old manifest's, and after the largest in the name of any
 * segment in the folder, since names that a damaged manifest may still hold must not be reused. */
static int choose_generation(struct transaction *transaction)
{
    struct dirent *entry;
    struct segment_name last = {.generation = transaction->old.generation}, parts;
    char name[SEGMENT_NAME_SIZE] = MANIFEST_NAME;
    DIR *listing = open_listing(transaction->directory);
    if (listing == NULL)
        return error_system("cannot read '%s'", transaction->path);
    while (errno = 0, (entry = readdir(listing)) != NULL)
        if (segment_name_parse(entry->d_name, &parts) && parts.generation > last.generation) {
            last = parts;
            segment_name_print(&parts, name);
        }
    int status = errno == 0 ? 0 : error_system("cannot read '%s'", transaction->path);
    closedir(listing);
    if (status != 0)
        return status;
    transaction->next.generation = last.generation + 1;
    if (last.generation < UINT64_MAX)
        return 0;
    return error_set(ERROR_CORRUPT,
                     "'%s/%s' has the highest number possible; remove it, and reindex",
                     transaction->path, name);
}

static void close_transaction(struct transaction *transaction)
{
    manifest_release(&transaction->old);
    manifest_release(&transaction->next);
    if (transaction->lock >= 0)
        close(transaction->lock);
    if (transaction->directory >= 0)
        close(transaction->directory);
    free(transaction->path);
    transaction->path = NULL;
    transaction->lock = transaction->directory = -1;
}

/* Makes the folder's own name durable by syncing the folder above it. A user who may not read that
 * one cannot sync it, which is not an error. */
static int sync_parent(const struct transaction *transaction)
{
    int above = openat(transaction->directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (above < 0 && errno == EACCES)
        return 0;
    if (above < 0)
        return error_system("cannot open the parent folder of '%s'", transaction->path);
    int status = file_sync(above, transaction->path);
    close(above);
    return status;
}

/* Makes durable what an earlier writer may have left unsynced: its rename of the manifest, if it
 * died right after. Otherwise a power cut could bring back the commit before, whose segments have
 * been removed since. Before the first commit: makes the folder's own name durable. */
static int sync_earlier(const struct transaction *transaction, bool has_commit)
{
    if (!has_commit)
        return sync_parent(transaction);
    return file_sync(transaction->directory, transaction->path);
}

static int read_old(struct transaction *transaction)
{
    int status = manifest_read(&transaction->old, transaction->directory, transaction->path);
    bool has_manifest = status == 0;
    if (status == ERROR_SYSTEM || status == ERROR_MEMORY)
        return status;
    int synced = sync_earlier(transaction, status != ERROR_NOT_FOUND);
    if (synced != 0)
        return synced;
    int chosen = choose_generation(transaction);
    if (chosen == 0 && (has_manifest || status == ERROR_NOT_FOUND))
        remove_leftovers(transaction->directory, &transaction->old);
    transaction->next.shared = sharing_common(transaction->old.shared, transaction->current_mode);
    return chosen;
}

static int write_cache_tag(struct transaction *transaction)
{
    struct stat status;
    if (fstatat(transaction->directory, CACHE_TAG, &status, AT_SYMLINK_NOFOLLOW) == 0)
        return 0;
    return file_replace(transaction->directory, CACHE_TAG, cache_tag, sizeof cache_tag - 1);
}

/* An index of an earlier version has no mark. */
static int write_marks(struct transaction *transaction)
{
    int status = folder_write_mark(transaction->directory, transaction->path);
    return status == 0 ? write_cache_tag(transaction) : status;
}

/* Must come before the first file is written, because files get the folder's permissions. */
static void close_if_private(struct transaction *transaction)
{
    transaction->current_mode = sharing_of(transaction->directory);
    if (transaction->current_mode == SHARING_PRIVATE)
        transaction->current_mode = sharing_close(transaction->directory);
}

static int begin_turn(struct transaction *transaction, const char *path, bool locked)
{
    *transaction = (struct transaction){.lock = -1,
                                        .directory = -1,
                                        .memory_failures = error_memory_count(),
                                        .faults = map_fault_count()};
    transaction->path = strdup(path);
    if (transaction->path == NULL)
        return error_memory();
    int status = transaction->directory = locked ? claim_index(path) : claim_staging(path);
    if (status >= 0)
        close_if_private(transaction);
    if (status >= 0 && locked)
        status = transaction->lock = lock_acquire(transaction->directory, path);
    if (status >= 0)
        status = read_old(transaction);
    if (status >= 0)
        status = write_marks(transaction);
    if (status < 0) {
        close_transaction(transaction);
        return status;
    }
    return 0;
}

int transaction_begin(struct transaction *transaction, const char *path)
{
    return begin_turn(transaction, path, true);
}

int transaction_begin_alone(struct transaction *transaction, const char *path)
{
    return begin_turn(transaction, path, false);
}

static void print_file_name(const struct transaction *transaction, unsigned number,
                            enum segment_name_kind kind, char name[SEGMENT_NAME_SIZE])
{
    assert(transaction->directory >= 0);
    const struct segment_name parts = {transaction->next.generation, number, kind};
    segment_name_print(&parts, name);
}

void transaction_segment_name(const struct transaction *transaction, unsigned number,
                              char name[SEGMENT_NAME_SIZE])
{
    print_file_name(transaction, number, NAME_SEGMENT, name);
}

void transaction_amendments_name(const struct transaction *transaction, unsigned number,
                                 char name[SEGMENT_NAME_SIZE])
{
    print_file_name(transaction, number, NAME_AMENDMENTS, name);
}

void transaction_left_name(const struct transaction *transaction, char name[SEGMENT_NAME_SIZE])
{
    print_file_name(transaction, 0, NAME_LEFT_OUT, name);
}

int transaction_open(const struct transaction *transaction, const struct manifest *manifest)
{
    return sharing_open(transaction->directory, manifest, transaction->open_mode,
                        transaction->path);
}

int transaction_commit(struct transaction *transaction)
{
    assert(transaction->directory >= 0); /* it has begun, and has not ended */
    int status = error_memory_count() == transaction->memory_failures ? 0 : error_memory();
    status = map_fault_result(status, transaction->faults);
    if (status == 0)
        status = file_sync(transaction->directory, transaction->path);
    if (status == 0)
        status = manifest_write(&transaction->next, transaction->directory);
    if (status == 0) {
        remove_leftovers(transaction->directory, &transaction->next);
        if (transaction->open_mode != SHARING_PRIVATE)
            status = transaction_open(transaction, &transaction->next);
        close_transaction(transaction);
        return status;
    }
    if (status == ERROR_UNSYNCED) /* the new segments must stay, and the old ones may be needed */
        close_transaction(transaction);
    else
        transaction_abandon(transaction);
    return status;
}

static void remove_new_file(const struct transaction *transaction, const char *name)
{
    if (name[0] != '\0' && !manifest_names(&transaction->old, name))
        unlinkat(transaction->directory, name, 0);
}

void transaction_drop_segment(const struct transaction *transaction,
                              const struct manifest_segment *segment)
{
    remove_new_file(transaction, segment->name);
    remove_new_file(transaction, segment->amendments.name);
}

void transaction_abandon(struct transaction *transaction)
{
    for (size_t i = 0; i < transaction->next.segment_count; i++)
        transaction_drop_segment(transaction, &transaction->next.segments[i]);
    remove_new_file(transaction, transaction->next.left_out.name);
    close_transaction(transaction);
}
