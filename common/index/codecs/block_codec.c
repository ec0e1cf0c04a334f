#include "common/index/codecs/block_codec.h"

#include <assert.h>
#include <string.h>

#include "common/base/buffer.h"
#include "common/index/codecs/rice_block.h"

typedef uint32_t lanes __attribute__((vector_size(16)));

enum { LANES = 4, ROWS = BLOCK_SIZE / LANES };

static inline lanes load_lanes(const void *at)
{
    lanes value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline void store_lanes(void *at, lanes value)
{
    memcpy(at, &value, sizeof value);
}

static inline uint32_t low_bits(unsigned width)
{
    return width == 32 ? UINT32_MAX : (UINT32_C(1) << width) - 1;
}

/* Inlined once per width below, so that every shift is a constant and the loops unroll. */
static inline __attribute__((always_inline)) void unpack_width(const unsigned char *in,
                                                               unsigned width, uint32_t *values)
{
    const lanes mask = (lanes){0} + low_bits(width);
    lanes word = load_lanes(in);
    unsigned used = 0;
#pragma GCC unroll 32
    for (unsigned row = 0; row < ROWS; row++) {
        lanes value = word >> used;
        used += width;
        if (used >= 32) {
            used -= 32;
            if (row + 1 < ROWS || used > 0) {
                in += sizeof(lanes);
                word = load_lanes(in);
            }
            if (used > 0)
                value |= word << (width - used);
        }
        store_lanes(values + (size_t)row * LANES, value & mask);
    }
}

static inline __attribute__((always_inline)) void pack_width(const uint32_t *values, unsigned width,
                                                             unsigned char *out)
{
    const lanes mask = (lanes){0} + low_bits(width);
    lanes word = {0};
    unsigned used = 0;
#pragma GCC unroll 32
    for (unsigned row = 0; row < ROWS; row++) {
        lanes value = load_lanes(values + (size_t)row * LANES) & mask;
        word |= value << used;
        used += width;
        if (used >= 32) {
            store_lanes(out, word);
            out += sizeof(lanes);
            used -= 32;
            word = used > 0 ? value >> (width - used) : (lanes){0};
        }
    }
}

/* clang-format off */
#define WIDTHS(CASE)                                                                               \
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11)      \
    CASE(12) CASE(13) CASE(14) CASE(15) CASE(16) CASE(17) CASE(18) CASE(19) CASE(20) CASE(21)      \
    CASE(22) CASE(23) CASE(24) CASE(25) CASE(26) CASE(27) CASE(28) CASE(29) CASE(30) CASE(31)
/* clang-format on */

void block_pack(const uint32_t values[BLOCK_SIZE], unsigned width, unsigned char *out)
{
    assert(width <= 32);
#define CASE(W)                                                                                    \
    case W:                                                                                        \
        pack_width(values, W, out);                                                                \
        break;
    switch (width) {
        WIDTHS(CASE)
    case 32:
        memcpy(out, values, sizeof(uint32_t) * BLOCK_SIZE);
        break;
    default:
        break;
    }
#undef CASE
}

void block_unpack(const unsigned char *in, unsigned width, uint32_t values[BLOCK_SIZE])
{
    assert(width <= 32);
#define CASE(W)                                                                                    \
    case W:                                                                                        \
        unpack_width(in, W, values);                                                               \
        break;
    switch (width) {
        WIDTHS(CASE)
    case 32:
        memcpy(values, in, sizeof(uint32_t) * BLOCK_SIZE);
        break;
    default:
        memset(values, 0, sizeof(uint32_t) * BLOCK_SIZE);
        break;
    }
#undef CASE
}

void block_pack_scalar(const uint32_t values[BLOCK_SIZE], unsigned width, unsigned char *out)
{
    memset(out, 0, (size_t)16 * width);
    for (unsigned i = 0; i < BLOCK_SIZE; i++) {
        for (unsigned bit = 0; bit < width; bit++) {
            unsigned stream_bit = i / LANES * width + bit;
            unsigned byte = (stream_bit / 32 * LANES + i % LANES) * 4 + stream_bit % 32 / 8;
            if (values[i] >> bit & 1)
                out[byte] = (unsigned char)(out[byte] | 1U << stream_bit % 8);
        }
    }
}

void block_unpack_scalar(const unsigned char *in, unsigned width, uint32_t values[BLOCK_SIZE])
{
    for (unsigned i = 0; i < BLOCK_SIZE; i++) {
        values[i] = 0;
        for (unsigned bit = 0; bit < width; bit++) {
            unsigned stream_bit = i / LANES * width + bit;
            unsigned byte = (stream_bit / 32 * LANES + i % LANES) * 4 + stream_bit % 32 / 8;
            values[i] |= (uint32_t)(in[byte] >> stream_bit % 8 & 1) << bit;
        }
    }
}

static unsigned value_width(uint32_t value)
{
    return value == 0 ? 0 : 32 - (unsigned)__builtin_clz(value);
}

static unsigned widest_value(const uint32_t values[BLOCK_SIZE])
{
    uint32_t all = 0;
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        all |= values[i];
    return value_width(all);
}

