/* Who may read an index, besides its owner.
 *
 * The permissions of the index folder are the whole truth: a file in it has those of the folder,
 * without the right to execute (file_create). A private index is closed: its folder has 0700. The
 * others are shared with the folder's group, or with everybody, and must not tell them what the
 * articles would not: the manifest records, as `shared`, the permissions for which all articles
 * were checked. Who opens the folder by hand has an index that is shared, and not checked yet.
 *
 * Permissions are those of chmod, 0 to 0777; 0 stands for a private index.
 */
#ifndef FOUILLE_COMMIT_SHARING_H
#define FOUILLE_COMMIT_SHARING_H

#include <stdbool.h>
#include <sys/types.h>

#include "common/index/manifest.h"

enum { SHARING_PRIVATE = 0 };

/* The permissions of the open index folder, as far as they let others read its MANIFEST; else
 * SHARING_PRIVATE, also without a MANIFEST. */
mode_t sharing_of(int directory);

/* Takes the permissions of all others away from the folder. Returns what is left of them:
 * SHARING_PRIVATE; or, in a file system that keeps no permissions or in the folder of another user,
 * those of sharing_open. */
mode_t sharing_close(int directory);

/* Takes them away from the files, too: those that the manifest names, and MANIFEST. */
void sharing_close_files(int directory, const struct manifest *manifest);

/* Gives these permissions to the files that the manifest names, then to the folder. 0 or
 * ERROR_SYSTEM. */
int sharing_open(int directory, const struct manifest *manifest, mode_t mode, const char *shown);

/* Gives a file of the folder the permissions that the folder has. */
void sharing_follow(int directory, const char *name);

/* The permissions that the umask gives a folder; SHARING_PRIVATE when it lets nobody else read. */
mode_t sharing_of_umask(void);

/* Whether everybody who may read with the permissions `one` may do so with `other`. */
bool sharing_within(mode_t one, mode_t other);

/* What both give. */
mode_t sharing_common(mode_t one, mode_t other);

/* --- what may be told --- */

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

/* Whether a file or folder with these permissions, of that group, gives all of the audience `bits`
 * (4: to read, 1: to enter). Where that is not certain, it does not. */
bool audience_has(const struct audience *audience, mode_t mode, gid_t group, mode_t bits);

/* Whether the open file or folder's access list, if it has one, does so. */
bool audience_has_by_list(const struct audience *audience, int descriptor, mode_t bits);

#endif
