#include "indexer/update/job.h"

#include <stdlib.h>

#include "common/base/error.h"

struct job *job_create(const struct root *root)
{
    struct job *job = calloc(1, sizeof *job);
    if (job == NULL)
        error_memory();
    else
        job->root = root;
    return job;
}

void job_destroy(struct run *run, struct job *job)
{
    for (unsigned i = 0; i < job->count; i++)
        job_file_release(&job->files[i]);
    if (job->shared != NULL)
        shared_file_release(run, job->shared);
    buffer_release(&job->block.bytes);
    free(job);
}
