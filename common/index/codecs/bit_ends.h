/* A run of bits with two ends: fields of known width grow from the front, unary numbers and single
 * bits from the back, in the opposite direction. Golomb-Rice codes split this way (low bits,
 * quotients) can be skipped without decoding: the fields by adding widths, the unary numbers by
 * counting ones. The run's size alone locates both ends.
 *
 *     front   field after field, the lowest bit of the first byte first
 *     back    bit after bit, the highest bit of the last byte first; a number q is q zeros and a 1
 *
 * The padding between the two, at most seven bits, is zero.
 */
#ifndef FOUILLE_CODECS_BIT_ENDS_H
#define FOUILLE_CODECS_BIT_ENDS_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/base/buffer.h"
#include "common/base/error.h"

/* --- writing --- */

/* One end under construction; its buffer is reused from run to run. */
struct bit_end {
    struct buffer bytes;
    uint64_t held;  /* bits that do not fill 32 yet */
    unsigned count; /* number of bits held */
};

struct bit_ends_writer {
    struct bit_end front, back;
};

void bit_ends_writer_init(struct bit_ends_writer *writer);
void bit_ends_writer_release(struct bit_ends_writer *writer);

/* Reserves room for `front` and `back` more bits at each end; the functions that append below do
 * not check it. 0 or ERROR_MEMORY. */
static inline int bit_ends_reserve(struct bit_ends_writer *writer, uint64_t front, uint64_t back)
{
    struct buffer *fields = &writer->front.bytes, *bits = &writer->back.bytes;
    if (fields->capacity - fields->size < front / 8 + 8 &&
        buffer_reserve(fields, front / 8 + 8) != 0)
        return ERROR_MEMORY;
    if (bits->capacity - bits->size < back / 8 + 8 && buffer_reserve(bits, back / 8 + 8) != 0)
        return ERROR_MEMORY;
    return 0;
}

/* Appends a field at the front: `value` below 2^width, width at most 32. */
static inline void bit_ends_append_field(struct bit_ends_writer *writer, uint32_t value,
                                         unsigned width)
{
    struct bit_end *end = &writer->front;
    assert(width <= 32 && (uint64_t)value >> width == 0);
    end->held |= (uint64_t)value << end->count;
    end->count += width;
    if (end->count < 32)
        return;
    const uint32_t full = (uint32_t)end->held;
    assert(end->bytes.capacity - end->bytes.size >= sizeof full);
    memcpy(end->bytes.data + end->bytes.size, &full, sizeof full);
    end->bytes.size += sizeof full;
    end->held >>= 32;
    end->count -= 32;
}

/* Appends `width` bits, at most 32, at the back, the highest first; `value` is below 2^width. */
static inline void bit_ends_append_bits(struct bit_ends_writer *writer, uint32_t value,
                                        unsigned width)
{
    struct bit_end *end = &writer->back;
    assert(width <= 32 && (uint64_t)value >> width == 0);
    end->held = end->held << width | value;
    end->count += width;
    if (end->count < 32)
        return;
    end->count -= 32;
    const uint32_t full = __builtin_bswap32((uint32_t)(end->held >> end->count));
    assert(end->bytes.capacity - end->bytes.size >= sizeof full);
    memcpy(end->bytes.data + end->bytes.size, &full, sizeof full);
    end->bytes.size += sizeof full;
}

static inline void bit_ends_append_unary(struct bit_ends_writer *writer, uint32_t quotient)
{
    for (; quotient > 31; quotient -= 32)
        bit_ends_append_bits(writer, 0, 32);
    bit_ends_append_bits(writer, 1, quotient + 1);
}

/* Appends the run to `to`, in as few bytes as its bits fit in, and empties the writer. Errors are
 * sticky in the buffer. */
void bit_ends_write(struct bit_ends_writer *writer, struct buffer *to);

/* --- reading --- */

/* A run being read. Damage is sticky; every read after it gives 0. */
struct bit_ends {
    const unsigned char *start, *end;
    uint64_t front, back; /* bits read */
    uint64_t bits;        /* size of the run */
    bool damaged;
};

