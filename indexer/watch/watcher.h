/* Watches the folders of an index with inotify(7) and turns events into changes.
 *
 * A folder's watch is set before the names in it are read, so a file made meanwhile is seen at
 * least once. New folders are watched as they appear, and the files that are in them by then are
 * noted. A change through one name of a file that has several causes an event only in the folder of
 * that name, so such a file has a watch of its own, which covers all names that are known. A name
 * that is made later, elsewhere, causes no event: changes through it are found when all folders are
 * walked.
 *
 * Hidden names, links, files of formats that are not read, and the folder of the index itself are
 * skipped, as in the walk of a run. When an ignore file changes (ignore.h), all folders are to be
 * walked.
 */
#ifndef FOUILLE_WATCH_WATCHER_H
#define FOUILLE_WATCH_WATCHER_H

#include <sys/stat.h>

#include "common/base/vector.h"
#include "indexer/run/input_rules.h"
#include "indexer/state/changes.h"
#include "indexer/state/roots.h"

/* What a watch is set on. */
struct watch_target {
    struct buffer names; /* paths, each ended by a NUL: the folder's, or the known ones of a file */
    bool file;
    bool may_have_more_names; /* the file may have unknown names below the roots */
};

struct watcher {
    int descriptor;            /* inotify's; -1: none */
    const struct roots *roots; /* the caller's; must outlive the watcher, as must the rules */
    const struct input_rules *input_rules;
    struct stat index;                   /* the folder to skip */
    int index_watch;                     /* watch number of the index folder, for new manifests */
    VECTOR(struct watch_target) watches; /* by watch number; owned */
    size_t count;                        /* of watched folders */
    bool opening;                        /* all names below the roots are being read */
};

/* The system allows this user no more watches, or there is no /proc and a path is longer than it
 * takes: not an error, but watching is of no use. */
enum { WATCHER_FULL = 1 };

/* Watches what those roots hold that exist, and the manifest in the index folder `index`. Only
 * files that the rules admit cause changes. Returns 0; WATCHER_FULL; ERROR_SYSTEM or ERROR_MEMORY;
 * nothing is open unless it is 0. */
int watcher_open(struct watcher *watcher, const struct roots *roots,
                 const struct input_rules *input_rules, const char *index);
void watcher_close(struct watcher *watcher);

/* Reads all events so far, without waiting. Sets changes->watches_lost when some were lost, or a
 * folder was moved away. Returns 0; WATCHER_FULL when there is no watch for a new folder;
 * ERROR_SYSTEM or ERROR_MEMORY. */
int watcher_read(struct watcher *watcher, struct changes *changes);

#endif
