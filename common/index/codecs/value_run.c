#include "common/index/codecs/value_run.h"

#include "common/index/codecs/bit_writer.h"
#include "common/index/codecs/sparse_unit.h"

static unsigned widest_width(const uint32_t *values, size_t count)
{
    uint32_t all = 0;
    for (size_t i = 0; i < count; i++)
        all |= values[i];
    return all == 0 ? 0 : 32 - (unsigned)__builtin_clz(all);
}

static void write_rest(struct buffer *to, const uint32_t *values, size_t count)
{
    unsigned width = widest_width(values, count);
    size_t packed = count * width, unary = count;
    for (size_t i = 0; i < count; i++)
        unary += values[i];
    bool in_unary = unary < packed;
    if (buffer_reserve(to, 2 + ((in_unary ? unary : packed) + 7) / 8) != 0)
        return;
    struct bit_writer writer = {.at = (unsigned char *)to->data + to->size};
    *writer.at++ = (unsigned char)(in_unary ? VALUE_RUN_UNARY : width);
    for (size_t i = 0; i < count; i++) {
        /* Unary was chosen because it is smaller than packed, so a value is below 32 × count. */
        uint32_t ones = in_unary ? values[i] : 0;
        for (; ones > 31; ones -= 31)
            bit_writer_write(&writer, UINT32_MAX >> 1, 31);
        if (in_unary)
            bit_writer_write(&writer, (UINT32_C(1) << ones) - 1, ones + 1);
        else
            bit_writer_write(&writer, values[i], width);
    }
    bit_writer_end(&writer);
    to->size = (size_t)(writer.at - (unsigned char *)to->data);
}

struct tally {
    unsigned nonzero_count; /* number of values that are not zero */
    uint64_t sum;
};

static struct tally count_values(const uint32_t *values, unsigned count)
{
    struct tally tally = {0, 0};
    for (unsigned i = 0; i < count; i++) {
        tally.nonzero_count += values[i] != 0;
        tally.sum += values[i];
    }
    return tally;
}

/* Returns the fewest bytes of a block in which `nonzero_count` values are not zero: either each of
 * these is an exception of two bytes, or all values take at least a bit. */
static size_t min_block_size(unsigned nonzero_count)
{
    return nonzero_count < 8 ? 2 + 2 * (size_t)nonzero_count : 2 + BLOCK_SIZE / 8;
}

static void append_sparse(struct buffer *to, const struct sparse_unit *unit)
{
    buffer_append_byte(to, (unsigned char)(VALUE_RUN_SPARSE + unit->width));
    if (buffer_reserve(to, unit->size) != 0)
        return;
    sparse_unit_write(unit, (unsigned char *)to->data + to->size);
    to->size += unit->size;
}

/* Appends the unit in a form that is not sparse. */
static void append_dense(struct buffer *to, const uint32_t *values, unsigned count)
{
    if (count < BLOCK_SIZE)
        write_rest(to, values, count);
    else if (buffer_reserve(to, BLOCK_MAX_BYTES) == 0)
        to->size += block_encode(values, (unsigned char *)to->data + to->size);
}

static void write_unit(struct buffer *to, const uint32_t *values, unsigned count)
{
    struct sparse_unit unit;
    struct tally tally = count_values(values, count);
    if (tally.nonzero_count == 0) {
        buffer_append_byte(to, VALUE_RUN_ZERO);
        return;
    }
    size_t start = to->size;
    bool few = count == BLOCK_SIZE && tally.nonzero_count <= BLOCK_SIZE / 4;
    if (few)
        sparse_unit_measure(&unit, values, count);
    if (few && 1 + unit.size < min_block_size(tally.nonzero_count)) {
        append_sparse(to, &unit);
        return;
    }
    append_dense(to, values, count);
    /* A sparse unit takes a byte, and two bits or more for each value that is not zero. */
    if (to->failed || 1 + (tally.sum + tally.nonzero_count + 7) / 8 >= to->size - start)
        return;
    if (!few)
        sparse_unit_measure(&unit, values, count);
    if (1 + unit.size < to->size - start) {
        to->size = start;
        append_sparse(to, &unit);
    }
}

void value_run_write(struct buffer *to, const uint32_t *values, size_t count)
{
    for (; count >= BLOCK_SIZE; count -= BLOCK_SIZE, values += BLOCK_SIZE)
        write_unit(to, values, BLOCK_SIZE);
    if (count > 0)
        write_unit(to, values, (unsigned)count);
}

