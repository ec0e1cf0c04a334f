#include "index/rice_block.h"

#include <stdbool.h>
#include <string.h>

#include "index/block_codec.h"

static uint64_t bits_at(const uint32_t *values, unsigned count, unsigned width)
{
    uint64_t bits = (uint64_t)count * (width + 1);
    for (unsigned i = 0; i < count; i++)
        bits += values[i] >> width;
    return bits;
}

unsigned rice_width(const uint32_t *values, unsigned count, unsigned most, uint64_t *bits)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < count; i++)
        sum += values[i];
    /* The cost is convex in the width, and its lowest point not above log2 of the mean. */
    unsigned width = 0;
    while (width < most && sum >> (width + 1) >= count)
        width++;
    *bits = bits_at(values, count, width);
    while (width > 0) {
        uint64_t less = bits_at(values, count, width - 1);
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
    block_pack(values, width, out + 2);
    memset(quotients, 0, RICE_MAX_QUOTIENTS);
    unsigned bit = 0;
    for (unsigned i = 0; i < BLOCK_SIZE; i++, bit++) {
        bit += values[i] >> width;
        quotients[bit / 8] = (unsigned char)(quotients[bit / 8] | 1U << bit % 8);
    }
    unsigned bytes = (bit + 7) / 8;
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

/* Sets bits of `words` to those of the quotients; returns how many ones there are. */
static unsigned load_quotients(const unsigned char *from, unsigned bytes, uint64_t words[32])
{
    unsigned ones = 0, count = (bytes + 7) / 8;
    words[count - 1] = 0;
    memcpy(words, from, bytes);
    for (unsigned i = 0; i < count; i++)
        ones += (unsigned)__builtin_popcountll(words[i]);
    return ones;
}

const unsigned char *rice_block_decode(const unsigned char *in, const unsigned char *end,
                                       uint32_t values[BLOCK_SIZE])
{
    const unsigned char *behind = rice_block_skip(in, end);
    if (behind == NULL || in[1] < BLOCK_SIZE / 8)
        return NULL;
    unsigned width = in[0] - RICE_MARK, bytes = in[1];
    uint64_t words[32];
    if (load_quotients(behind - bytes, bytes, words) != BLOCK_SIZE)
        return NULL;
    uint32_t ends[BLOCK_SIZE + 1]; /* bit behind each quotient */
    unsigned done = 1;
    ends[0] = 0;
    for (unsigned i = 0; done <= BLOCK_SIZE; i++)
        for (uint64_t word = words[i]; word != 0; word &= word - 1)
            ends[done++] = i * 64 + (unsigned)__builtin_ctzll(word) + 1;
    block_unpack(in + 2, width, values);
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        values[i] |= (ends[i + 1] - ends[i] - 1) << width;
    return behind;
}
