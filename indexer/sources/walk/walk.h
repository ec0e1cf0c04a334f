/* Walks folders and reports the files in them in a fixed order: byte order of their whole paths.
 *
 * Names are bytes, in any encoding or none. Hidden files and folders (a leading dot, including
 * those of version control) are silently skipped; the root may be hidden. Symbolic links are
 * followed only if the root is one; inside the tree they are reported as `other`. A folder reached
 * twice (bind mounts) is walked once. Any depth: at most 18 descriptors are open at a time, and
 * nothing recurses. Memory: the names in the folders between the root and the current one (each
 * with 16 bytes more), and 32 bytes for each folder visited.
 */
#ifndef FOUILLE_WALK_WALK_H
#define FOUILLE_WALK_WALK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

struct walk_file {
    const char *path; /* relative to the root, '/' between; "" when the root is itself a file */
    int directory;    /* open folder that contains it, for openat; valid only during the call */
    const char *name; /* last part of path, or of the root's when that is the file */
    uint64_t size;    /* bytes */
    int64_t mtime;    /* nanoseconds since 1970, as is ctime */
    int64_t ctime;
    uint64_t inode;
    dev_t device;
    nlink_t links;
    mode_t mode;
    gid_t group;
};

struct walk_folder {
    const char *path; /* relative to the root; "" for the root itself */
    int descriptor;   /* of the folder, open; valid only during the call */
    const struct stat *status;
    bool is_mount; /* it lies on another device than its parent folder */
};

struct walk_events {
    /* Called for a regular file. A negative return value ends the walk. */
    int (*file)(void *context, const struct walk_file *file);
    /* Called for a folder or file that cannot be read. error_message() says why; errno is the
     * system's number, or 0 when it is not the system that refuses. The walk continues. */
    void (*unreadable)(void *context, const char *path);
    /* Called for what is neither file nor folder (socket, device, symbolic link); never opened. */
    void (*other)(void *context, const char *path);
    /* Called for a folder, including the root, before its names are read. 0: walk it; 1: skip it; a
     * negative return value ends the walk. May be NULL. */
    int (*folder)(void *context, const struct walk_folder *folder);
    /* The root's path contains no links; do not follow one that has appeared since. */
    bool resolved;
    /* Entries that the folders' ignore files exclude (ignore.h) are not wanted. A folder whose
     * ignore file cannot be read is unreadable; if it is the root, the walk ends. */
    bool use_ignore_files;
    /* Whether to visit an entry; an unwanted folder is not even opened. May be NULL. */
    bool (*wanted)(void *context, const char *path, bool folder);
    /* Called for an entry that is not wanted, for either reason. May be NULL. */
    void (*unwanted)(void *context, const char *path);
    /* Called for a file before it is visited, with its path and its name. False: it is skipped,
     * without a system call. May be NULL. */
    bool (*before_file)(void *context, const char *path, const char *name);
};

/* Returns a file with that status. `path` and `name` are borrowed. */
struct walk_file walk_file_of(const struct stat *status, int directory, const char *name,
                              const char *path);

/* Walks `root`, a folder or a file. 0; ERROR_SYSTEM when the root itself cannot be opened;
 * ERROR_MEMORY; or the failure that a callback returned. */
int walk_tree(const char *root, const struct walk_events *events, void *context);

#endif
