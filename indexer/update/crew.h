/* The pool: the workers of a run and their threads. A single worker works in the caller's thread,
 * without a queue. Several share a queue, and their threads are started only as work comes in
 * faster than it is done. */
#ifndef FOUILLE_UPDATE_CREW_H
#define FOUILLE_UPDATE_CREW_H

#include "common/base/queue.h"
#include "indexer/update/worker.h"

struct crew {
    struct run *run;
    struct queue queue;
    uint64_t given;   /* work so far, in bytes */
    unsigned started; /* workers; and their threads, unless there is to be only one */
    struct worker *workers;
    pthread_t *threads;
};

/* Prepares for at most run->threads workers. Returns 0 or ERROR_MEMORY; the caller calls crew_end,
 * also after failure. */
int crew_init(struct crew *crew, struct run *run);

/* Has a job of `bytes` bytes done, now or soon, and takes ownership of it; blocks while the queue
 * is full. Starts another worker when jobs are waiting and there is enough work for one more.
 * Failures are recorded with run_fail. */
void crew_give(struct crew *crew, struct job *job, uint64_t bytes);

/* Waits until all jobs are done and the workers have finished their segments; frees the pool. */
void crew_end(struct crew *crew);

#endif
