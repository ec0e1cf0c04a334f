#include "common/base/heap.h"

#include <assert.h>
#include <stdlib.h>

#include "common/base/error.h"

int heap_init(struct heap *heap, size_t room)
{
    *heap = (struct heap){.items = calloc(room + 1, sizeof *heap->items), .room = room};
    return heap->items == NULL ? error_memory() : 0;
}

void heap_release(struct heap *heap)
{
    free(heap->items);
    *heap = (struct heap){0};
}

void heap_add(struct heap *heap, uint32_t input, heap_order before, const void *context)
{
    assert(heap->count < heap->room);
    size_t at = heap->count++;
    while (at > 0 && before(context, input, heap->items[(at - 1) / 2])) {
        heap->items[at] = heap->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->items[at] = input;
}

void heap_update_first(struct heap *heap, heap_order before, const void *context)
{
    assert(heap->count > 0);
    uint32_t moved = heap->items[0];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && before(context, heap->items[child + 1], heap->items[child]))
            child++;
        if (!before(context, heap->items[child], moved))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = moved;
}

void heap_remove_first(struct heap *heap, heap_order before, const void *context)
{
    assert(heap->count > 0);
    heap->items[0] = heap->items[--heap->count];
    if (heap->count > 0)
        heap_update_first(heap, before, context);
}
