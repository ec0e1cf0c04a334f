#include "common/index/codecs/sparse_unit.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "common/base/buffer.h"
#include "common/index/codecs/bit_writer.h"
#include "common/index/codecs/rice_block.h"
#include "common/index/codecs/value_run.h"

/* Returns ⌈places / 2^width⌉: the number of 0 bits that end a unit with that many places left. */
static unsigned end_zeros(unsigned places, unsigned width)
{
    return (places + (1U << width) - 1) >> width;
}

void sparse_unit_measure(struct sparse_unit *unit, const uint32_t *values, unsigned count)
{
    unsigned from = 0, nonzero_count = 0;
    uint64_t units = 0, bits;
    assert(count >= 1 && count <= BLOCK_SIZE);
    for (unsigned i = 0; i < count; i++) {
        if (values[i] == 0)
            continue;
        unit->gaps[nonzero_count] = i - from;
        unit->values[nonzero_count++] = values[i];
        units += values[i];
        from = i + 1;
    }
    assert(nonzero_count > 0);
    unit->nonzero_count = nonzero_count;
    unit->left = count - from;
    unit->width = rice_width(unit->gaps, nonzero_count, VALUE_RUN_SPARSE_WIDTHS - 1, &bits);
    unit->size = (size_t)((bits + units + end_zeros(unit->left, unit->width) + 7) / 8);
}

static void write_unary(struct bit_writer *writer, uint32_t zeros)
{
    for (; zeros > 31; zeros -= 32)
        bit_writer_write(writer, 0, 32);
    bit_writer_write(writer, UINT32_C(1) << zeros, zeros + 1);
}

void sparse_unit_write(const struct sparse_unit *unit, unsigned char *out)
{
    struct bit_writer writer = {.at = out};
    uint32_t low = (1U << unit->width) - 1;
    for (unsigned i = 0; i < unit->nonzero_count; i++) {
        write_unary(&writer, unit->gaps[i] >> unit->width);
        bit_writer_write(&writer, unit->gaps[i] & low, unit->width);
        write_unary(&writer, unit->values[i] - 1);
    }
    bit_writer_end(&writer);
    assert(writer.at <= out + unit->size);
    memset(writer.at, 0, (size_t)(out + unit->size - writer.at));
}

struct bit_reader {
    const unsigned char *at, *end;
    uint64_t held; /* no ones above `count` */
    unsigned count;
    bool damaged;
};

/* Refills to at least 32 bits, or to all that are left. */
static inline void fill_bits(struct bit_reader *reader)
{
    if (reader->count >= 32)
        return;
    if (reader->end - reader->at >= 8) {
        unsigned bytes = (63 - reader->count) / 8;
        reader->held |= load_u64(reader->at) << reader->count;
        reader->at += bytes;
        reader->count += 8 * bytes; /* below 64 */
        reader->held &= (UINT64_C(1) << reader->count) - 1;
        return;
    }
    for (; reader->count <= 56 && reader->at < reader->end; reader->count += 8)
        reader->held |= (uint64_t)*reader->at++ << reader->count;
}

static inline void drop_bits(struct bit_reader *reader, unsigned bits)
{
    reader->held = bits < 64 ? reader->held >> bits : 0;
    reader->count -= bits;
}

/* As read_zeros, when no 1 is among the bits held. */
static uint32_t read_zeros_slow(struct bit_reader *reader, uint32_t most)
{
    uint32_t zeros = 0;
    for (;;) {
        unsigned there =
            reader->held == 0 ? reader->count : (unsigned)__builtin_ctzll(reader->held);
        if (there >= most - zeros) {
            drop_bits(reader, most - zeros);
            return most;
        }
        zeros += there;
        if (there < reader->count) {
            drop_bits(reader, there + 1);
            return zeros;
        }
        drop_bits(reader, there);
        if (reader->at == reader->end) {
            reader->damaged = true;
            return most;
        }
        fill_bits(reader);
    }
}

/* Returns the number of 0 bits up to the next 1, which it consumes, or `most` after that many. */
static inline uint32_t read_zeros(struct bit_reader *reader, uint32_t most)
{
    fill_bits(reader);
    if (reader->held == 0)
        return read_zeros_slow(reader, most);
    unsigned zeros = (unsigned)__builtin_ctzll(reader->held);
    if (zeros >= most) {
        drop_bits(reader, most);
        return most;
    }
    drop_bits(reader, zeros + 1);
    return zeros;
}

static inline uint32_t read_bits(struct bit_reader *reader, unsigned width)
{
    fill_bits(reader);
    if (reader->count < width) {
        reader->damaged = true;
        return 0;
    }
    uint32_t value = (uint32_t)(reader->held & ((UINT64_C(1) << width) - 1));
    drop_bits(reader, width);
    return value;
}

const unsigned char *sparse_unit_read(const unsigned char *at, const unsigned char *end,
                                      unsigned width, unsigned count, uint32_t *values)
{
    struct bit_reader reader = {.at = at, .end = end};
    memset(values, 0, count * sizeof *values);
    for (unsigned place = 0;; place++) {
        unsigned last = end_zeros(count - place, width);
        uint32_t quotient = read_zeros(&reader, last);
        if (quotient == last)
            break;
        place += quotient << width | read_bits(&reader, width);
        if (place >= count || reader.damaged)
            return NULL;
        values[place] = read_zeros(&reader, UINT32_MAX - 1) + 1;
    }
    return reader.damaged ? NULL : reader.at - reader.count / 8;
}
