/* A stream of bytes: from a descriptor, decompressed on the way (compression.h), or from memory.
 *
 * Order of calls: input_open or input_open_memory; input_read until it returns no bytes, or
 * input_read_all once; input_close. Memory: one fixed buffer and the library's state when
 * compressed, else none.
 */
#ifndef FOUILLE_ARTICLE_INPUT_H
#define FOUILLE_ARTICLE_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/compression.h"

struct inflater;

struct input {
    int descriptor;
    const char *display_path;  /* the path used in messages; not owned */
    struct inflater *inflater; /* NULL unless compressed */
    const char *memory;        /* the bytes left, when descriptor < 0 */
    size_t memory_size;
};

/* `descriptor` remains the caller's. 0 or ERROR_MEMORY. */
int input_open(struct input *input, int descriptor, enum compression compression,
               const char *display_path);
void input_open_memory(struct input *input, const char *bytes, size_t size,
                       const char *display_path);
void input_close(struct input *input);

/* Reads 1 to `room` bytes into `to` and sets *got to their number; 0 at the end.
 * 0; ERROR_SYSTEM; ERROR_INPUT when the compressed data is damaged or truncated, or
 * asks for too much memory; ERROR_MEMORY.
 * Consecutive members form one stream; zeros after the last are padding, anything else is
 * damage. */
int input_read(struct input *input, char *to, size_t room, size_t *got);

/* Appends all that is left, or its first `limit` bytes. Errors as for input_read. */
int input_read_all(struct input *input, struct buffer *into, size_t limit);

#endif
