/* One writer's turn on an index: lock, new segments, one atomic publication.
 *
 * Order: transaction_begin; segments and amendments are written and synced under names from
 * transaction_segment_name and transaction_amendments_name and announced with
 * transaction_add_segment; then transaction_commit (sync the folder → write and sync the new
 * manifest → rename it → sync the folder → remove what it no longer names), or transaction_abandon.
 * Until the rename the old commit stands; a process that dies leaves files that no manifest names,
 * which the next transaction_begin removes.
 *
 * The lock is flock's on the file LOCK: a dead process never leaves it locked. Readers take none.
 */
#ifndef FOUILLE_COMMIT_TRANSACTION_H
#define FOUILLE_COMMIT_TRANSACTION_H

#include <sys/types.h>

#include "common/index/manifest.h"
#include "common/index/segment_name.h"

struct transaction {
    char *path;                   /* of the index directory, for messages; owned */
    int directory;                /* open */
    int lock;                     /* open and locked */
    struct manifest old;          /* empty when there was none, or none that can be read */
    struct manifest next;         /* under construction; generation is set */
    unsigned long memory_ran_out; /* how often, before it began */
    unsigned long faults;         /* map_fault_count before it read what it is to keep */
    mode_t readable;              /* what others may do with the folder (sharing.h) */
    mode_t opens; /* what they are to be given with the commit; SHARING_PRIVATE: as it is */
};

/* Makes the index directory if it is not there (its parent must be), takes the lock, reads the
 * current manifest and removes leftovers. An index that others cannot read is closed to them
 * (sharing.h), and stays so. A damaged old manifest does not hinder a new index.
 * 0; ERROR_NOT_FOUND, with nothing changed, when the folder is neither empty nor an index
 * (claim.h); ERROR_BUSY naming who holds the lock; ERROR_CORRUPT when there is no further
 * generation; ERROR_SYSTEM; ERROR_MEMORY. */
int transaction_begin(struct transaction *transaction, const char *path);

/* The same without a lock, for a folder that only one writer is given. */
int transaction_begin_alone(struct transaction *transaction, const char *path);

/* Whether there is a commit that this one is to replace. */
static inline bool transaction_has_old(const struct transaction *transaction)
{
    return transaction->old.generation > 0;
}

/* A file name for the number-th segment of this commit, used by no other. */
void transaction_segment_name(const struct transaction *transaction, unsigned number,
                              char name[SEGMENT_NAME_SIZE]);

/* The same for a file of amendments. */
void transaction_amendments_name(const struct transaction *transaction, unsigned number,
                                 char name[SEGMENT_NAME_SIZE]);

/* The same for its list of what was left out. */
void transaction_left_name(const struct transaction *transaction, char name[SEGMENT_NAME_SIZE]);

/* Removes the files of a segment that `next` will no longer name, those that no commit ever did. */
void transaction_drop_segment(const struct transaction *transaction,
                              const struct manifest_segment *segment);

/* Lets others read what the manifest names, as transaction->opens says; a commit does so itself. 0
 * or ERROR_SYSTEM. */
int transaction_open(const struct transaction *transaction, const struct manifest *manifest);

/* Publishes `next`, and ends the transaction. 0; or an error, the old commit standing and the new
 * segments removed. It is an error if memory ran out anywhere since the beginning, or a mapped file
 * could not be read since `faults` was set. An error after the rename (the folder cannot be synced,
 * or not opened) leaves the new commit, with its segments. */
int transaction_commit(struct transaction *transaction);

/* Ends it without publishing; removes the segments that `next` names. */
void transaction_abandon(struct transaction *transaction);

#endif
