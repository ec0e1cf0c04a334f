/* A binary heap of the numbers of sorted inputs, to merge them. The order is the caller's, and
 * compares the current items of two inputs. */
#ifndef FOUILLE_BASE_HEAP_H
#define FOUILLE_BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap {
    uint32_t *items;
    size_t count;
};

/* Whether input `one` comes before `other`. */
typedef bool (*heap_order)(const void *context, uint32_t one, uint32_t other);

/* Allocates room for that many inputs. Returns 0 or ERROR_MEMORY. */
int heap_init(struct heap *heap, size_t room);
void heap_release(struct heap *heap);

void heap_add(struct heap *heap, uint32_t input, heap_order before, const void *context);

static inline uint32_t heap_first(const struct heap *heap)
{
    return heap->items[0];
}

/* Moves the first input to its new place, after it has advanced. O(log inputs). */
void heap_update_first(struct heap *heap, heap_order before, const void *context);

/* Removes the first input, which has ended. */
void heap_remove_first(struct heap *heap, heap_order before, const void *context);

#endif
