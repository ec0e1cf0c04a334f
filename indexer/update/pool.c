#include "indexer/update/pool.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/pages.h"

/* Few, because jobs that wait hold memory and descriptors. */
enum { QUEUED_PER_THREAD = 2 };

/* A worker, and its thread unless there is to be only one. */
struct pool_member {
    struct pool *pool;
    struct worker worker;
    pthread_t thread;
};

int pool_init(struct pool *pool, struct run *run)
{
    size_t capacity = (size_t)run->threads * QUEUED_PER_THREAD;
    *pool = (struct pool){.run = run};
    queue_init(&pool->queue, capacity < QUEUE_CAPACITY ? capacity : QUEUE_CAPACITY);
    pool->members = calloc(run->threads, sizeof *pool->members);
    return pool->members == NULL ? error_memory() : 0;
}

static void *work_through_queue(void *context)
{
    struct pool_member *member = context;
    struct job *job;
    while ((job = queue_pop(&member->pool->queue)) != NULL)
        worker_run_job(&member->worker, job);
    worker_finish(&member->worker);
    return NULL;
}

/* Starts another worker. If its thread cannot be started, the others do the work. */
static void start_worker(struct pool *pool)
{
    struct pool_member *member = &pool->members[pool->started];
    int status = worker_init(&member->worker, pool->run);
    member->pool = pool;
    if (status == 0 && pool->run->threads > 1 &&
        pthread_create(&member->thread, NULL, work_through_queue, member) != 0)
        status = error_system("cannot start a thread");
    if (status == 0) {
        pool->started++;
        return;
    }
    if (pool->started == 0 || status == ERROR_MEMORY)
        run_fail(pool->run, status);
    worker_release(&member->worker);
}

/* Bytes of work: what a file counts for in addition to its size, and the least that is worth
 * another worker, and so another segment. */
enum { FILE_WORK = 1 << 12, WORK_PER_WORKER = 8 << 20 };

void pool_submit(struct pool *pool, struct job *job, uint64_t bytes)
{
    pool->submitted += bytes + (uint64_t)job->count * FILE_WORK;
    unsigned threads = pool->run->threads;
    if (pool->started == 0 ||
        (pool->started < threads && pool->submitted / WORK_PER_WORKER >= pool->started &&
         queue_has_items(&pool->queue)))
        start_worker(pool);
    if (pool->started == 0)
        job_destroy(pool->run, job);
    else if (threads == 1)
        worker_run_job(&pool->members[0].worker, job);
    else
        queue_push(&pool->queue, job);
}

void pool_finish(struct pool *pool)
{
    queue_close(&pool->queue);
    for (unsigned i = 0; i < pool->started; i++) {
        struct pool_member *member = &pool->members[i];
        if (pool->run->threads == 1)
            worker_finish(&member->worker);
        else
            pthread_join(member->thread, NULL);
        worker_release(&member->worker);
    }
    queue_release(&pool->queue);
    free(pool->members);
    pages_trim(); /* segments may be merged next */
}