/* Returns the number of values that need more than `width` bits; `width` is below 32. */
static unsigned count_wider(const uint32_t values[BLOCK_SIZE], unsigned width)
{
    unsigned count = 0;
    uint32_t largest = low_bits(width);
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        count += values[i] > largest;
    return count;
}

/* Returns the width that gives the smallest block, the larger one among equals, and sets *bytes to
 * the block's size. A wider value costs an index and a varint: a byte, and one for each seven bits
 * above the width. */
static unsigned best_width(const uint32_t values[BLOCK_SIZE], unsigned *bytes)
{
    unsigned wider[33 + 7] = {0}; /* by width: number of values that need more bits */
    unsigned widest = widest_value(values), best = widest, best_cost = 16 * widest;
    for (unsigned width = widest; width-- > 0;) {
        wider[width] = count_wider(values, width);
        if (wider[width] > BLOCK_MAX_EXCEPTIONS)
            break;
        unsigned cost = 16 * width + wider[width];
        for (unsigned above = width; above < widest; above += 7)
            cost += wider[above];
        if (cost < best_cost) {
            best_cost = cost;
            best = width;
        }
    }
    *bytes = best_cost + 2;
    return best;
}

static size_t encode_patched(const uint32_t values[BLOCK_SIZE], unsigned width, unsigned char *out)
{
    unsigned char indexes[BLOCK_MAX_EXCEPTIONS];
    unsigned exceptions = 0;
    uint32_t largest = low_bits(width);
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        if (values[i] > largest)
            indexes[exceptions++] = (unsigned char)i;
    out[0] = (unsigned char)width;
    out[1] = (unsigned char)exceptions;
    block_pack(values, width, out + 2);
    unsigned char *at = out + 2 + (size_t)16 * width;
    memcpy(at, indexes, exceptions);
    at += exceptions;
    for (unsigned i = 0; i < exceptions; i++)
        at = varint_write(at, values[indexes[i]] >> width);
    return (size_t)(at - out);
}

size_t block_encode(const uint32_t values[BLOCK_SIZE], unsigned char *out)
{
    unsigned patched_size;
    unsigned patched = best_width(values, &patched_size);
    uint64_t bits;
    unsigned rice = rice_width(values, BLOCK_SIZE, RICE_MAX_WIDTH, &bits);
    if (rice_block_size(rice, bits) < patched_size)
        return (size_t)(rice_block_encode(values, rice, out) - out);
    return encode_patched(values, patched, out);
}

/* Reads the width and the number of exceptions of the block at `in`. 0, or -1 when they are not
 * valid, or the packed values and indexes do not end by `end`. */
static int read_header(const unsigned char *in, const unsigned char *end, unsigned *width,
                       unsigned *exceptions)
{
    if (end - in < 2)
        return -1;
    *width = in[0];
    *exceptions = in[1];
    if (*width > 32 || *exceptions > BLOCK_MAX_EXCEPTIONS || (*width == 32 && *exceptions > 0))
        return -1;
    return (size_t)(end - in) < 2 + (size_t)16 * *width + *exceptions ? -1 : 0;
}

const unsigned char *block_decode(const unsigned char *in, const unsigned char *end,
                                  uint32_t values[BLOCK_SIZE])
{
    if (in < end && *in >= RICE_MARK)
        return rice_block_decode(in, end, values);
    unsigned width, exceptions;
    if (read_header(in, end, &width, &exceptions) != 0)
        return NULL;
    block_unpack(in + 2, width, values);
    const unsigned char *indexes = in + 2 + (size_t)16 * width;
    const unsigned char *at = indexes + exceptions;
    for (unsigned i = 0; i < exceptions; i++) {
        uint64_t high;
        at = varint_read(at, end, &high);
        if (at == NULL || indexes[i] >= BLOCK_SIZE || high > UINT32_MAX >> width)
            return NULL;
        values[indexes[i]] |= (uint32_t)high << width;
    }
    return at;
}

const unsigned char *block_skip(const unsigned char *in, const unsigned char *end)
{
    if (in < end && *in >= RICE_MARK)
        return rice_block_skip(in, end);
    unsigned width, exceptions;
    if (read_header(in, end, &width, &exceptions) != 0)
        return NULL;
    const unsigned char *at = in + 2 + (size_t)16 * width + exceptions;
    for (unsigned i = 0; i < exceptions && at != NULL; i++) {
        uint64_t high;
        at = varint_read(at, end, &high);
    }
    return at;
}

void block_prefix_sum(uint32_t values[BLOCK_SIZE], uint32_t base)
{
    lanes running = (lanes){0} + base;
    const lanes steps = {1, 2, 3, 4};
    for (unsigned row = 0; row < ROWS; row++) {
        lanes value = load_lanes(values + (size_t)row * LANES);
        const lanes zero = {0};
        value += __builtin_shufflevector(zero, value, 0, 4, 5, 6);
        value += __builtin_shufflevector(zero, value, 0, 1, 4, 5);
        value += running + steps;
        store_lanes(values + (size_t)row * LANES, value);
        running = __builtin_shufflevector(value, value, 3, 3, 3, 3);
    }
}
