/* Bytes in a stream: from a descriptor, inflated on the way when it is gzip, or from memory.
 *
 * Order of calls: input_open or input_from_memory, input_read until it gives nothing (or
 * input_read_all once), input_close. Memory: two fixed buffers when compressed, else none.
 */
#ifndef FOUILLE_SOURCES_INPUT_H
#define FOUILLE_SOURCES_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"

struct inflation;

struct input {
    int descriptor;
    const char *shown;           /* the path that messages name; not owned */
    struct inflation *inflation; /* NULL unless compressed */
    const char *memory;          /* what is left of it, when descriptor < 0 */
    size_t memory_size;
};

/* `descriptor` stays the caller's. 0 or ERROR_MEMORY. */
int input_open(struct input *input, int descriptor, bool compressed, const char *shown);
void input_from_memory(struct input *input, const char *bytes, size_t size, const char *shown);
void input_close(struct input *input);

/* Puts 1 to `room` bytes at `to` and their count in *got; 0 bytes at the end.
 * 0; ERROR_SYSTEM; ERROR_INPUT when gzip is damaged or ends early. Members that follow each other
 * are one stream; zeros behind the last are padding, anything else is damage. */
int input_read(struct input *input, char *to, size_t room, size_t *got);

/* Appends all that is left, or the first `limit` bytes of it. As input_read; ERROR_MEMORY. */
int input_read_all(struct input *input, struct buffer *into, size_t limit);

#endif
