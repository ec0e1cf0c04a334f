/* One writer's turn on an index: lock, new segments, one atomic publication.
 *
 * Order: transaction_begin; segments and amendments are written and synced under names from
 * transaction_segment_name and transaction_amendments_name and announced with
 * manifest_add_segment; then transaction_commit (sync the folder → write and sync the new
 * manifest → rename it → sync the folder → remove what it no longer names), or transaction_abandon.
 * Until the rename the old commit is current; a process that dies leaves files that no manifest
 * names, which the next transaction_begin removes.
 *
 * The lock is flock's on the file LOCK: a dead process never leaves it locked. Readers take no
 * lock.
 */
#ifndef FOUILLE_COMMIT_TRANSACTION_H
#define FOUILLE_COMMIT_TRANSACTION_H

#include <sys/types.h>

#include "common/index/manifest.h"
#include "common/index/segment_name.h"

struct transaction {
    char *path;                    /* of the index directory, for messages; owned */
    int directory;                 /* open */
    int lock;                      /* open and locked */
    struct manifest old;           /* empty when there is none that can be read */
    struct manifest next;          /* under construction; generation is set */
    unsigned long memory_failures; /* error_memory_count at the beginning */
    unsigned long faults;          /* map_fault_count before it reads what it keeps */
    mode_t current_mode;           /* what the folder lets others do (sharing.h) */
    mode_t open_mode; /* permissions to give with the commit; SHARING_PRIVATE: leave them as they
                         are */
};

/* Makes the index directory if it does not exist (its parent must), takes the lock, reads the
 * current manifest and removes leftovers. An index that others cannot read is closed to them
 * (sharing.h), and stays closed. A damaged old manifest does not prevent a new index.
 * 0; ERROR_NOT_FOUND, with nothing changed, when the folder is neither empty nor an index
 * (claim.h); ERROR_BUSY naming the process that holds the lock; ERROR_CORRUPT when the generations
 * are used up; ERROR_SYSTEM; ERROR_MEMORY. */
int transaction_begin(struct transaction *transaction, const char *path);

/* The same without a lock, for a folder that has only one writer. */
int transaction_begin_alone(struct transaction *transaction, const char *path);

/* Whether this commit replaces another. */
static inline bool transaction_has_old(const struct transaction *transaction)
{
    return transaction->old.generation > 0;
}

/* Sets `name` to the file name of the number-th segment of this commit, which no other file has. */
void transaction_segment_name(const struct transaction *transaction, unsigned number,
                              char name[SEGMENT_NAME_SIZE]);

/* The same for a file of amendments. */
void transaction_amendments_name(const struct transaction *transaction, unsigned number,
                                 char name[SEGMENT_NAME_SIZE]);

/* The same for its list of what was left out. */
void transaction_left_name(const struct transaction *transaction, char name[SEGMENT_NAME_SIZE]);

/* Removes the files of a segment that `next` will no longer name, unless the old commit names them.
 */
void transaction_drop_segment(const struct transaction *transaction,
                              const struct manifest_segment *segment);

/* Gives the folder and what the manifest names the permissions transaction->opens; a commit does so
 * itself. 0 or ERROR_SYSTEM. */
int transaction_open(const struct transaction *transaction, const struct manifest *manifest);

/* Publishes `next`, and ends the transaction. 0; or an error, with the old commit still current and
 * the new segments removed. Fails if memory ran out anywhere since the beginning, or if a mapped
 * file could not be read since `faults` was set. An error after the rename (the folder cannot be
 * synced, or cannot be opened to other users) leaves the new commit, with its segments. */
int transaction_commit(struct transaction *transaction);

/* Ends the transaction without publishing; removes the new segments that `next` names. */
void transaction_abandon(struct transaction *transaction);

#endif
