/* Reads lines of bounded length from a descriptor. */
#ifndef FOUILLE_BASE_LINE_READER_H
#define FOUILLE_BASE_LINE_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"

struct line_reader {
    int descriptor; /* the caller's */
    size_t limit;   /* bytes of a line, without its newline; at least 1 */
    size_t at;      /* where in `bytes` the next line begins */
    struct buffer bytes;
    bool ended;
};

struct line {
    const char *data; /* without its newline, NUL-terminated; may hold NUL bytes */
    size_t size;
    bool truncated;    /* longer than the limit: data is its beginning */
    bool unterminated; /* the input ended before the line did */
};

void line_reader_init(struct line_reader *reader, int descriptor, size_t limit);
void line_reader_release(struct line_reader *reader);

/* Reads the next line, which is valid until the next call; the rest of a line that is too long is
 * skipped. Returns 1; 0 at the end of the input; ERROR_SYSTEM, with `display_path` as the input's
 * name in the message; or ERROR_MEMORY. Needs about one and a half times the limit of memory, and
 * 16 KiB. Amortised O(bytes). */
int line_reader_next(struct line_reader *reader, struct line *line, const char *display_path);

#endif
