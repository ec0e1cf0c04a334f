/* Who may read the index after a run, and what may therefore be in it: --shared, --private,
 * --include-private (commit/sharing.h explains the permissions). */
#ifndef FOUILLE_STATE_READERS_H
#define FOUILLE_STATE_READERS_H

#include <sys/stat.h>

#include "indexer/commit/sharing.h"
#include "indexer/commit/transaction.h"
#include "indexer/run/options.h"

enum { READERS_READ = 4, READERS_ENTER = 1 };

struct readers {
    char *index;              /* path of the index folder, without links; owned */
    struct audience audience; /* who must be able to read all articles; empty: no restriction */
    bool rechecks_all; /* articles were not checked for all of the audience: every file is to be
                      checked, and what is deleted is to be removed from the segments */
};

/* Decides who the readers are, for a transaction that has begun, and records it there. `index` is
 * the index folder, which is also the transaction's, except for a shard. New readers get access
 * only with the commit; those who are to lose it do so at once. Returns 0; ERROR_INPUT when the
 * umask, or the file system, does not allow what is asked for; ERROR_SYSTEM. The caller releases,
 * also after failure. */
int readers_resolve(struct readers *readers, const struct options *options,
                    struct transaction *transaction, const char *index);

void readers_release(struct readers *readers);

/* Whether the audience may read a file with these permissions and this group. */
static inline bool readers_may_read(const struct readers *readers, mode_t mode, gid_t group)
{
    return audience_may_access(&readers->audience, mode, group, READERS_READ);
}

/* The same, including access lists, for an open file; or for reading and entering an open
 * folder. */
bool readers_may_read_file(const struct readers *readers, int descriptor);
bool readers_may_enter_folder(const struct readers *readers, int descriptor,
                              const struct stat *status);

/* Whether the audience can reach `path` (absolute, without links): it may enter each folder above
 * that, except for those that hold the index as well, and may both enter and read each one whose
 * path has `walked` bytes or more. */
bool readers_can_reach(const struct readers *readers, const char *path, size_t walked);

#endif
