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

struct inflater {
    z_stream stream;
    bool in_member; /* between a member's first byte and its last */
    bool seen_member;
    bool input_ended;
    unsigned char block[COMPRESSED_BLOCK];
};

int input_open(struct input *input, int descriptor, bool compressed, const char *display_path)
{
    *input = (struct input){.descriptor = descriptor, .display_path = display_path};
    if (!compressed)
        return 0;
    input->inflater = calloc(1, sizeof *input->inflater);
    if (input->inflater == NULL)
        return error_memory();
    if (inflateInit2(&input->inflater->stream, GZIP_WINDOW) != Z_OK) {
        free(input->inflater);
        input->inflater = NULL;
        return error_memory();
    }
    return 0;
}

void input_open_memory(struct input *input, const char *bytes, size_t size,
                       const char *display_path)
{
    *input = (struct input){
        .descriptor = -1, .display_path = display_path, .memory = bytes, .memory_size = size};
}

void input_close(struct input *input)
{
    if (input->inflater != NULL) {
        inflateEnd(&input->inflater->stream);
        free(input->inflater);
    }
    input->inflater = NULL;
}

static int read_descriptor(struct input *input, void *to, size_t room, size_t *got)
{
    ssize_t result;
    do
        result = read(input->descriptor, to, room);
    while (result < 0 && errno == EINTR);
    if (result < 0)
        return error_system("cannot read '%s'", input->display_path);
    *got = (size_t)result;
    return 0;
}

static int refill_block(struct input *input)
{
    struct inflater *inflater = input->inflater;
    if (inflater->stream.avail_in > 0 || inflater->input_ended)
        return 0;
    size_t got = 0;
    int status = read_descriptor(input, inflater->block, sizeof inflater->block, &got);
    if (status != 0)
        return status;
    inflater->input_ended = got == 0;
    inflater->stream.next_in = inflater->block;
    inflater->stream.avail_in = (uInt)got;
    return 0;
}

/* Between members: enters the next one, or sets *ended at the end of the stream. */
static int begin_member(struct input *input, bool *ended)
{
    struct inflater *inflater = input->inflater;
    z_stream *stream = &inflater->stream;
    for (;;) {
        int status = refill_block(input);
        if (status != 0)
            return status;
        *ended = inflater->input_ended && inflater->seen_member;
        if (*ended)
            return 0;
        if (inflater->input_ended)
            return error_set(ERROR_INPUT, "'%s' is truncated: no gzip data", input->display_path);
        if (*stream->next_in != 0 || !inflater->seen_member)
            break;
        stream->next_in++;
        stream->avail_in--;
    }
    inflater->in_member = true;
    inflater->seen_member = true;
    if (inflateReset(stream) != Z_OK)
        return error_memory();
    return 0;
}

static int set_inflate_error(const struct input *input, int result)
{
    if (result == Z_MEM_ERROR)
        return error_memory();
    const char *reason = input->inflater->stream.msg;
    return error_set(ERROR_INPUT, "the gzip data of '%s' is damaged: %s", input->display_path,
                     _(reason == NULL ? N_("unknown error") : reason));
}

static int inflate_bytes(struct input *input, char *to, size_t room, size_t *got)
{
    struct inflater *inflater = input->inflater;
    z_stream *stream = &inflater->stream;
    uInt requested = room > 1u << 30 ? 1u << 30 : (uInt)room;
    *got = 0;
    stream->next_out = (Bytef *)to;
    stream->avail_out = requested;
    while (stream->avail_out == requested) {
        bool ended = false;
        int status = inflater->in_member ? refill_block(input) : begin_member(input, &ended);
        if (status != 0)
            return status;
        if (ended)
            return 0;
        int result = inflate(stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END)
            inflater->in_member = false;
        else if (result == Z_BUF_ERROR && inflater->input_ended)
            return error_set(ERROR_INPUT, "'%s' is truncated: its gzip data is incomplete",
                             input->display_path);
        else if (result != Z_OK && result != Z_BUF_ERROR)
            return set_inflate_error(input, result);
    }
    *got = requested - stream->avail_out;
    return 0;
}

int input_read(struct input *input, char *to, size_t room, size_t *got)
{
    *got = 0;
    if (room == 0)
        return 0;
    if (input->inflater != NULL)
        return inflate_bytes(input, to, room, got);
    if (input->descriptor >= 0)
        return read_descriptor(input, to, room, got);
    *got = room < input->memory_size ? room : input->memory_size;
    if (*got > 0)
        memcpy(to, input->memory, *got);
    input->memory += *got;
    input->memory_size -= *got;
    return 0;
}

/* Reserves the size of a regular file, and one byte more, whose absence shows the end. */
static int reserve_for_input(const struct input *input, struct buffer *into, size_t limit)
{
    struct stat status;
    size_t size = COMPRESSED_BLOCK;
    if (input->inflater == NULL && input->descriptor >= 0 &&
        fstat(input->descriptor, &status) == 0 && status.st_size >= 0)
        size = (size_t)status.st_size + 1;
    return buffer_reserve(into, size < limit ? size : limit);
}

int input_read_all(struct input *input, struct buffer *into, size_t limit)
{
    if (reserve_for_input(input, into, limit) != 0)
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
