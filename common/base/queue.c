#include "common/base/queue.h"

#include <assert.h>

void queue_init(struct queue *queue, size_t capacity)
{
    assert(capacity >= 1 && capacity <= QUEUE_CAPACITY);
    *queue = (struct queue){.capacity = capacity};
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->not_empty, NULL);
    pthread_cond_init(&queue->not_full, NULL);
}

void queue_release(struct queue *queue)
{
    assert(queue->count == 0);
    pthread_cond_destroy(&queue->not_full);
    pthread_cond_destroy(&queue->not_empty);
    pthread_mutex_destroy(&queue->lock);
}

void queue_push(struct queue *queue, void *item)
{
    assert(item != NULL);
    pthread_mutex_lock(&queue->lock);
    while (queue->count == queue->capacity)
        pthread_cond_wait(&queue->not_full, &queue->lock);
    assert(!queue->closed);
    queue->items[(queue->first + queue->count++) % QUEUE_CAPACITY] = item;
    pthread_cond_signal(&queue->not_empty);
    pthread_mutex_unlock(&queue->lock);
}

void *queue_pop(struct queue *queue)
{
    void *item = NULL;
    pthread_mutex_lock(&queue->lock);
    while (queue->count == 0 && !queue->closed)
        pthread_cond_wait(&queue->not_empty, &queue->lock);
    if (queue->count > 0) {
        item = queue->items[queue->first];
        queue->first = (queue->first + 1) % QUEUE_CAPACITY;
        queue->count--;
        pthread_cond_signal(&queue->not_full);
    }
    pthread_mutex_unlock(&queue->lock);
    return item;
}

bool queue_has_items(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    bool has_items = queue->count > 0;
    pthread_mutex_unlock(&queue->lock);
    return has_items;
}

void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->not_empty);
    pthread_mutex_unlock(&queue->lock);
}
