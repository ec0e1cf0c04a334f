#include "indexer/update/pool.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/pages.h"

/* Few, because jobs that wait hold memory and descriptors. */
enum { QUEUED_PER_THREAD = 2 };

int pool_init(struct pool *pool, struct run *run)
{
    unsigned threads = run->threads;
    size_t capacity = (size_t)threads * QUEUED_PER_THREAD;
    *pool = (struct pool){.run = run};
    queue_init(&pool->queue, capacity < QUEUE_CAPACITY ? capacity : QUEUE_CAPACITY);
    pool->workers = calloc(threads, sizeof *pool->workers);
    pool->threads = calloc(threads, sizeof *pool->threads);
    return pool->workers == NULL || pool->threads == NULL ? error_memory() : 0;
}

static void *run_pool_thread(void *context)
{
    struct worker *worker = context;
    struct pool *pool = worker->pool;
    struct job *job;
    while ((job = queue_pop(&pool->queue)) != NULL)
        worker_run_job(worker, job);
    worker_finish(worker);
    return NULL;
}

/* Starts another worker. If its thread cannot be started, the others do the work. */
static void start_worker(struct pool *pool)
{
    struct worker *worker = &pool->workers[pool->started];
    int status = worker_init(worker, pool->run);
    worker->pool = pool;
    if (status == 0 && pool->run->threads > 1 &&
        pthread_create(&pool->threads[pool->started], NULL, run_pool_thread, worker) != 0)
        status = error_system("cannot start a thread");
    if (status == 0) {
        pool->started++;
        return;
    }
    if (pool->started == 0 || status == ERROR_MEMORY)
        run_fail(pool->run, status);
    worker_release(worker);
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
        worker_run_job(&pool->workers[0], job);
    else
        queue_push(&pool->queue, job);
}

void pool_finish(struct pool *pool)
{
    unsigned threads = pool->run->threads;
    queue_close(&pool->queue);
    for (unsigned i = 0; i < pool->started; i++) {
        if (threads == 1)
            worker_finish(&pool->workers[i]);
        else
            pthread_join(pool->threads[i], NULL);
        worker_release(&pool->workers[i]);
    }
    queue_release(&pool->queue);
    free(pool->workers);
    free(pool->threads);
    pages_trim(); /* segments may be merged next */
}
