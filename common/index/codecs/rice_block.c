#include "common/index/codecs/rice_block.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

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

/* For each value of four bits: the offset past each one in it, 16 bits per offset. */
static const uint64_t places_of_ones[16] = {
    UINT64_C(0x0000000000000000), UINT64_C(0x0000000000000001), UINT64_C(0x0000000000000002),
    UINT64_C(0x0000000000020001), UINT64_C(0x0000000000000003), UINT64_C(0x0000000000030001),
    UINT64_C(0x0000000000030002), UINT64_C(0x0000000300020001), UINT64_C(0x0000000000000004),
    UINT64_C(0x0000000000040001), UINT64_C(0x0000000000040002), UINT64_C(0x0000000400020001),
    UINT64_C(0x0000000000040003), UINT64_C(0x0000000400030001), UINT64_C(0x0000000400030002),
    UINT64_C(0x0004000300020001),
};

static const unsigned char count_of_ones[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};

/* Room for as many ones as there may be bits, and for the three entries past the last that are
 * written too. */
enum { ENDS_MAX = 1 + 8 * RICE_MAX_QUOTIENTS + 3 };

/* Sets ends[0] to 0 and the entries after it to the bit offset past each one; returns the number of
 * ones. Four bits at a time, without data-dependent branches. */
static ptrdiff_t find_ends(const unsigned char *quotients, unsigned bytes, uint16_t ends[ENDS_MAX])
{
    const uint64_t each = UINT64_C(0x0001000100010001);
    uint64_t before = 0;
    uint16_t *end = ends + 1;
    ends[0] = 0;
    for (unsigned i = 0; i < bytes; i++, before += 8 * each) {
        unsigned low = quotients[i] & 15, high = quotients[i] >> 4;
        uint64_t places = places_of_ones[low] + before;
        memcpy(end, &places, sizeof places);
        end += count_of_ones[low];
        places = places_of_ones[high] + before + 4 * each;
        memcpy(end, &places, sizeof places);
        end += count_of_ones[high];
    }
    return end - ends - 1;
}

const unsigned char *rice_block_decode(const unsigned char *in, const unsigned char *end,
                                       uint32_t values[BLOCK_SIZE])
{
    const unsigned char *after = rice_block_skip(in, end);
    uint16_t ends[ENDS_MAX];
    if (after == NULL || find_ends(after - in[1], in[1], ends) != BLOCK_SIZE)
        return NULL;
    unsigned width = in[0] - RICE_MARK;
    block_unpack(in + 2, width, values);
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        values[i] |= (uint32_t)(uint16_t)(ends[i + 1] - ends[i] - 1) << width;
    return after;
}
