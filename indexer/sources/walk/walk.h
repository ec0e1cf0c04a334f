/* Walks folders and names the files in them in one fixed order: byte order of their whole paths.
 *
 * Names are bytes, of any encoding or none. Hidden files and folders (a leading dot, version
 * control's among them) are skipped without a word; the root may be hidden. Symbolic links are
 * followed only where the root is one; inside the tree they are passed over as `other`. A folder
 * met twice (bind mounts) is walked once. Any depth: at most 18 descriptors are open at a time, and
 * nothing recurses. Memory: the names in the folders between the root and where the walk is
 * (16 bytes each beside the name), and 32 bytes for each folder met.
 */
#ifndef FOUILLE_SOURCES_WALK_H
#define FOUILLE_SOURCES_WALK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

struct walk_file {
    const char *path; /* relative to the root, '/' between; "" when the root is itself a file */
    int directory;    /* open folder that holds it, for openat; valid during the call only */
    const char *name; /* last part of path */
    uint64_t size;    /* bytes */
    int64_t mtime;    /* nanoseconds since 1970, and so ctime */
    int64_t ctime;
    uint64_t inode;
    dev_t device;
    nlink_t links;
    mode_t mode;
    gid_t group;
};

struct walk_folder {
    const char *path; /* relative to the root; "" for the root itself */
    int descriptor;   /* of the folder, open; valid during the call only */
    const struct stat *status;
    bool is_mount; /* it lies on another device than the folder that holds it */
};

static inline int64_t walk_time(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

struct walk_events {
    /* A regular file. A negative return ends the walk. */
    int (*file)(void *context, const struct walk_file *file);
    /* A folder or file that cannot be read; error_message() says why. The walk goes on. */
    void (*unreadable)(void *context, const char *path);
    /* Neither file nor folder (socket, device, symbolic link): passed over, never opened. */
    void (*other)(void *context, const char *path);
    /* A folder, the root too, before the names in it are read. 0: the walk goes into it; 1: it is
     * passed over; a negative return ends the walk. May be NULL. */
    int (*folder)(void *context, const struct walk_folder *folder);
    /* The root's path has no links, and is not opened through one that came since. */
    bool resolved;
    /* What the ignore files of the folders exclude (ignore.h) is not wanted. A folder whose own
     * cannot be read is unreadable, and ends the walk if it is the root. */
    bool heeds_ignore_files;
    /* Whether an entry is to be looked at; a folder that is not is not opened either. May be NULL.
     */
    bool (*wanted)(void *context, const char *path, bool folder);
    /* An entry that is not wanted, for either reason. May be NULL. */
    void (*unwanted)(void *context, const char *path);
    /* Whether a file, as far as its folder tells, is somebody else's: then nothing more is asked
     * about it. May be NULL. */
    bool (*foreign)(void *context, const char *path, const char *name);
};

/* Walks `root`, a folder or a file. 0; ERROR_SYSTEM when the root itself cannot be opened;
 * ERROR_MEMORY; or the file callback's own failure. */
int walk_tree(const char *root, const struct walk_events *events, void *context);

#endif
