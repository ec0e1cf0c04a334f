#include "common/base/line_reader.h"

#include <assert.h>
#include <errno.h>
#include <unistd.h>

#include "common/base/error.h"

enum { READ_SIZE = 1 << 14 };

void line_reader_init(struct line_reader *reader, int descriptor, size_t limit)
{
    assert(limit > 0);
    *reader = (struct line_reader){.descriptor = descriptor, .limit = limit};
}

void line_reader_release(struct line_reader *reader)
{
    buffer_release(&reader->bytes);
}

/* Appends the bytes of one read to the unused rest of the last. */
static int fill_buffer(struct line_reader *reader, const char *display_path)
{
    struct buffer *bytes = &reader->bytes;
    if (reader->at > 0) {
        memmove(bytes->data, bytes->data + reader->at, bytes->size - reader->at);
        bytes->size -= reader->at;
        reader->at = 0;
    }
    if (buffer_reserve(bytes, READ_SIZE) != 0)
        return ERROR_MEMORY;
    ssize_t got;
    do
        got = read(reader->descriptor, bytes->data + bytes->size, READ_SIZE - 1);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return error_system("cannot read '%s'", display_path);
    bytes->size += (size_t)got;
    reader->ended = got == 0;
    return 0;
}

/* Returns where the line ends, or the size of the buffer if its end has not been read yet. */
static size_t find_newline(const struct line_reader *reader, size_t from)
{
    const struct buffer *bytes = &reader->bytes;
    const char *found =
        from < bytes->size ? memchr(bytes->data + from, '\n', bytes->size - from) : NULL;
    return found == NULL ? bytes->size : (size_t)(found - bytes->data);
}

/* Reads until the line ends. Only the first `limit` bytes of a line that is too long are kept. */
static int read_whole_line(struct line_reader *reader, size_t *end, bool *truncated,
                           const char *display_path)
{
    size_t searched = reader->at;
    *truncated = false;
    while ((*end = find_newline(reader, searched)) == reader->bytes.size && !reader->ended) {
        size_t size = *end - reader->at;
        if (size > reader->limit) {
            *truncated = true;
            reader->bytes.size = reader->at + reader->limit;
            size = reader->limit;
        }
        int status = fill_buffer(reader, display_path);
        if (status != 0)
            return status;
        searched = reader->at + size;
    }
    return 0;
}

int line_reader_next(struct line_reader *reader, struct line *line, const char *display_path)
{
    size_t end;
    bool truncated;
    assert(reader->at <= reader->bytes.size);
    int status = read_whole_line(reader, &end, &truncated, display_path);
    if (status != 0)
        return status;
    struct buffer *bytes = &reader->bytes;
    size_t start = reader->at, size = end - start;
    *line = (struct line){.unterminated = end == bytes->size,
                          .truncated = truncated || size > reader->limit};
    if (line->unterminated && size == 0)
        return 0;
    reader->at = line->unterminated ? end : end + 1;
    line->size = size > reader->limit ? reader->limit : size;
    if (buffer_reserve(bytes, 1) != 0)
        return ERROR_MEMORY;
    line->data = bytes->data + start;
    bytes->data[start + line->size] = '\0';
    return 1;
}
