/* Many postings cursors walked together, in a binary heap by document, so that a move costs only
 * the cursors that move. */
#ifndef FOUILLE_MATCH_CURSOR_HEAP_H
#define FOUILLE_MATCH_CURSOR_HEAP_H

#include <stddef.h>

#include "common/index/postings/postings.h"

struct cursor_heap {
    size_t count;
    struct cursor_heap_entry *entries; /* owned; NULL: no heap was made */
    uint32_t *tops;                    /* owned: numbers of the cursors at the first document */
    bool started;
};

/* Makes a heap of `count` cursors, none of which has moved yet. 0 or ERROR_MEMORY; the caller
 * releases, also after failure. */
int cursor_heap_init(struct cursor_heap *heap, size_t count);
void cursor_heap_release(struct cursor_heap *heap);

/* Advances all cursors to `target`, never back; returns the first document that one of them has.
 * O(cursors that move × log of all). */
uint32_t cursor_heap_advance(struct cursor_heap *heap, struct postings_cursor *cursors,
                             uint32_t target);

/* Fills heap->tops with the numbers of the cursors at the first document, ascending; returns how
 * many they are. */
size_t cursor_heap_collect_tops(struct cursor_heap *heap);

#endif
