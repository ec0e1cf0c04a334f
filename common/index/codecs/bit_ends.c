#include "common/index/codecs/bit_ends.h"

#include <assert.h>

#include "common/base/error.h"

const unsigned char bit_ends_empty_run[16] = {0};

void bit_ends_writer_init(struct bit_ends_writer *writer)
{
    *writer = (struct bit_ends_writer){0};
}

void bit_ends_writer_release(struct bit_ends_writer *writer)
{
    buffer_release(&writer->front.bytes);
    buffer_release(&writer->back.bytes);
}

static uint64_t end_bits(const struct bit_end *end)
{
    return (uint64_t)end->bytes.size * 8 + end->count;
}

/* Writes the bits held as the last bytes of their end; bit_ends_reserve has left room for them. */
static void flush_end(struct bit_end *end, uint32_t last)
{
    if (end->count == 0)
        return;
    assert(end->bytes.capacity - end->bytes.size >= sizeof last);
    memcpy(end->bytes.data + end->bytes.size, &last, sizeof last);
    end->bytes.size += (end->count + 7) / 8;
}

static void clear_end(struct bit_end *end)
{
    end->bytes.size = 0;
    end->held = 0;
    end->count = 0;
}

void bit_ends_write(struct bit_ends_writer *writer, struct buffer *to)
{
    struct bit_end *front = &writer->front, *back = &writer->back;
    size_t size = (size_t)((end_bits(front) + end_bits(back) + 7) / 8);
    flush_end(front, (uint32_t)front->held);
    if (back->count > 0)
        flush_end(back, __builtin_bswap32((uint32_t)(back->held << (32 - back->count))));
    if (size > 0 && buffer_reserve(to, size) == 0) {
        unsigned char *at = (unsigned char *)to->data + to->size;
        memcpy(at, front->bytes.data, front->bytes.size);
        memset(at + front->bytes.size, 0, size - front->bytes.size);
        const unsigned char *bytes = (const unsigned char *)back->bytes.data;
        for (size_t i = 0; i < back->bytes.size; i++)
            at[size - 1 - i] |= bytes[i];
        to->size += size;
    }
    clear_end(front);
    clear_end(back);
}
