#include "commit/transaction.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commit/lock.h"
#include "platform/error.h"
#include "platform/file.h"

#define SEGMENT_SUFFIX ".seg"
#define AMENDMENTS_SUFFIX ".amend"
#define TEMPORARY_SUFFIX ".tmp"

static const char cache_tag[] = "Signature: 8a477f597d28d172789f06886806bc55\n"
                                "# This folder holds a fouille index. It can be made again from "
                                "the articles, so backups may leave it out.\n"
                                "# See https://bford.info/cachedir/\n";

static bool ends_in(const char *name, const char *suffix)
{
    size_t size = strlen(name), wanted = strlen(suffix);
    return size > wanted && strcmp(name + size - wanted, suffix) == 0;
}

/* A segment, or amendments of one. */
static bool is_segment(const char *name)
{
    return ends_in(name, SEGMENT_SUFFIX) || ends_in(name, AMENDMENTS_SUFFIX);
}

static bool names(const struct manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->segment_count; i++)
        if (strcmp(manifest->segments[i].name, name) == 0 ||
            strcmp(manifest->segments[i].amendments.name, name) == 0)
            return true;
    return false;
}

static bool is_temporary(const char *name)
{
    size_t size = strlen(name), suffix = strlen(TEMPORARY_SUFFIX);
    return size > suffix && strcmp(name + size - suffix, TEMPORARY_SUFFIX) == 0;
}

/* Removes the segment files that `kept` does not name, and what is temporary: a half-written
 * manifest, a merge's file of a moment. What cannot be removed does no harm and is tried again at
 * the next turn. */
static void remove_leftovers(int directory, const struct manifest *kept)
{
    int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = copy < 0 ? NULL : fdopendir(copy);
    if (listing == NULL) {
        if (copy >= 0)
            close(copy);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(listing)) != NULL)
        if ((is_segment(entry->d_name) && !names(kept, entry->d_name)) ||
            is_temporary(entry->d_name))
            unlinkat(directory, entry->d_name, 0);
    closedir(listing);
}

/* The largest generation that a segment's name in the folder carries: names that a damaged
 * manifest may still hold are not used again. */
static uint64_t newest_generation(int directory)
{
    uint64_t newest = 0, generation;
    int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = copy < 0 ? NULL : fdopendir(copy);
    if (listing == NULL) {
        if (copy >= 0)
            close(copy);
        return 0;
    }
    struct dirent *entry;
    while ((entry = readdir(listing)) != NULL)
        if (is_segment(entry->d_name) && sscanf(entry->d_name, "%" SCNx64 "-", &generation) == 1 &&
            generation > newest)
            newest = generation;
    closedir(listing);
    return newest;
}

static int open_directory(const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return error_system("cannot make the index directory '%s'", path);
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return directory < 0 ? error_system("cannot open the index directory '%s'", path) : directory;
}

static void end(struct transaction *transaction)
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

/* The folder's own name lasts when the one above it is synced. Who may not read that one cannot
 * sync it. */
static int sync_above(const struct transaction *transaction)
{
    int above = openat(transaction->directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (above < 0 && errno == EACCES)
        return 0;
    if (above < 0)
        return error_system("cannot open the folder above '%s'", transaction->path);
    int status = file_sync(above, transaction->path);
    close(above);
    return status;
}

/* Makes last what an earlier writer may have left unsynced: its rename of the manifest, when it
 * died just behind it. Else the power could go when the segments of the commit before are removed,
 * and that commit come back. Before the first commit: the folder's own name. */
static int settle(const struct transaction *transaction, bool has_commit)
{
    if (!has_commit)
        return sync_above(transaction);
    return file_sync(transaction->directory, transaction->path);
}

static int read_old(struct transaction *transaction)
{
    int status = manifest_read(&transaction->old, transaction->directory, transaction->path);
    bool known = status == 0;
    if (status == ERROR_SYSTEM || status == ERROR_MEMORY)
        return status;
    int settled = settle(transaction, status != ERROR_NOT_FOUND);
    if (settled != 0)
        return settled;
    transaction->next.generation = transaction->old.generation + 1;
    uint64_t newest = newest_generation(transaction->directory);
    if (known || status == ERROR_NOT_FOUND)
        remove_leftovers(transaction->directory, &transaction->old);
    if (transaction->next.generation <= newest)
        transaction->next.generation = newest + 1;
    return 0;
}

static int write_cache_tag(struct transaction *transaction)
{
    struct stat status;
    if (fstatat(transaction->directory, "CACHEDIR.TAG", &status, AT_SYMLINK_NOFOLLOW) == 0)
        return 0;
    return file_replace(transaction->directory, "CACHEDIR.TAG", cache_tag, sizeof cache_tag - 1);
}

static int begin(struct transaction *transaction, const char *path, bool locked)
{
    *transaction =
        (struct transaction){.lock = -1, .directory = -1, .memory_ran_out = error_memory_count()};
    transaction->path = strdup(path);
    if (transaction->path == NULL)
        return error_memory();
    int status = transaction->directory = open_directory(path);
    if (status >= 0 && locked)
        status = transaction->lock = lock_take(transaction->directory, path);
    if (status >= 0)
        status = read_old(transaction);
    if (status >= 0)
        status = write_cache_tag(transaction);
    if (status < 0) {
        end(transaction);
        return status;
    }
    return 0;
}

int transaction_begin(struct transaction *transaction, const char *path)
{
    return begin(transaction, path, true);
}

int transaction_begin_alone(struct transaction *transaction, const char *path)
{
    return begin(transaction, path, false);
}

void transaction_segment_name(const struct transaction *transaction, unsigned number,
                              char name[SEGMENT_NAME_SIZE])
{
    snprintf(name, SEGMENT_NAME_SIZE, "%08" PRIx64 "-%03u" SEGMENT_SUFFIX,
             transaction->next.generation, number);
}

void transaction_amendments_name(const struct transaction *transaction, unsigned number,
                                 char name[SEGMENT_NAME_SIZE])
{
    snprintf(name, SEGMENT_NAME_SIZE, "%08" PRIx64 "-%03u" AMENDMENTS_SUFFIX,
             transaction->next.generation, number);
}

int transaction_commit(struct transaction *transaction)
{
    int status = error_memory_count() == transaction->memory_ran_out ? 0 : error_memory();
    if (status == 0)
        status = file_sync(transaction->directory, transaction->path);
    if (status == 0)
        status = manifest_write(&transaction->next, transaction->directory);
    if (status == 0) {
        remove_leftovers(transaction->directory, &transaction->next);
        end(transaction);
        return 0;
    }
    if (status == ERROR_UNSYNCED) /* the new segments must stay, and the old ones may be needed */
        end(transaction);
    else
        transaction_abandon(transaction);
    return status;
}

static void drop_file(const struct transaction *transaction, const char *name)
{
    if (name[0] != '\0' && !names(&transaction->old, name))
        unlinkat(transaction->directory, name, 0);
}

void transaction_drop_segment(const struct transaction *transaction,
                              const struct manifest_segment *segment)
{
    drop_file(transaction, segment->name);
    drop_file(transaction, segment->amendments.name);
}

void transaction_abandon(struct transaction *transaction)
{
    for (size_t i = 0; i < transaction->next.segment_count; i++)
        transaction_drop_segment(transaction, &transaction->next.segments[i]);
    end(transaction);
}
