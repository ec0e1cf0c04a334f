#include "readers.h"

#include <fcntl.h>
#include <unistd.h>

#include "platform/error.h"

/* The permissions that the index is to have. */
static int choose(const struct options *options, mode_t readable, const char *index, mode_t *wanted)
{
    *wanted = options->readers == READERS_SHARED    ? sharing_of_umask()
              : options->readers == READERS_PRIVATE ? SHARING_PRIVATE
                                                    : readable;
    if (options->readers == READERS_SHARED && *wanted == SHARING_PRIVATE)
        return error_set(ERROR_INPUT,
                         "the umask lets nobody else read '%s'; set another one before --shared, "
                         "for example: umask 022",
                         index);
    return 0;
}

static int keep_out(int directory, mode_t readable, mode_t wanted, const char *index)
{
    if (sharing_within(readable, wanted) || sharing_within(sharing_close(directory), wanted))
        return 0;
    return error_set(ERROR_INPUT,
                     "the permissions of '%s' cannot be changed, and let others read it; keep the "
                     "index elsewhere: --index",
                     index);
}

static int settle(struct readers *readers, const struct options *options,
                  struct transaction *transaction, int directory, const char *index)
{
    bool shares = directory != transaction->directory;
    mode_t readable = shares ? sharing_of(directory) : transaction->readable, wanted;
    int status = choose(options, readable, index, &wanted);
    if (status == 0 && !shares)
        status = keep_out(directory, readable, wanted, index);
    if (status != 0)
        return status;
    if (options->readers == READERS_PRIVATE && !shares)
        sharing_close_files(directory, &transaction->old);
    readers->audience = audience_of(directory, options->include_private ? 0 : wanted);
    readers->widening = transaction_has_old(transaction) && !options->include_private &&
                        !sharing_within(wanted, transaction->old.shared);
    /* Adoption opens what shares make. */
    transaction->next.shared = options->include_private && !shares ? SHARING_PRIVATE : wanted;
    transaction->opens = options->readers == READERS_SHARED && !shares ? wanted : SHARING_PRIVATE;
    return 0;
}

int readers_settle(struct readers *readers, const struct options *options,
                   struct transaction *transaction, const char *index)
{
    if (options->share.count == 0)
        return settle(readers, options, transaction, transaction->directory, index);
    int directory = open(index, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_system("cannot open '%s'", index);
    int status = settle(readers, options, transaction, directory, index);
    close(directory);
    return status;
}
