/* The workers of a run and the threads they work in. One worker works in the caller's thread, with
 * nothing in between; more have a queue, and threads that are started as work comes in faster than
 * it is done.
 */
#ifndef FOUILLE_INDEXER_CREW_H
#define FOUILLE_INDEXER_CREW_H

#include "common/base/queue.h"
#include "indexer/update/worker.h"

struct crew {
    struct run *run;
    struct queue queue;
    uint64_t given;   /* work, in bytes */
    unsigned started; /* workers, and threads unless there is one worker only */
    struct worker *workers;
    pthread_t *threads;
};

/* As many workers as run->options->threads says, at most. 0 or ERROR_MEMORY; the caller ends it,
 * also after failure. */
int crew_init(struct crew *crew, struct run *run);

/* Has a job of so many bytes done, now or soon; waits when too much is waiting. A worker more is
 * started when jobs wait and there is enough for it. What fails is run_fail's. */
void crew_give(struct crew *crew, struct job *job, uint64_t bytes);

/* Waits until all is done, and has the workers finish their segments. */
void crew_end(struct crew *crew);

#endif
