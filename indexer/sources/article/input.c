#include "indexer/sources/article/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"

enum { COMPRESSED_BLOCK = 1 << 16 };

struct inflater {
    const struct compression_library *library;
    void *state; /* the library's */
    const unsigned char *next;
    size_t left;    /* bytes from `next` on */
    bool in_member; /* between a member's first byte and its last */
    bool seen_member;
    bool input_ended;
    unsigned char block[COMPRESSED_BLOCK];
};

int input_open(struct input *input, int descriptor, enum compression compression,
               const char *display_path)
{
    *input = (struct input){.descriptor = descriptor, .display_path = display_path};
    if (compression == COMPRESSION_NONE)
        return 0;
    struct inflater *inflater = calloc(1, sizeof *inflater);
    if (inflater == NULL)
        return error_memory();
    inflater->library = compression_library_of(compression);
    inflater->state = inflater->library->open();
    if (inflater->state == NULL) {
        free(inflater);
        return error_memory();
    }
    input->inflater = inflater;
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
        input->inflater->library->close(input->inflater->state);
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
    if (inflater->left > 0 || inflater->input_ended)
        return 0;
    size_t got = 0;
    int status = read_descriptor(input, inflater->block, sizeof inflater->block, &got);
    if (status != 0)
        return status;
    inflater->input_ended = got == 0;
    inflater->next = inflater->block;
    inflater->left = got;
    return 0;
}

/* Between members: enters the next one, or sets *ended at the end of the stream. */
static int begin_member(struct input *input, bool *ended)
{
    struct inflater *inflater = input->inflater;
    for (;;) {
        int status = refill_block(input);
        if (status != 0)
            return status;
        *ended = inflater->input_ended && inflater->seen_member;
        if (*ended)
            return 0;
        if (inflater->input_ended)
            return error_set(ERROR_INPUT, "'%s' is truncated: no %s data", input->display_path,
                             inflater->library->name);
        if (*inflater->next != 0 || !inflater->seen_member)
            break;
        inflater->next++;
        inflater->left--;
    }
    inflater->in_member = true;
    inflater->seen_member = true;
    return inflater->library->begin(inflater->state) ? 0 : error_memory();
}

/* Sets the error of a step that failed. */
static int set_step_error(const struct input *input, enum compression_result result)
{
    const char *name = input->inflater->library->name;
    if (result == COMPRESSION_NO_MEMORY)
        return error_memory();
    if (result == COMPRESSION_TOO_LARGE)
        return error_set(ERROR_INPUT, "the %s data of '%s' needs more than %d MiB of memory", name,
                         input->display_path, COMPRESSION_MEMORY >> 20);
    return error_set(ERROR_INPUT, "the %s data of '%s' is damaged", name, input->display_path);
}

static int inflate_bytes(struct input *input, char *to, size_t room, size_t *got)
{
    struct inflater *inflater = input->inflater;
    struct compression_step step = {.out = (unsigned char *)to, .out_room = room};
    while (step.out_room == room) {
        bool ended = false;
        int status = inflater->in_member ? refill_block(input) : begin_member(input, &ended);
        if (status != 0)
            return status;
        if (ended)
            return 0;
        step.in = inflater->next;
        step.in_size = inflater->left;
        enum compression_result result = inflater->library->step(inflater->state, &step);
        const bool moved = step.in_size < inflater->left || step.out_room < room;
        inflater->next = step.in;
        inflater->left = step.in_size;
        if (result == COMPRESSION_END)
            inflater->in_member = false;
        else if (result != COMPRESSION_MORE)
            return set_step_error(input, result);
        else if (!moved && inflater->input_ended)
            return error_set(ERROR_INPUT, "'%s' is truncated: its %s data is incomplete",
                             input->display_path, inflater->library->name);
    }
    *got = room - step.out_room;
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
