#include "query/match/cursor_heap.h"

#include <stdlib.h>

#include "common/base/error.h"

struct cursor_place {
    uint32_t document;
    uint32_t cursor;
};

int cursor_heap_make(struct cursor_heap *heap, size_t count)
{
    heap->count = count;
    heap->started = false;
    heap->places = malloc((count + 1) * sizeof *heap->places);
    heap->tops = malloc((count + 1) * sizeof *heap->tops);
    return heap->places == NULL || heap->tops == NULL ? error_memory() : 0;
}

void cursor_heap_release(struct cursor_heap *heap)
{
    free(heap->places);
    free(heap->tops);
    *heap = (struct cursor_heap){0};
}

static void sift_down(struct cursor_heap *heap, size_t at)
{
    struct cursor_place moved = heap->places[at];
    for (size_t child; (child = at * 2 + 1) < heap->count; at = child) {
        if (child + 1 < heap->count &&
            heap->places[child + 1].document < heap->places[child].document)
            child++;
        if (heap->places[child].document >= moved.document)
            break;
        heap->places[at] = heap->places[child];
    }
    heap->places[at] = moved;
}

static uint32_t start(struct cursor_heap *heap, struct postings_cursor *cursors, uint32_t target)
{
    heap->started = true;
    for (size_t i = 0; i < heap->count; i++)
        heap->places[i] = (struct cursor_place){postings_advance(&cursors[i], target), (uint32_t)i};
    for (size_t i = heap->count / 2; i-- > 0;)
        sift_down(heap, i);
    return heap->count == 0 ? POSTINGS_END : heap->places[0].document;
}

uint32_t cursor_heap_advance(struct cursor_heap *heap, struct postings_cursor *cursors,
                             uint32_t target)
{
    if (!heap->started || heap->count == 0)
        return start(heap, cursors, target);
    struct cursor_place *first = &heap->places[0];
    while (first->document < target) {
        first->document = postings_advance(&cursors[first->cursor], target);
        sift_down(heap, 0);
    }
    return first->document;
}

static int compare_numbers(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

/* Places at the first document are connected at the top, so the search stops at all others. */
static size_t gather(struct cursor_heap *heap, size_t at, size_t count)
{
    if (at >= heap->count || heap->places[at].document != heap->places[0].document)
        return count;
    heap->tops[count++] = heap->places[at].cursor;
    count = gather(heap, at * 2 + 1, count);
    return gather(heap, at * 2 + 2, count);
}

size_t cursor_heap_tops(struct cursor_heap *heap)
{
    size_t count = gather(heap, 0, 0);
    if (count > 1)
        qsort(heap->tops, count, sizeof *heap->tops, compare_numbers);
    return count;
}
