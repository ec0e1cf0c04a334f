/* The pool: the workers of a run and their threads. A single worker works in the caller's thread,
 * without a queue. Several share a queue, and their threads are started only as work comes in
 * faster than it is done. */
#ifndef FOUILLE_UPDATE_POOL_H
#define FOUILLE_UPDATE_POOL_H

#include "common/base/queue.h"
#include "indexer/update/worker.h"

struct pool_member;

struct pool {
    struct run *run;
    struct queue queue;
    uint64_t submitted; /* work so far, in bytes */
    unsigned started;   /* members that work */
    struct pool_member *members;
};

/* Prepares for at most run->threads workers. Returns 0 or ERROR_MEMORY; the caller calls
 * pool_finish, also after failure. */
int pool_init(struct pool *pool, struct run *run);

/* Has a job of `bytes` bytes done, now or soon, and takes ownership of it; blocks while the queue
 * is full. Starts another worker when jobs are waiting and there is enough work for one more.
 * Failures are recorded with run_fail. */
void pool_submit(struct pool *pool, struct job *job, uint64_t bytes);

/* Waits until all jobs are done and the workers have finished their segments; frees the pool. */
void pool_finish(struct pool *pool);

#endif
