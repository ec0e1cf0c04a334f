/* Who may read an index, besides its owner.
 *
 * The permissions of the index folder alone decide: a file in it has those of the folder, without
 * the right to execute (file_create). A private index is closed: its folder has mode 0700. Other
 * indexes are shared with the folder's group, or with everybody, and must not reveal to them what
 * the articles themselves would not: the manifest records, as `shared`, the permissions for which
 * all articles were checked. A folder opened by hand makes an index that is shared, but not checked
 * yet.
 *
 * Permissions are those of chmod, 0 to 0777; 0 stands for a private index.
 */
#ifndef FOUILLE_COMMIT_SHARING_H
#define FOUILLE_COMMIT_SHARING_H

#include <stdbool.h>
#include <sys/types.h>

#include "common/index/manifest.h"

enum { SHARING_PRIVATE = 0 };

/* Returns the permissions of the open index folder, as far as they let others read its MANIFEST;
 * SHARING_PRIVATE if nobody else may, or if there is no MANIFEST. */
mode_t sharing_of(int directory);

/* Takes the permissions of group and others away from the folder. Returns what is left of them:
 * SHARING_PRIVATE; or, on a file system without permissions or in another user's folder, those that
 * could not be taken away. */
mode_t sharing_close(int directory);

/* Takes them away from the files, too: those that the manifest names, MANIFEST, LOCK and tags. */
void sharing_close_files(int directory, const struct manifest *manifest);

/* Gives the files that the manifest names, then the folder, these permissions. 0 or ERROR_SYSTEM.
 */
int sharing_open(int directory, const struct manifest *manifest, mode_t mode,
                 const char *display_path);

/* Gives a file in the folder the folder's permissions. */
void sharing_apply(int directory, const char *name);

/* Returns the permissions that the umask leaves a folder; SHARING_PRIVATE if nobody else may read.
 */
mode_t sharing_of_umask(void);

/* Whether everybody who may read with the permissions `one` may also read with `other`. */
bool sharing_is_subset(mode_t one, mode_t other);

/* Returns the permissions that both give. */
mode_t sharing_common(mode_t one, mode_t other);

/* --- the audience --- */

/* The readers of an index, besides its owner. */
struct audience {
    bool members; /* of the index folder's group */
    bool others;
    gid_t group;
};

struct audience audience_of(int directory, mode_t shared);

static inline bool audience_is_empty(const struct audience *audience)
{
    return !audience->members && !audience->others;
}

/* Whether a file or folder of this mode and group gives everybody in the audience `bits` (4: to
 * read, 1: to enter). False when that is not certain. */
bool audience_may_access(const struct audience *audience, mode_t mode, gid_t group, mode_t bits);

/* Whether the access list of an open file or folder gives them, too; true if it has no list. */
bool audience_may_access_by_list(const struct audience *audience, int descriptor, mode_t bits);

#endif
