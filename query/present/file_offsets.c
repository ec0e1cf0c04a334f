#include "query/present/file_offsets.h"

#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/file.h"
#include "query/present/passages.h"

enum { HEADER_MAX = 1 << 20 };

/* The size of the bytes without trailing blanks. */
static size_t without_blanks(struct slice bytes)
{
    size_t size = bytes.size;
    while (size > 0 && (unsigned char)bytes.data[size - 1] <= ' ')
        size--;
    return size;
}

/* Whether the byte of the file at `at` has no counterpart in the text: CR before LF. */
static bool is_dropped(struct slice file, size_t at)
{
    return file.data[at] == '\r' && at + 1 < file.size && file.data[at + 1] == '\n';
}

static char decoded_byte(char byte)
{
    if (byte == '\r')
        return '\n';
    return (char)(byte == '\0' ? ' ' : byte);
}

/* The offset in the file where the text begins, or SIZE_MAX. */
static size_t find_text_start(struct slice file, struct slice text)
{
    size_t at = without_blanks(file), left = without_blanks(text);
    while (left > 0) {
        if (at == 0)
            return SIZE_MAX;
        at--;
        if (is_dropped(file, at))
            continue;
        left--;
        if (decoded_byte(file.data[at]) != text.data[left])
            return SIZE_MAX;
    }
    return at;
}

/* Advances in the file from the byte at offset *offset of the text to the one at `wanted`; returns
 * its offset in the file. */
static size_t advance_to_offset(struct slice file, size_t at, uint32_t *offset, uint32_t wanted)
{
    for (; *offset < wanted && at < file.size; at++)
        *offset += !is_dropped(file, at);
    return at;
}

bool file_offsets_map(struct range_list *ranges, struct slice file, struct slice text,
                      const struct range_list *matches)
{
    const struct byte_range *pieces = matches->items;
    size_t at = find_text_start(file, text);
    if (at == SIZE_MAX)
        return false;
    uint32_t offset = 0;
    for (size_t i = 0; i < vector_count(matches); i++) {
        at = advance_to_offset(file, at, &offset, pieces[i].start);
        struct byte_range range = {.start = (uint32_t)at};
        at = advance_to_offset(file, at, &offset, pieces[i].end);
        range.end = (uint32_t)at;
        vector_append(ranges, range);
    }
    return true;
}

static bool is_plain_text(const char *path)
{
    const char *name = strrchr(path, '/');
    const char *end = strrchr(name == NULL ? path : name, '.');
    return end != NULL && (strcasecmp(end, ".txt") == 0 || strcasecmp(end, ".text") == 0);
}

static bool read_regular(struct buffer *into, const char *path, size_t limit)
{
    struct stat status;
    if (lstat(path, &status) != 0 || !S_ISREG(status.st_mode) || (size_t)status.st_size > limit)
        return false;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return false;
    bool done = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
                file_read_all(descriptor, into, limit, path) == 0;
    close(descriptor);
    return done;
}

bool file_offsets_find(struct range_list *ranges, const char *path, struct slice text,
                       const struct range_list *matches, struct buffer *scratch)
{
    if (!is_plain_text(path))
        return false;
    buffer_clear(scratch);
    if (!read_regular(scratch, path, 2 * text.size + HEADER_MAX) || scratch->size == 0)
        return false;
    return file_offsets_map(ranges, (struct slice){scratch->data, scratch->size}, text, matches);
}
