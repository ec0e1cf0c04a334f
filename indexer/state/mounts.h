/* Folders that were mount points when a run walked them. When one no longer is, its disk is not
 * mounted: what the index has below it stays, until --allow-empty says that it is gone. Bind mounts
 * of the same file system cannot be told from folders. */
#ifndef FOUILLE_STATE_MOUNTS_H
#define FOUILLE_STATE_MOUNTS_H

#include "common/base/vector.h"
#include "indexer/commit/transaction.h"
#include "indexer/state/protected_paths.h"

struct mount_point {
    uint32_t root;    /* number in the next commit */
    const char *path; /* below the root; owned by the old manifest */
    bool unmounted;   /* it is no longer a mount point */
};

/* All zeros: empty. */
struct mounts {
    VECTOR(struct mount_point) points; /* of the previous commit */
    bool changed;                      /* the next commit has different ones */
};

/* Collects the mount points of the previous commit, with root numbers mapped to the next one's.
 * Returns 0 or ERROR_MEMORY; the caller releases, also after failure. */
int mounts_open(struct mounts *mounts, const struct manifest *old, const uint32_t *map);
void mounts_release(struct mounts *mounts);

size_t mounts_count(const struct mounts *mounts);
struct mount_point *mounts_at(const struct mounts *mounts, size_t number);

/* Whether the folder at a path no longer exists, or is on the same device as its parent. If that
 * cannot be found out, it counts as mounted: the walk will report what is wrong with it. */
bool mounts_is_unmounted(const char *path);

/* Whether the path lies on a disk that was found not to be mounted. */
bool mounts_covers(const struct mounts *mounts, uint32_t root, const char *path);

/* Adds to transaction->next the mount points of the previous commit that the run has not visited:
 * all of them if it was ended early (`keep`), else those that are protected. Returns 0 or
 * ERROR_MEMORY. */
int mounts_finish(struct mounts *mounts, struct transaction *transaction,
                  const struct protected_paths *protected_paths, bool keep);

#endif
