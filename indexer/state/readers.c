#include "indexer/state/readers.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "indexer/state/roots.h"

/* Chooses the permissions of the index. Returns 0 or ERROR_INPUT. */
static int choose_permissions(const struct options *options, mode_t current_mode, const char *index,
                              mode_t *wanted)
{
    *wanted = options->readers == READERS_SHARED    ? sharing_of_umask()
              : options->readers == READERS_PRIVATE ? SHARING_PRIVATE
                                                    : current_mode;
    if (options->readers == READERS_SHARED && *wanted == SHARING_PRIVATE)
        return error_set(ERROR_INPUT,
                         "the umask lets nobody else read '%s'; change it before using --shared, "
                         "for example: umask 022",
                         index);
    return 0;
}

static int close_to_others(int directory, mode_t current_mode, mode_t wanted, const char *index)
{
    if (sharing_is_subset(current_mode, wanted) ||
        sharing_is_subset(sharing_close(directory), wanted))
        return 0;
    return error_set(ERROR_INPUT,
                     "cannot change the permissions of '%s', which let others read it; keep the "
                     "index elsewhere with --index",
                     index);
}

static int resolve_readers(struct readers *readers, const struct options *options,
                           struct transaction *transaction, int directory, const char *index)
{
    bool is_shard = directory != transaction->directory;
    mode_t current_mode = is_shard ? sharing_of(directory) : transaction->current_mode, wanted;
    int status = choose_permissions(options, current_mode, index, &wanted);
    if (status == 0 && !is_shard)
        status = close_to_others(directory, current_mode, wanted, index);
    if (status != 0)
        return status;
    if (options->readers == READERS_PRIVATE && !is_shard)
        sharing_close_files(directory, &transaction->old);
    readers->audience = audience_of(directory, options->include_private ? 0 : wanted);
    readers->rechecks_all = transaction_has_old(transaction) && !options->include_private &&
                            !sharing_is_subset(wanted, transaction->old.shared);
    /* Shards are not opened to readers: adoption does that. */
    transaction->next.shared = options->include_private && !is_shard ? SHARING_PRIVATE : wanted;
    transaction->open_mode =
        options->readers == READERS_SHARED && !is_shard ? wanted : SHARING_PRIVATE;
    return 0;
}

int readers_resolve(struct readers *readers, const struct options *options,
                    struct transaction *transaction, const char *index)
{
    readers->index = realpath(index, NULL);
    if (readers->index == NULL)
        return error_system("cannot open '%s'", index);
    if (options->shard.count == 0)
        return resolve_readers(readers, options, transaction, transaction->directory, index);
    int directory = open(index, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_system("cannot open '%s'", index);
    int status = resolve_readers(readers, options, transaction, directory, index);
    close(directory);
    return status;
}

void readers_release(struct readers *readers)
{
    free(readers->index);
    readers->index = NULL;
}

/* --- what readers may read --- */

bool readers_may_read_file(const struct readers *readers, int descriptor)
{
    struct stat status;
    return audience_is_empty(&readers->audience) ||
           (fstat(descriptor, &status) == 0 &&
            readers_may_read(readers, status.st_mode, status.st_gid) &&
            audience_may_access_by_list(&readers->audience, descriptor, READERS_READ));
}

bool readers_may_enter_folder(const struct readers *readers, int descriptor,
                              const struct stat *status)
{
    const mode_t bits = READERS_READ | READERS_ENTER;
    return audience_may_access(&readers->audience, status->st_mode, status->st_gid, bits) &&
           audience_may_access_by_list(&readers->audience, descriptor, bits);
}

static bool is_open_to_readers(const struct readers *readers, const char *path, mode_t bits)
{
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool open_to_them =
        stat(path, &status) == 0 &&
        audience_may_access(&readers->audience, status.st_mode, status.st_gid, bits) &&
        (descriptor < 0 || audience_may_access_by_list(&readers->audience, descriptor, bits));
    if (descriptor >= 0)
        close(descriptor);
    return open_to_them;
}

bool readers_can_reach(const struct readers *readers, const char *path, size_t walked)
{
    struct buffer folder;
    bool is_reachable = true;
    if (audience_is_empty(&readers->audience))
        return true;
    buffer_init(&folder);
    for (const char *slash = strchr(path, '/'); slash != NULL && is_reachable;
         slash = strchr(slash + 1, '/')) {
        size_t size = slash == path ? 1 : (size_t)(slash - path);
        buffer_clear(&folder);
        buffer_append(&folder, path, size);
        const char *above = buffer_string(&folder);
        if (folder.failed)
            is_reachable = false;
        else if (size >= walked)
            is_reachable = is_open_to_readers(readers, above, READERS_READ | READERS_ENTER);
        else
            is_reachable = roots_below(readers->index, above) != NULL ||
                           is_open_to_readers(readers, above, READERS_ENTER);
    }
    buffer_release(&folder);
    return is_reachable;
}
