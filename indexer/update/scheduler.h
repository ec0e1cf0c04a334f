/* The scheduler: turns files that are to be read into jobs for the pool, small files several at a
 * time, large JSON Lines files block by block. It goes from root to root, and belongs to the thread
 * that walks them. */
#ifndef FOUILLE_UPDATE_SCHEDULER_H
#define FOUILLE_UPDATE_SCHEDULER_H

#include "indexer/sources/walk/walk.h"
#include "indexer/update/pool.h"

struct scheduler {
    struct run *run;
    struct pool *pool;
    const struct root *root; /* the current one */
    uint32_t root_number;
    struct job *job;        /* files that wait until the job is full */
    uint64_t bytes;         /* of these files */
    size_t block_size;      /* bytes of a block of a large file */
    uint64_t entries_seen;  /* entries of any kind that the walk of this root has visited */
    struct input_kind kind; /* of the file that the walk is about to visit (visit.h) */
    bool foreign_clock;     /* of the file system on `device`, if device_known */
    bool device_known;
    dev_t device;
    struct ignore ignore;       /* ignore files of folders that are not walked */
    struct buffer display_path; /* path for messages */
};

void scheduler_init(struct scheduler *scheduler, struct run *run, struct pool *pool);
void scheduler_release(struct scheduler *scheduler);

/* Whether to go on: the run has not failed, and no stop was requested. */
bool scheduler_may_continue(const struct scheduler *scheduler);

/* Goes to a root. Those of a walk come in the order of their numbers. The files of another root
 * become a job, since a job has one root. */
void scheduler_set_root(struct scheduler *scheduler, const struct root *root, uint32_t number);

/* Returns the path of a file in the root as messages show it; valid until the next call. */
const char *scheduler_display_path(struct scheduler *scheduler, const char *path);

/* Has an open file read, now or soon, and takes ownership of what it owns. `path`, below the root,
 * is copied. Files come in the order of their paths. Returns 0; ERROR_STOPPED when the run is not
 * to go on; ERROR_MEMORY. Failures of jobs are recorded with run_fail. */
int scheduler_add(struct scheduler *scheduler, struct job_file *file, const char *path);

/* Submits the files that wait. */
void scheduler_flush(struct scheduler *scheduler);

#endif