void value_run_open(struct value_run_reader *run, const unsigned char *at, const unsigned char *end,
                    uint64_t count)
{
    run->at = at;
    run->end = end;
    run->undecoded = count;
    run->buffered = 0;
    run->used = 0;
    run->damaged = false;
}

static const unsigned char *read_packed(struct value_run_reader *run, const unsigned char *at,
                                        unsigned width, unsigned count)
{
    if ((size_t)(run->end - at) < ((size_t)count * width + 7) / 8)
        return NULL;
    uint64_t bits = 0;
    unsigned held = 0;
    for (unsigned i = 0; i < count; i++) {
        for (; held < width; held += 8)
            bits |= (uint64_t)*at++ << held;
        run->values[i] = (uint32_t)(bits & ((UINT64_C(1) << width) - 1));
        bits >>= width;
        held -= width;
    }
    return at;
}

static const unsigned char *read_unary(struct value_run_reader *run, const unsigned char *at,
                                       unsigned count)
{
    unsigned bits = 0, held = 0;
    for (unsigned i = 0; i < count; i++) {
        uint32_t value = 0;
        for (;;) {
            if (held == 0) {
                if (at == run->end)
                    return NULL;
                bits = *at++;
                held = 8;
            }
            unsigned bit = bits & 1;
            bits >>= 1;
            held--;
            if (bit == 0)
                break;
            value++;
        }
        run->values[i] = value;
    }
    return at;
}

static const unsigned char *read_rest(struct value_run_reader *run, unsigned count)
{
    const unsigned char *at = run->at;
    if (at >= run->end)
        return NULL;
    unsigned form = *at++;
    if (form == VALUE_RUN_UNARY)
        return read_unary(run, at, count);
    return form > 32 ? NULL : read_packed(run, at, form, count);
}

/* Decodes the unit of `count` values at run->at; returns a pointer past it, or NULL when it is not
 * valid. */
static const unsigned char *read_unit(struct value_run_reader *run, unsigned count)
{
    const unsigned char *at = run->at;
    if (at >= run->end)
        return NULL;
    unsigned form = *at;
    if (form >= VALUE_RUN_SPARSE && form < VALUE_RUN_SPARSE + VALUE_RUN_SPARSE_WIDTHS)
        return sparse_unit_read(at + 1, run->end, form - VALUE_RUN_SPARSE, count, run->values);
    if (form == VALUE_RUN_ZERO) {
        memset(run->values, 0, count * sizeof *run->values);
        return at + 1;
    }
    return count == BLOCK_SIZE ? block_decode(at, run->end, run->values) : read_rest(run, count);
}

static void decode_next_unit(struct value_run_reader *run)
{
    unsigned count = run->undecoded < BLOCK_SIZE ? (unsigned)run->undecoded : BLOCK_SIZE;
    const unsigned char *after = count == 0 ? NULL : read_unit(run, count);
    run->used = 0;
    run->buffered = after == NULL ? 0 : count;
    run->undecoded -= count;
    if (after == NULL)
        run->damaged = true;
    else
        run->at = after;
}

/* Returns a pointer past a unit of 128 values, or NULL. Sparse units have no size and must be
 * decoded. */
static const unsigned char *skip_block(struct value_run_reader *run)
{
    bool sparse = run->at < run->end && *run->at >= VALUE_RUN_SPARSE;
    return sparse ? read_unit(run, BLOCK_SIZE) : block_skip(run->at, run->end);
}

void value_run_skip(struct value_run_reader *run, uint64_t count)
{
    unsigned held = run->buffered - run->used;
    if (count <= held) {
        run->used += (unsigned)count;
        return;
    }
    count -= held;
    run->used = run->buffered;
    for (; count >= BLOCK_SIZE && run->undecoded >= BLOCK_SIZE && !run->damaged;
         count -= BLOCK_SIZE, run->undecoded -= BLOCK_SIZE) {
        const unsigned char *after = skip_block(run);
        if (after == NULL)
            run->damaged = true;
        else
            run->at = after;
    }
    if (count == 0 || run->damaged)
        return;
    decode_next_unit(run);
    if (count > run->buffered)
        run->damaged = true;
    else
        run->used = (unsigned)count;
}

void value_run_read(struct value_run_reader *run, uint32_t *out, size_t count)
{
    while (count > 0) {
        if (run->used == run->buffered && !run->damaged)
            decode_next_unit(run);
        if (run->damaged) {
            memset(out, 0, count * sizeof *out);
            return;
        }
        size_t part = run->buffered - run->used;
        if (part > count)
            part = count;
        memcpy(out, run->values + run->used, part * sizeof *out);
        run->used += (unsigned)part;
        out += part;
        count -= part;
    }
}
