/* Lines of a descriptor, one after another, each of a bounded length. */
#ifndef FOUILLE_PLATFORM_LINE_READER_H
#define FOUILLE_PLATFORM_LINE_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"

struct line_reader {
    int descriptor; /* the caller's */
    size_t limit;   /* bytes of a line, its end not counted */
    size_t at;      /* of what is read, where the next line begins */
    struct buffer bytes;
    bool ended;
};

struct line {
    const char *data; /* without its end, NUL-terminated; may hold NUL bytes */
    size_t size;
    bool cut;  /* it is longer than the limit: data is its beginning */
    bool open; /* the input ended before the line did */
};

void line_reader_init(struct line_reader *reader, int descriptor, size_t limit);
void line_reader_release(struct line_reader *reader);

/* Reads the next line, which holds until the next call; the rest of one that is too long is passed
 * over. 1; 0 at the end of the input; ERROR_SYSTEM, `shown` being the input's name, or
 * ERROR_MEMORY. Takes about one and a half times the limit of memory, and 16 KiB. Amortised
 * O(bytes). */
int line_reader_next(struct line_reader *reader, struct line *line, const char *shown);

#endif
