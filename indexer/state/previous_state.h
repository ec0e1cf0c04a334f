/* The previous state: what the current commit says of the files that are walked, so that the cost
 * of a run depends on what has changed. The document tables of all segments are read in path order,
 * in step with the walk.
 *
 * A file whose size, times and inode are those in the index is not opened. The articles of any
 * other file that exists are compared (previous_file.h). What the walk does not visit is gone and
 * is deleted, unless the walk could not look there (protected). The result is amendments to the
 * segments (index/amendments.h).
 *
 * Memory: a block of records and one bit per document for each segment, and 40 bytes for each
 * article of the files that are being read.
 */
#ifndef FOUILLE_STATE_PREVIOUS_STATE_H
#define FOUILLE_STATE_PREVIOUS_STATE_H

#include <pthread.h>

#include "common/base/heap.h"
#include "indexer/run/report.h"
#include "indexer/state/previous_segment.h"
#include "indexer/state/protected_paths.h"

struct previous_file;

struct previous_state {
    pthread_mutex_t lock; /* guards segments and heap, and `given` of the files */
    struct report *report;
    size_t count; /* of segments, which are the first ones of transaction->next */
    struct previous_segment *segments;
    struct heap heap; /* of segments, by their current documents */
    struct protected_paths protected_paths;
};

/* Opens the segments that transaction->next lists already: those of the current commit, with root
 * maps that lead to the next one's roots. Returns 0 or an error; the caller closes, also after
 * failure. */
int previous_state_open(struct previous_state *state, const struct transaction *transaction,
                        struct report *report);
void previous_state_close(struct previous_state *state);

/* Looks up a file. Calls come in the order of the walk: roots by number, paths by bytes; files
 * between those of two calls are gone. *file is the caller's, or NULL when the index has nothing of
 * it. Returns 0 or an error. */
int previous_state_find(struct previous_state *state, uint32_t root, const char *path,
                        struct previous_file **file);

/* Whether the index has documents of a root that has not been walked. Called in the order of
 * previous_state_find. Returns 0 or an error. */
int previous_state_has_root(struct previous_state *state, uint32_t root, bool *has);

/* Whether the index has documents at or below a path that the walk has reached. Returns 0 or an
 * error. */
int previous_state_has_folder(struct previous_state *state, uint32_t root, const char *path,
                              bool *has);

/* Keeps what lies at or below the path, because it could not be examined. "": the whole root.
 * Returns 0 or ERROR_MEMORY. */
int previous_state_protect(struct previous_state *state, uint32_t root, const char *path);

/* Ends the walk: what it has not visited is deleted as gone, or stays if `keep`. Returns 0 or an
 * error. */
int previous_state_end(struct previous_state *state, bool keep);

/* Whether anything differs from the current commit. */
bool previous_state_changed(const struct previous_state *state);

/* Writes amendments, named from *number on, and removes segments of which nothing is left from
 * transaction->next. Returns 0 or an error. */
int previous_state_finish(struct previous_state *state, struct transaction *transaction,
                          unsigned *number);

#endif
