#include "indexer/update/crew.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/pages.h"

/* Few, because jobs that wait hold memory and descriptors. */
enum { WAITING_A_THREAD = 2 };

int crew_init(struct crew *crew, struct run *run)
{
    unsigned threads = run->threads;
    size_t room = (size_t)threads * WAITING_A_THREAD;
    *crew = (struct crew){.run = run};
    queue_init(&crew->queue, room < QUEUE_ROOM ? room : QUEUE_ROOM);
    crew->workers = calloc(threads, sizeof *crew->workers);
    crew->threads = calloc(threads, sizeof *crew->threads);
    return crew->workers == NULL || crew->threads == NULL ? error_memory() : 0;
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct crew *crew = worker->crew;
    struct job *job;
    while ((job = queue_take(&crew->queue)) != NULL)
        worker_do(worker, job);
    worker_finish(worker);
    return NULL;
}

/* Starts another worker. If its thread cannot be started, the others do the work. */
static void start_worker(struct crew *crew)
{
    struct worker *worker = &crew->workers[crew->started];
    int status = worker_init(worker, crew->run);
    worker->crew = crew;
    if (status == 0 && crew->run->threads > 1 &&
        pthread_create(&crew->threads[crew->started], NULL, work, worker) != 0)
        status = error_system("cannot start a thread");
    if (status == 0) {
        crew->started++;
        return;
    }
    if (crew->started == 0 || status == ERROR_MEMORY)
        run_fail(crew->run, status);
    worker_release(worker);
}

/* Bytes of work: what a file counts for in addition to its size, and the least that is worth
 * another worker, and so another segment. */
enum { FILE_WORK = 1 << 12, WORKER_WORK = 8 << 20 };

void crew_give(struct crew *crew, struct job *job, uint64_t bytes)
{
    crew->given += bytes + (uint64_t)job->count * FILE_WORK;
    unsigned threads = crew->run->threads;
    if (crew->started == 0 ||
        (crew->started < threads && crew->given / WORKER_WORK >= crew->started &&
         queue_holds(&crew->queue)))
        start_worker(crew);
    if (crew->started == 0)
        job_free(crew->run, job);
    else if (threads == 1)
        worker_do(&crew->workers[0], job);
    else
        queue_put(&crew->queue, job);
}

void crew_end(struct crew *crew)
{
    unsigned threads = crew->run->threads;
    queue_close(&crew->queue);
    for (unsigned i = 0; i < crew->started; i++) {
        if (threads == 1)
            worker_finish(&crew->workers[i]);
        else
            pthread_join(crew->threads[i], NULL);
        worker_release(&crew->workers[i]);
    }
    queue_release(&crew->queue);
    free(crew->workers);
    free(crew->threads);
    pages_trim(); /* segments may be merged next */
}
