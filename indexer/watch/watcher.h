/* The folders of an index under inotify(7): what happens in them becomes changes.
 *
 * A folder's watch is set before the names in it are read, so a file made meanwhile is met at least
 * once. Folders that appear are watched as they do, and the files that are in them by then noted.
 * A change through one name of a file that has several tells only the folder of that name, so such
 * a file has a watch of its own, which stands for its names that are known. A name that comes later
 * and elsewhere tells nobody: it is found when all folders are looked through.
 * Hidden names, links, files of formats that are not read, and the folder of the index itself are
 * passed over, as the walk of a run passes over them. When an ignore file changes (ignore.h), the
 * folders are to be looked through.
 */
#ifndef FOUILLE_INDEXER_WATCHER_H
#define FOUILLE_INDEXER_WATCHER_H

#include <sys/stat.h>

#include "indexer/run/intake.h"
#include "indexer/update/changes.h"
#include "indexer/update/roots.h"

/* What a watch is set on. */
struct watched {
    struct buffer names; /* paths, each ended by a NUL: the folder's, or those known of a file */
    bool file;
    bool more; /* the file may have names below the roots that are not known */
};

struct watcher {
    int descriptor;            /* of inotify; -1: none */
    const struct roots *roots; /* the caller's, as long as it is open, as is the intake */
    const struct intake *intake;
    struct stat index;     /* the folder that is passed over */
    int index_watch;       /* number of its own watch, which is for new manifests */
    struct buffer watches; /* struct watched, by number of watch; owned */
    size_t count;          /* folders that are watched */
    bool opening;          /* all names below the roots are being read */
};

/* The system watches no more folders for this user, or there is no /proc and a path is longer than
 * it takes: not an error, but watching is of no use. */
enum { WATCHER_FULL = 1 };

/* Watches what the roots hold, each that is there, and the manifest of the index in the folder
 * `index`. Changes are those of files that the intake reads. 0; WATCHER_FULL; ERROR_SYSTEM or
 * ERROR_MEMORY; but for 0 nothing is open. */
int watcher_open(struct watcher *watcher, const struct roots *roots, const struct intake *intake,
                 const char *index);
void watcher_close(struct watcher *watcher);

/* Takes all that the system has to tell by now. When it told too much, or a folder was moved away,
 * changes->watches_lost is set. 0; WATCHER_FULL, when there is no watch for a new folder;
 * ERROR_SYSTEM or ERROR_MEMORY. */
int watcher_read(struct watcher *watcher, struct changes *changes);

#endif
