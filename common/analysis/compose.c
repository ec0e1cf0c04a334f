#include "common/analysis/compose.h"

#include <stdlib.h>

#include <utf8proc.h>

#include "common/base/utf8.h"

/* utf8proc sorts marks by exchanging neighbours, which is quadratic in their number. */
enum { PIECE = 1 << 10 };

bool compose_is_plain(const char *path, size_t size)
{
    uint64_t high = 0, word;
    size_t at = 0;
    for (; size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, path + at, sizeof word);
        high |= word;
    }
    for (; at < size; at++)
        high |= (unsigned char)path[at];
    return (high & UINT64_C(0x8080808080808080)) == 0;
}

/* `text` is valid UTF-8. */
static void append_composed(struct buffer *to, const char *text, size_t size)
{
    utf8proc_uint8_t *composed = NULL;
    if (compose_is_plain(text, size)) {
        buffer_append(to, text, size);
        return;
    }
    utf8proc_ssize_t got = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size,
                                        &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (got >= 0)
        buffer_append(to, composed, (size_t)got);
    else if (got == UTF8PROC_ERROR_NOMEM)
        to->failed = true;
    else
        buffer_append(to, text, size);
    free(composed);
}

/* Returns the end of the first piece of a path: after a slash, or between two characters. */
static size_t piece_end(const char *path, size_t size)
{
    const char *slash = memchr(path, '/', size);
    size_t end = slash == NULL ? size : (size_t)(slash - path) + 1;
    if (end <= PIECE)
        return end;
    end = PIECE;
    while (end > PIECE - 4 && utf8_is_continuation(path[end]))
        end--;
    return end;
}

void compose_path(struct buffer *to, const char *path, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t end = at + piece_end(path + at, size - at);
        while (at < end) {
            size_t valid = utf8_valid_prefix(path + at, end - at);
            append_composed(to, path + at, valid);
            at += valid;
            if (at < end)
                buffer_append_byte(to, (unsigned char)path[at++]);
        }
    }
}
