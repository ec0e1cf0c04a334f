/* Who may read the index when a run has ended, and what the run may therefore tell: --shared,
 * --private, --include-private (commit/sharing.h says what permissions mean). */
#ifndef FOUILLE_INDEXER_READERS_H
#define FOUILLE_INDEXER_READERS_H

#include <sys/stat.h>

#include "indexer/commit/sharing.h"
#include "indexer/commit/transaction.h"
#include "indexer/run/options.h"

enum { READERS_READ = 4, READERS_ENTER = 1 };

struct readers {
    char *index;              /* path of the index's folder, without links; owned */
    struct audience audience; /* whom articles must be open to; empty: anything is taken in */
    bool widening; /* articles were not checked for all of the audience: every file is to be looked
                      at, and what is deleted is to be taken out of the segments */
};

/* Settles it for a transaction that has begun, and tells the transaction. `index` is the index's
 * folder, which is the transaction's but for a share. Nobody is let in before the commit; who is to
 * be kept out is so at once. 0; ERROR_INPUT when the umask, or the file system, does not allow what
 * is asked for; ERROR_SYSTEM. The caller releases, also after failure. */
int readers_settle(struct readers *readers, const struct options *options,
                   struct transaction *transaction, const char *index);

void readers_release(struct readers *readers);

/* Whether the audience may read a file that has these permissions, and that group. */
static inline bool readers_have(const struct readers *readers, mode_t mode, gid_t group)
{
    return audience_has(&readers->audience, mode, group, READERS_READ);
}

/* The same of an open file, or of an open folder and reading and entering it, with its access list.
 */
bool readers_have_file(const struct readers *readers, int descriptor);
bool readers_have_folder(const struct readers *readers, int descriptor, const struct stat *status);

/* Whether the audience may come to `path` (absolute, without links): enter each folder above it
 * that does not hold the index as well; and enter and read each one whose path has `walked` bytes
 * or more. */
bool readers_reach(const struct readers *readers, const char *path, size_t walked);

#endif
