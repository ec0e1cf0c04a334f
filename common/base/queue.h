/* A bounded queue between threads: first in, first out. */
#ifndef FOUILLE_BASE_QUEUE_H
#define FOUILLE_BASE_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { QUEUE_CAPACITY = 64 };

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t not_empty, not_full;
    size_t capacity; /* items it holds before queue_push waits, 1 to QUEUE_CAPACITY */
    size_t first, count;
    bool closed;
    void *items[QUEUE_CAPACITY];
};

void queue_init(struct queue *queue, size_t capacity);
void queue_release(struct queue *queue); /* no thread uses it any more, and it is empty */

/* Waits for room, then adds an item, which must not be NULL. */
void queue_push(struct queue *queue, void *item);

/* Waits for an item and removes it; NULL when the queue is closed and empty. */
void *queue_pop(struct queue *queue);

/* Whether the queue holds items. */
bool queue_has_items(struct queue *queue);

/* Closes the queue: no item may be added from now on. */
void queue_close(struct queue *queue);

#endif
