/* A job: what one worker reads in one go, several small files or a block of a large JSON Lines
 * file. Jobs are made and taken in the order of their documents. */
#ifndef FOUILLE_UPDATE_JOB_H
#define FOUILLE_UPDATE_JOB_H

#include "indexer/sources/json/json_blocks.h"
#include "indexer/update/shared_file.h"

enum { JOB_FILES = 32 };

struct job {
    const struct root *root;
    unsigned count; /* of files; 0: the job is a block of `shared` */
    struct job_file files[JOB_FILES];
    struct shared_file *shared;
    struct json_block block;
};

/* Makes an empty job. NULL with a message when memory ran out. */
struct job *job_create(const struct root *root);

/* Frees a job, with what its files own. A block must not be one that others wait for (json_ids.h).
 */
void job_destroy(struct run *run, struct job *job);

#endif
