/* Many postings cursors walked together: a binary heap by their documents, so that a move costs the
 * cursors that move and not all of them. */
#ifndef FOUILLE_MATCH_CURSOR_HEAP_H
#define FOUILLE_MATCH_CURSOR_HEAP_H

#include <stddef.h>

#include "common/index/postings/postings.h"

struct cursor_heap {
    size_t count;
    struct cursor_place *places; /* owned; NULL: none made */
    uint32_t *tops;              /* owned: numbers of the cursors at the first document */
    bool started;
};

/* A heap of `count` cursors, none moved yet. 0 or ERROR_MEMORY; the caller releases, also after
 * failure. */
int cursor_heap_make(struct cursor_heap *heap, size_t count);
void cursor_heap_release(struct cursor_heap *heap);

/* Brings all cursors to `target`, never backwards; the first document that one of them has.
 * O(cursors that move × log of all). */
uint32_t cursor_heap_advance(struct cursor_heap *heap, struct postings_cursor *cursors,
                             uint32_t target);

/* Fills heap->tops with the cursors that are at the first document, ascending; returns how many. */
size_t cursor_heap_tops(struct cursor_heap *heap);

#endif
