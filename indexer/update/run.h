/* A run: one transaction on an index, from the options that ask for it to its commit.
 *
 * Built once (build.c), and passed to all that takes part: the plan, the scheduler, the workers.
 * What is decided before the first file is read does not change afterwards, so threads read it
 * without a lock.
 */
#ifndef FOUILLE_UPDATE_RUN_H
#define FOUILLE_UPDATE_RUN_H

#include <pthread.h>

#include "indexer/commit/transaction.h"
#include "indexer/run/options.h"
#include "indexer/run/report.h"
#include "indexer/state/changes.h"
#include "indexer/state/file_list.h"
#include "indexer/state/left_out.h"
#include "indexer/state/mounts.h"
#include "indexer/state/previous_state.h"
#include "indexer/state/readers.h"
#include "indexer/state/roots.h"
#include "indexer/state/unfinished_files.h"

struct run {
    /* What is asked for. */
    const struct options *options;
    struct report *report;
    const char *index;          /* path of the index folder */
    const char *place;          /* where the commit goes: the index, or a shard's staging place */
    const struct buffer *files; /* visit these paths, each ended by a NUL; NULL: all folders */
    struct changes *changed;    /* collects files that changed while read; NULL: report them */

    /* Limits. */
    unsigned threads;     /* workers, at most: fewer than asked for when memory is short */
    size_t memory;        /* bytes that a worker's segment may hold */
    size_t article_limit; /* bytes of an article; a longer one is cut */

    /* What is planned (plan.h). */
    struct transaction transaction;
    struct readers readers; /* of the index */
    struct roots roots;
    struct file_list file_list; /* the files to visit, if run_is_listed */
    uint32_t *map;              /* from the old commit's root numbers to the next one's */
    bool rebuilds;              /* everything is indexed from scratch */
    bool roots_changed;         /* the next commit has other roots */
    bool store;                 /* bodies are kept */

    /* What the walk compares with. */
    struct previous_state *previous; /* NULL: everything is new */
    struct left_out left;            /* what is left out */
    struct mounts mounts;
    bool revokes_access; /* readers lost access to articles of the index: no segment may keep those
                          */
    bool purges;         /* articles that readers must not see are removed from the segments */

    pthread_mutex_t lock; /* guards what follows, and the transaction while workers run */
    unsigned segments;    /* numbers of new files taken so far */
    bool segments_written;
    struct unfinished_files unfinished_files;
    int failure; /* the first one, which ends the run, and its message */
    char message[1024];
};

/* Prepares a run on the index at that path, with everything else empty. The caller releases, which
 * leaves the transaction alone. */
void run_init(struct run *run, const struct options *options, struct report *report,
              const char *index);
void run_release(struct run *run);

/* Returns the most bytes of an article; a longer one is cut. */
size_t run_article_limit(const struct options *options);

/* Whether the run visits the files of a list only. New readers need all files to be checked. */
static inline bool run_is_listed(const struct run *run)
{
    return run->files != NULL && !run->readers.rechecks_all;
}

/* Records error_message() as what ends the run, unless the run has failed already. */
void run_fail(struct run *run, int status);

/* Whether the run has not failed. */
bool run_may_continue(struct run *run);

/* Has the next run read a file again that was not read completely: `article` is one of those that
 * were added of it. */
void run_note_unfinished(struct run *run, const struct new_article *article);

/* Writes the path of a file below a root, as messages show it, into `display_path`. Returns it. */
const char *root_full_path(struct buffer *display_path, const struct root *root, const char *path);

#endif
