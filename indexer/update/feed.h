/* The scheduler: turns the files that a walk finds into jobs, small files several at a time, large
 * JSON Lines files block by block. Files are opened here, while their folder is open, and read by
 * the worker that does the job. */
#ifndef FOUILLE_UPDATE_FEED_H
#define FOUILLE_UPDATE_FEED_H

#include "indexer/sources/walk/walk.h"
#include "indexer/update/crew.h"
#include "indexer/update/listed.h"

struct feed {
    struct run *run;
    struct crew *crew;
    const struct root *root;
    uint32_t root_number;
    struct job *job;    /* files that wait until the job is full */
    uint64_t bytes;     /* of these files */
    size_t block_size;  /* bytes of a block of a large file */
    uint64_t met;       /* entries of any kind that the walk of this root has visited */
    bool foreign_clock; /* of the file system on `device`, if device_known */
    bool device_known;
    dev_t device;
    struct ignore ignore; /* ignore files of a listed file's folders */
    struct buffer shown;
};

void feed_init(struct feed *feed, struct run *run, struct crew *crew);
void feed_release(struct feed *feed);

/* Whether to feed more: the run has not failed, and no stop was requested. */
bool feed_goes_on(const struct feed *feed);

/* Walks a root and gives the pool jobs for what is new or changed in it. A root that is not to be
 * updated, or does not exist, keeps its articles. Roots must come in the order of their numbers.
 * Returns 0 or the error that ended the walk; even with 0 the run may have failed (run_goes_on). */
int feed_root(struct feed *feed, const struct root *root, uint32_t number);

/* Does the same for the files of a list, in all roots, instead of those that a walk finds. */
int feed_listed(struct feed *feed, const struct listed *listed, const struct roots *roots);

#endif
