/* A binary heap of the numbers of sorted inputs, to merge them. The order is the caller's, and
 * compares the current items of two inputs. */
#ifndef FOUILLE_BASE_HEAP_H
#define FOUILLE_BASE_HEAP_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap {
    uint32_t *items; /* owned */
    size_t count, room;
};

/* Whether input `one` comes before `other`. */
typedef bool (*heap_order)(const void *context, uint32_t one, uint32_t other);

/* Allocates room for that many inputs. Returns 0 or ERROR_MEMORY. */
int heap_init(struct heap *heap, size_t room);
void heap_release(struct heap *heap);

/* Adds an input, for which there is room. O(log inputs). */
void heap_add(struct heap *heap, uint32_t input, heap_order before, const void *context);

/* The input that comes first. This and what follows need a heap that is not empty. O(1). */
static inline uint32_t heap_first(const struct heap *heap)
{
    assert(heap->count > 0);
    return heap->items[0];
}

/* Moves the first input to its new place, after it has advanced. O(log inputs). */
void heap_update_first(struct heap *heap, heap_order before, const void *context);

/* Removes the first input, which has ended. O(log inputs). */
void heap_remove_first(struct heap *heap, heap_order before, const void *context);

#endif
