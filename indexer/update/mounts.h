/* Folders that a disk was mounted on when a run walked them. When one is no mount point any more,
 * its disk is not mounted: what the index has below it stays, until --allow-empty says that it is
 * gone. Bind mounts of the same file system are not told from folders.
 */
#ifndef FOUILLE_INDEXER_MOUNTS_H
#define FOUILLE_INDEXER_MOUNTS_H

#include "common/base/buffer.h"
#include "indexer/commit/transaction.h"
#include "indexer/update/protected.h"

struct mount_point {
    uint32_t root;    /* number in the next commit */
    const char *path; /* below it; the old manifest's */
    bool away;        /* it is none any more */
};

/* All zeros: none. */
struct mounts {
    struct buffer points; /* struct mount_point, of the commit before */
    bool changed;         /* the next commit has others */
};

/* Those of the commit before, their root numbers mapped to the next one's. 0 or ERROR_MEMORY; the
 * caller releases, also after failure. */
int mounts_open(struct mounts *mounts, const struct manifest *old, const uint32_t *map);
void mounts_release(struct mounts *mounts);

size_t mounts_count(const struct mounts *mounts);
struct mount_point *mounts_at(const struct mounts *mounts, size_t number);

/* Whether the folder at a path is there no longer, or lies on the device of the folder that holds
 * it. What cannot be told counts as mounted: the walk will say what is wrong with it. */
bool mounts_is_away(const char *path);

/* Whether the path lies on a disk that was found away. */
bool mounts_covers(const struct mounts *mounts, uint32_t root, const char *path);

/* Adds to transaction->next those of the commit before that the run has not come to: all when it
 * was ended early (`keep`), else those that are protected. 0 or ERROR_MEMORY. */
int mounts_finish(struct mounts *mounts, struct transaction *transaction,
                  const struct protected *protected, bool keep);

#endif
