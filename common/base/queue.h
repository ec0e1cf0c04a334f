/* A bounded queue between threads: first in, first out. */
#ifndef FOUILLE_BASE_QUEUE_H
#define FOUILLE_BASE_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { QUEUE_ROOM = 64 };

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled, emptied;
    size_t room; /* items it holds before queue_put waits, 1 to QUEUE_ROOM */
    size_t first, count;
    bool closed;
    void *items[QUEUE_ROOM];
};

void queue_init(struct queue *queue, size_t room);
void queue_release(struct queue *queue); /* no thread uses it any more, and it is empty */

/* Waits for room, then adds an item, which must not be NULL. */
void queue_put(struct queue *queue, void *item);

/* Waits for an item and removes it; NULL when the queue is closed and empty. */
void *queue_take(struct queue *queue);

/* Whether the queue holds items. */
bool queue_holds(struct queue *queue);

/* Closes the queue: no item may be added from now on. */
void queue_close(struct queue *queue);

#endif
