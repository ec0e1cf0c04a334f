/* The scheduler: turns the files that a walk finds into jobs, small files several at a time, large
 * JSON Lines files block by block. Files are opened here, while their folder is open, and read by
 * the worker that does the job. */
#ifndef FOUILLE_UPDATE_SCHEDULER_H
#define FOUILLE_UPDATE_SCHEDULER_H

#include "indexer/sources/walk/walk.h"
#include "indexer/update/file_list.h"
#include "indexer/update/pool.h"

struct scheduler {
    struct run *run;
    struct pool *pool;
    const struct root *root;
    uint32_t root_number;
    struct job *job;       /* files that wait until the job is full */
    uint64_t bytes;        /* of these files */
    size_t block_size;     /* bytes of a block of a large file */
    uint64_t entries_seen; /* entries of any kind that the walk of this root has visited */
    bool foreign_clock;    /* of the file system on `device`, if device_known */
    bool device_known;
    dev_t device;
    struct ignore ignore; /* ignore files of a listed file's folders */
    struct buffer display_path;
};

void scheduler_init(struct scheduler *scheduler, struct run *run, struct pool *pool);
void scheduler_release(struct scheduler *scheduler);

/* Whether to feed more: the run has not failed, and no stop was requested. */
bool scheduler_may_continue(const struct scheduler *scheduler);

/* Walks a root and gives the pool jobs for what is new or changed in it. A root that is not to be
 * updated, or does not exist, keeps its articles. Roots must come in the order of their numbers.
 * Returns 0 or the error that ended the walk; even with 0 the run may have failed
 * (run_may_continue). */
int scheduler_walk_root(struct scheduler *scheduler, const struct root *root, uint32_t number);

/* Does the same for the files of a list, in all roots, instead of those that a walk finds. */
int scheduler_add_listed(struct scheduler *scheduler, const struct file_list *file_list,
                         const struct roots *roots);

#endif