/* Zeros; an empty run is opened in their middle, so that eight bytes on either side are readable.
 */
extern const unsigned char bit_ends_empty_run[16];

/* Opens [start, end). Unless it is empty, eight bytes on either side must be readable: a segment's
 * header and tail guarantee that for all of its sections. */
static inline void bit_ends_open(struct bit_ends *run, const unsigned char *start,
                                 const unsigned char *end)
{
    assert(start <= end);
    if (start == end)
        start = end = bit_ends_empty_run + 8;
    *run = (struct bit_ends){.start = start, .end = end, .bits = (uint64_t)(end - start) * 8};
}

/* Marks the run as damaged and exhausted, so that later reads stay inside it. */
static inline void bit_ends_fail(struct bit_ends *run)
{
    run->damaged = true;
    run->front = 0;
    run->back = run->bits;
}

/* Reads a field of at most 32 bits. */
static inline uint32_t bit_ends_read_field(struct bit_ends *run, unsigned width)
{
    assert(width <= 32);
    if (width > run->bits - run->front - run->back) {
        bit_ends_fail(run);
        return 0;
    }
    uint64_t word;
    memcpy(&word, run->start + run->front / 8, sizeof word);
    word >>= run->front % 8;
    run->front += width;
    return (uint32_t)(word & ((UINT64_C(1) << width) - 1));
}

static inline void bit_ends_skip_fields(struct bit_ends *run, uint64_t bits)
{
    if (bits > run->bits - run->front - run->back)
        bit_ends_fail(run);
    else
        run->front += bits;
}

/* Returns the next bits at the back, from the highest bit down; sets *count to the number of valid
 * ones. */
static inline uint64_t bit_ends_peek_back(const struct bit_ends *run, unsigned *count)
{
    uint64_t word;
    memcpy(&word, run->end - 8 - run->back / 8, sizeof word);
    *count = 64 - (unsigned)(run->back % 8);
    return word << run->back % 8;
}

/* Counts the ones in portable code: not every x86-64 processor has an instruction for it. */
static inline unsigned bit_ends_count_ones(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (unsigned)(word * UINT64_C(0x0101010101010101) >> 56);
}

static inline bool bit_ends_check(struct bit_ends *run)
{
    if (run->front + run->back <= run->bits)
        return true;
    bit_ends_fail(run);
    return false;
}

static inline unsigned bit_ends_read_bit(struct bit_ends *run)
{
    unsigned count;
    uint64_t word = bit_ends_peek_back(run, &count);
    run->back++;
    return bit_ends_check(run) ? (unsigned)(word >> 63) : 0;
}

static inline uint32_t bit_ends_read_unary(struct bit_ends *run)
{
    uint64_t quotient = 0;
    for (;;) {
        unsigned count;
        uint64_t word = bit_ends_peek_back(run, &count);
        if (word != 0) {
            unsigned zeros = (unsigned)__builtin_clzll(word);
            run->back += zeros + 1;
            quotient += zeros;
            return bit_ends_check(run) && quotient <= UINT32_MAX ? (uint32_t)quotient : 0;
        }
        run->back += count;
        quotient += count;
        if (!bit_ends_check(run))
            return 0;
    }
}

/* Skips `ones` unary numbers. O(their bits / 64, and up to 64 more steps). */
static inline void bit_ends_skip_unary(struct bit_ends *run, uint64_t ones)
{
    while (ones > 0) {
        unsigned count;
        uint64_t word = bit_ends_peek_back(run, &count);
        unsigned there = bit_ends_count_ones(word);
        if (there >= ones) {
            for (; ones > 1; ones--)
                word ^= UINT64_C(1) << 63 >> __builtin_clzll(word);
            count = (unsigned)__builtin_clzll(word) + 1;
            there = 1;
        }
        ones -= there;
        run->back += count;
        if (!bit_ends_check(run))
            return;
    }
}

/* Whether the whole run has been read: less than a byte is left. */
static inline bool bit_ends_finished(const struct bit_ends *run)
{
    return !run->damaged && run->bits - run->front - run->back < 8;
}

#endif
