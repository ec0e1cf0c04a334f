#include "common/index/codecs/rice_block.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "common/base/clones.h"
#include "common/index/codecs/bit_places.h"
#include "common/index/codecs/block_codec.h"

/* Sums in 32 bits are twice as fast, and can hold 128 values below this one. */
enum { SMALL = 1 << 25 };

static uint64_t bits_at(const uint32_t *values, unsigned count, unsigned width, bool small)
{
    uint64_t bits = (uint64_t)count * (width + 1);
    uint32_t quotients = 0;
    for (unsigned i = 0; i < count && small; i++)
        quotients += values[i] >> width;
    for (unsigned i = 0; i < count && !small; i++)
        bits += values[i] >> width;
    return bits + quotients;
}

unsigned rice_width(const uint32_t *values, unsigned count, unsigned most, uint64_t *bits)
{
    uint32_t all = 0;
    assert(count > 0 && most < 32);
    for (unsigned i = 0; i < count; i++)
        all |= values[i];
    bool small = all < SMALL && count <= BLOCK_SIZE;
    uint64_t sum = bits_at(values, count, 0, small) - count;
    /* The cost is convex in the width, with its minimum at or below log2 of the mean. */
    unsigned width = 0;
    while (width < most && sum >> (width + 1) >= count)
        width++;
    *bits = width == 0 ? sum + count : bits_at(values, count, width, small);
    while (width > 0) {
        uint64_t less = bits_at(values, count, width - 1, small);
        if (less > *bits)
            break;
        *bits = less;
        width--;
    }
    return width;
}

size_t rice_block_size(unsigned width, uint64_t bits)
{
    uint64_t quotients = (bits - (uint64_t)width * BLOCK_SIZE + 7) / 8;
    if (width > RICE_MAX_WIDTH || quotients > RICE_MAX_QUOTIENTS)
        return SIZE_MAX;
    return 2 + (size_t)16 * width + (size_t)quotients;
}

unsigned char *rice_block_encode(const uint32_t values[BLOCK_SIZE], unsigned width,
                                 unsigned char *out)
{
    unsigned char *quotients = out + 2 + (size_t)16 * width;
    assert(width <= RICE_MAX_WIDTH);
    block_pack(values, width, out + 2);
    memset(quotients, 0, RICE_MAX_QUOTIENTS);
    unsigned bit = 0;
    for (unsigned i = 0; i < BLOCK_SIZE; i++, bit++) {
        bit += values[i] >> width;
        quotients[bit / 8] = (unsigned char)(quotients[bit / 8] | 1U << bit % 8);
    }
    unsigned bytes = (bit + 7) / 8;
    assert(bytes <= RICE_MAX_QUOTIENTS);
    out[0] = (unsigned char)(RICE_MARK + width);
    out[1] = (unsigned char)bytes;
    return quotients + bytes;
}

const unsigned char *rice_block_skip(const unsigned char *in, const unsigned char *end)
{
    if (end - in < 2 || in[0] < RICE_MARK || in[0] > RICE_MARK + RICE_MAX_WIDTH)
        return NULL;
    size_t size = 2 + (size_t)16 * (in[0] - RICE_MARK) + in[1];
    return size > (size_t)(end - in) ? NULL : in + size;
}

/* Adds the quotients, which end at `ends`, to the low bits. */
CLONED_V4
static void add_quotients(uint32_t values[BLOCK_SIZE], const uint16_t ends[BLOCK_SIZE],
                          unsigned width)
{
    values[0] |= (uint32_t)ends[0] << width;
    for (unsigned i = 1; i < BLOCK_SIZE; i++)
        values[i] |= (uint32_t)(uint16_t)(ends[i] - ends[i - 1] - 1) << width;
}

const unsigned char *rice_block_decode(const unsigned char *in, const unsigned char *end,
                                       uint32_t values[BLOCK_SIZE])
{
    const unsigned char *after = rice_block_skip(in, end);
    uint16_t ends[BIT_PLACES_ROOM];
    if (after == NULL || bit_places(after - in[1], in[1], ends) != BLOCK_SIZE)
        return NULL;
    unsigned width = in[0] - RICE_MARK;
    block_unpack(in + 2, width, values);
    add_quotients(values, ends, width);
    return after;
}
