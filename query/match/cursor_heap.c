#include "query/match/cursor_heap.h"

#include <stdlib.h>

#include "common/base/error.h"

struct cursor_heap_entry {
    uint32_t document;
    uint32_t cursor;
};

int cursor_heap_init(struct cursor_heap *heap, size_t count)
{
    heap->count = count;
    heap->started = false;
    heap->entries = malloc((count + 1) * sizeof *heap->entries);
    heap->tops = malloc((count + 1) * sizeof *heap->tops);
    return heap->entries == NULL || heap->tops == NULL ? error_memory() : 0;
}

void cursor_heap_release(struct cursor_heap *heap)
{
    free(heap->entries);
    free(heap->tops);
    *heap = (struct cursor_heap){0};
}

static void sift_cursor_down(struct cursor_heap *heap, size_t at)
{
    struct cursor_heap_entry moved = heap->entries[at];
    for (size_t child; (child = at * 2 + 1) < heap->count; at = child) {
        if (child + 1 < heap->count &&
            heap->entries[child + 1].document < heap->entries[child].document)
            child++;
        if (heap->entries[child].document >= moved.document)
            break;
        heap->entries[at] = heap->entries[child];
    }
    heap->entries[at] = moved;
}

static uint32_t start_heap(struct cursor_heap *heap, struct postings_cursor *cursors,
                           uint32_t target)
{
    heap->started = true;
    for (size_t i = 0; i < heap->count; i++)
        heap->entries[i] =
            (struct cursor_heap_entry){postings_advance(&cursors[i], target), (uint32_t)i};
    for (size_t i = heap->count / 2; i-- > 0;)
        sift_cursor_down(heap, i);
    return heap->count == 0 ? POSTINGS_END : heap->entries[0].document;
}

uint32_t cursor_heap_advance(struct cursor_heap *heap, struct postings_cursor *cursors,
                             uint32_t target)
{
    if (!heap->started || heap->count == 0)
        return start_heap(heap, cursors, target);
    struct cursor_heap_entry *first = &heap->entries[0];
    while (first->document < target) {
        first->document = postings_advance(&cursors[first->cursor], target);
        sift_cursor_down(heap, 0);
    }
    return first->document;
}

static int compare_numbers(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

/* Places at the first document are connected at the top, so the search stops at all others. */
static size_t collect_tops(struct cursor_heap *heap, size_t at, size_t count)
{
    if (at >= heap->count || heap->entries[at].document != heap->entries[0].document)
        return count;
    heap->tops[count++] = heap->entries[at].cursor;
    count = collect_tops(heap, at * 2 + 1, count);
    return collect_tops(heap, at * 2 + 2, count);
}

size_t cursor_heap_collect_tops(struct cursor_heap *heap)
{
    size_t count = collect_tops(heap, 0, 0);
    if (count > 1)
        qsort(heap->tops, count, sizeof *heap->tops, compare_numbers);
    return count;
}
