#include "invert/streams.h"

#include <stdlib.h>
#include <string.h>

#include "platform/buffer.h"
#include "platform/error.h"
#include "platform/pages.h"

enum {
    ARENA_CHUNK = (1 << 21) - 16, /* with its header, one large page */
    FIRST_SLICE = 24,             /* bytes; most terms are rare */
    LARGEST_SLICE = 4096,
    OCCURRENCE_MAX = 16 /* three varints of 32 bits */
};

struct slice {
    struct slice *next;
    uint32_t size; /* of bytes in use; set when the next slice is made */
    uint32_t capacity;
    unsigned char bytes[];
};

void streams_init(struct streams *streams)
{
    *streams = (struct streams){0};
    arena_init(&streams->arena, ARENA_CHUNK);
}

void streams_release(struct streams *streams)
{
    arena_release(&streams->arena);
    free(streams->by_term);
    free(streams->form_numbers);
    streams_init(streams);
}

void streams_reset(struct streams *streams)
{
    arena_reset(&streams->arena);
    if (streams->term_capacity > 0)
        memset(streams->by_term, 0, streams->term_capacity * sizeof *streams->by_term);
    if (streams->form_capacity > 0)
        memset(streams->form_numbers, 0, streams->form_capacity * sizeof *streams->form_numbers);
}

/* The added part is zero. */
static int grow(void **array, uint32_t *capacity, uint32_t needed, size_t item)
{
    uint32_t larger = *capacity + *capacity / 2;
    if (larger < needed)
        larger = needed + 1024;
    char *moved = pages_zeroed(larger * item);
    if (moved == NULL)
        return error_memory();
    if (*capacity > 0)
        memcpy(moved, *array, *capacity * item);
    free(*array);
    *array = moved;
    *capacity = larger;
    return 0;
}

int streams_reserve(struct streams *streams, uint32_t terms, uint32_t forms)
{
    if (terms > streams->term_capacity && grow((void **)&streams->by_term, &streams->term_capacity,
                                               terms, sizeof *streams->by_term) != 0)
        return ERROR_MEMORY;
    if (forms > streams->form_capacity &&
        grow((void **)&streams->form_numbers, &streams->form_capacity, forms,
             sizeof *streams->form_numbers) != 0)
        return ERROR_MEMORY;
    return 0;
}

/* Chains a slice twice as large as the newest. */
static bool add_slice(struct streams *streams, struct stream *stream)
{
    struct slice *newest = stream->newest;
    uint32_t capacity = FIRST_SLICE;
    if (newest != NULL) {
        newest->size = (uint32_t)(stream->at - newest->bytes);
        capacity = newest->capacity < LARGEST_SLICE ? newest->capacity * 2 : LARGEST_SLICE;
    }
    struct slice *slice = arena_alloc(&streams->arena, sizeof *slice + capacity);
    if (slice == NULL) {
        streams->failed = true;
        return false;
    }
    *slice = (struct slice){.capacity = capacity};
    if (newest == NULL)
        stream->first = slice;
    else
        newest->next = slice;
    stream->newest = slice;
    stream->at = slice->bytes;
    stream->end = slice->bytes + capacity;
    return true;
}

/* The form's number within its term; the next free one when it is new in this segment. */
static uint32_t number_form(struct streams *streams, struct stream *stream, uint32_t form)
{
    uint32_t *number = &streams->form_numbers[form];
    if (*number == 0)
        *number = ++stream->form_count;
    return *number - 1;
}

void streams_add(struct streams *streams, uint32_t term, uint32_t form, uint32_t document,
                 uint32_t position)
{
    struct stream *stream = &streams->by_term[term];
    bool new_document = stream->last_document != document + 1;
    if (!new_document && stream->last_position == position)
        return;
    if (stream->end - stream->at < OCCURRENCE_MAX && !add_slice(streams, stream))
        return;
    bool new_form = stream->occurrence_count == 0 || stream->last_form != form;
    uint32_t before = new_document ? 0 : stream->last_position;
    unsigned char *at =
        varint_put(stream->at, (uint64_t)(position - before) * 4 + new_form * 2U + new_document);
    if (new_document) {
        at = varint_put(at, document + 1 - stream->last_document);
        stream->last_document = document + 1;
        stream->document_count++;
    }
    if (new_form) {
        at = varint_put(at, number_form(streams, stream, form));
        stream->last_form = form;
    }
    stream->last_position = position;
    stream->occurrence_count++;
    stream->at = at;
}

size_t streams_memory(const struct streams *streams)
{
    return streams->arena.reserved + streams->term_capacity * sizeof *streams->by_term +
           streams->form_capacity * sizeof *streams->form_numbers;
}

static void open_slice(struct stream_reader *reader, const struct slice *slice)
{
    reader->slice = slice;
    reader->at = slice->bytes;
    reader->end = slice->next == NULL ? reader->last : slice->bytes + slice->size;
}

void stream_open(struct stream_reader *reader, const struct stream *stream)
{
    reader->last = stream->at;
    open_slice(reader, stream->first);
}

/* Occurrences never straddle slices, and the bytes are our own: no bounds to check. */
static inline uint64_t get(const unsigned char **at)
{
    uint64_t value = *(*at)++;
    if (value < 0x80)
        return value;
    value &= 0x7f;
    for (unsigned shift = 7;; shift += 7) {
        unsigned char byte = *(*at)++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
}

void stream_next(struct stream_reader *reader, struct stream_occurrence *occurrence)
{
    if (reader->at == reader->end)
        open_slice(reader, reader->slice->next);
    const unsigned char *at = reader->at;
    uint64_t head = get(&at);
    occurrence->position_delta = (uint32_t)(head >> 2);
    occurrence->document_delta = head & 1 ? (uint32_t)get(&at) : 0;
    if (head & 2)
        occurrence->form = (uint32_t)get(&at);
    reader->at = at;
}
