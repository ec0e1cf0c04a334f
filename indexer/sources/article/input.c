#include "indexer/sources/article/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/message.h"

enum { COMPRESSED_BLOCK = 1 << 16, GZIP_WINDOW = 15 + 16 };

struct inflation {
    z_stream stream;
    bool in_member; /* between a member's first byte and its last */
    bool seen_member;
    bool input_ended;
    unsigned char block[COMPRESSED_BLOCK];
};

int input_open(struct input *input, int descriptor, bool compressed, const char *shown)
{
    *input = (struct input){.descriptor = descriptor, .shown = shown};
    if (!compressed)
        return 0;
    input->inflation = calloc(1, sizeof *input->inflation);
    if (input->inflation == NULL)
        return error_memory();
    if (inflateInit2(&input->inflation->stream, GZIP_WINDOW) != Z_OK) {
        free(input->inflation);
        input->inflation = NULL;
        return error_memory();
    }
    return 0;
}

void input_from_memory(struct input *input, const char *bytes, size_t size, const char *shown)
{
    *input = (struct input){.descriptor = -1, .shown = shown, .memory = bytes, .memory_size = size};
}

void input_close(struct input *input)
{
    if (input->inflation != NULL) {
        inflateEnd(&input->inflation->stream);
        free(input->inflation);
    }
    input->inflation = NULL;
}

static int read_some(struct input *input, void *to, size_t room, size_t *got)
{
    ssize_t result;
    do
        result = read(input->descriptor, to, room);
    while (result < 0 && errno == EINTR);
    if (result < 0)
        return error_system("cannot read '%s'", input->shown);
    *got = (size_t)result;
    return 0;
}

static int refill(struct input *input)
{
    struct inflation *inflation = input->inflation;
    if (inflation->stream.avail_in > 0 || inflation->input_ended)
        return 0;
    size_t got = 0;
    int status = read_some(input, inflation->block, sizeof inflation->block, &got);
    if (status != 0)
        return status;
    inflation->input_ended = got == 0;
    inflation->stream.next_in = inflation->block;
    inflation->stream.avail_in = (uInt)got;
    return 0;
}

/* Between members: enters the next one, or sets *ended at the end of the stream. */
static int enter_member(struct input *input, bool *ended)
{
    struct inflation *inflation = input->inflation;
    z_stream *stream = &inflation->stream;
    for (;;) {
        int status = refill(input);
        if (status != 0)
            return status;
        *ended = inflation->input_ended && inflation->seen_member;
        if (*ended)
            return 0;
        if (inflation->input_ended)
            return error_set(ERROR_INPUT, "'%s' ends early: no gzip data", input->shown);
        if (*stream->next_in != 0 || !inflation->seen_member)
            break;
        stream->next_in++;
        stream->avail_in--;
    }
    inflation->in_member = true;
    inflation->seen_member = true;
    if (inflateReset(stream) != Z_OK)
        return error_memory();
    return 0;
}

static int inflate_failure(const struct input *input, int result)
{
    if (result == Z_MEM_ERROR)
        return error_memory();
    const char *why = input->inflation->stream.msg;
    return error_set(ERROR_INPUT, "'%s' is damaged gzip: %s", input->shown,
                     _(why == NULL ? N_("unknown contents") : why));
}

static int inflate_some(struct input *input, char *to, size_t room, size_t *got)
{
    struct inflation *inflation = input->inflation;
    z_stream *stream = &inflation->stream;
    uInt asked = room > 1u << 30 ? 1u << 30 : (uInt)room;
    *got = 0;
    stream->next_out = (Bytef *)to;
    stream->avail_out = asked;
    while (stream->avail_out == asked) {
        bool ended = false;
        int status = inflation->in_member ? refill(input) : enter_member(input, &ended);
        if (status != 0)
            return status;
        if (ended)
            return 0;
        int result = inflate(stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END)
            inflation->in_member = false;
        else if (result == Z_BUF_ERROR && inflation->input_ended)
            return error_set(ERROR_INPUT, "'%s' ends early: its gzip data is cut", input->shown);
        else if (result != Z_OK && result != Z_BUF_ERROR)
            return inflate_failure(input, result);
    }
    *got = asked - stream->avail_out;
    return 0;
}

int input_read(struct input *input, char *to, size_t room, size_t *got)
{
    *got = 0;
    if (room == 0)
        return 0;
    if (input->inflation != NULL)
        return inflate_some(input, to, room, got);
    if (input->descriptor >= 0)
        return read_some(input, to, room, got);
    *got = room < input->memory_size ? room : input->memory_size;
    if (*got > 0)
        memcpy(to, input->memory, *got);
    input->memory += *got;
    input->memory_size -= *got;
    return 0;
}

/* Reserves the size of a regular file, and one byte more, whose absence shows the end. */
static int reserve_for(const struct input *input, struct buffer *into, size_t limit)
{
    struct stat status;
    size_t size = COMPRESSED_BLOCK;
    if (input->inflation == NULL && input->descriptor >= 0 &&
        fstat(input->descriptor, &status) == 0 && status.st_size >= 0)
        size = (size_t)status.st_size + 1;
    return buffer_reserve(into, size < limit ? size : limit);
}

int input_read_all(struct input *input, struct buffer *into, size_t limit)
{
    if (reserve_for(input, into, limit) != 0)
        return ERROR_MEMORY;
    while (limit > 0) {
        size_t got, room = into->capacity - into->size;
        if (room == 0 && buffer_reserve(into, COMPRESSED_BLOCK) != 0)
            return ERROR_MEMORY;
        room = into->capacity - into->size;
        int status = input_read(input, into->data + into->size, room < limit ? room : limit, &got);
        if (status != 0 || got == 0)
            return status;
        into->size += got;
        limit -= got;
    }
    return 0;
}
