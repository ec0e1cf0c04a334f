/* A growable array of one type, over a buffer, whose sticky error it shares: append without
 * checking, and ask vector_status once.
 *
 *     VECTOR(struct stamp) stamps = {0};
 *     vector_append(&stamps, (struct stamp){.document = 7});
 *     for (size_t i = 0; i < vector_count(&stamps); i++)
 *         … stamps.items[i] …
 *     vector_release(&stamps);
 *
 * All zeros is an empty vector. `items` moves when the vector grows. The union reads the buffer's
 * `char *` as a pointer to items: POSIX gives all object pointers one representation, and a
 * buffer's storage is aligned as malloc's.
 */
#ifndef FOUILLE_BASE_VECTOR_H
#define FOUILLE_BASE_VECTOR_H

#include <assert.h>
#include <stdlib.h>

#include "common/base/buffer.h"

#define VECTOR(type)                                                                               \
    union {                                                                                        \
        struct buffer buffer;                                                                      \
        type *items;                                                                               \
    }

#define vector_count(vector) ((vector)->buffer.size / sizeof *(vector)->items)

/* Appends a copy of an item, an expression of the vector's type. O(1) amortised. */
#define vector_append(vector, ...)                                                                 \
    do {                                                                                           \
        const __typeof__(*(vector)->items) vector_item_ = (__VA_ARGS__);                           \
        buffer_append(&(vector)->buffer, &vector_item_, sizeof vector_item_);                      \
    } while (0)

/* The last item; there is one. */
#define vector_last(vector)                                                                        \
    (assert(vector_count(vector) > 0), &(vector)->items[vector_count(vector) - 1])

/* Removes the last item; there is one. */
#define vector_pop(vector)                                                                         \
    (assert(vector_count(vector) > 0), (void)((vector)->buffer.size -= sizeof *(vector)->items))

/* Room for `extra` more items. 0, or ERROR_MEMORY (and sticky). */
#define vector_reserve(vector, extra)                                                              \
    buffer_reserve(&(vector)->buffer, (extra) * sizeof *(vector)->items)

/* Where the next item goes. To append in place: vector_reserve, write from here on, then
 * vector_extend by the number of items written, for which there is room. */
#define vector_end(vector) (&(vector)->items[vector_count(vector)])
#define vector_extend(vector, count)                                                               \
    ((void)((vector)->buffer.size += (count) * sizeof *(vector)->items))

/* Sorts as qsort does. */
#define vector_sort(vector, compare)                                                               \
    do {                                                                                           \
        if (vector_count(vector) > 1)                                                              \
            qsort((vector)->items, vector_count(vector), sizeof *(vector)->items, compare);        \
    } while (0)

/* Keeps the first `count` items; there are at least that many. */
#define vector_truncate(vector, count)                                                             \
    (assert((count) <= vector_count(vector)),                                                      \
     (void)((vector)->buffer.size = (count) * sizeof *(vector)->items))

/* As buffer_clear, buffer_release and buffer_status. */
#define vector_clear(vector) buffer_clear(&(vector)->buffer)
#define vector_release(vector) buffer_release(&(vector)->buffer)
#define vector_status(vector) buffer_status(&(vector)->buffer)

#endif
