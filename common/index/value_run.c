#include "index/value_run.h"

static unsigned width_of(const uint32_t *values, size_t count)
{
    uint32_t all = 0;
    for (size_t i = 0; i < count; i++)
        all |= values[i];
    return all == 0 ? 0 : 32 - (unsigned)__builtin_clz(all);
}

/* Appends `width` bits at a time; *held is how many of the byte at *at are taken. */
static void put_bits(unsigned char **at, unsigned *held, uint64_t value, unsigned width)
{
    uint64_t bits = *held == 0 ? value : value << *held | **at;
    for (*held += width; *held >= 8; *held -= 8) {
        *(*at)++ = (unsigned char)bits;
        bits >>= 8;
    }
    if (*held > 0)
        **at = (unsigned char)bits;
}

static void write_rest(struct buffer *to, const uint32_t *values, size_t count)
{
    unsigned width = width_of(values, count);
    size_t packed = count * width, unary = count;
    for (size_t i = 0; i < count; i++)
        unary += values[i];
    bool in_unary = unary < packed;
    if (buffer_reserve(to, 2 + ((in_unary ? unary : packed) + 7) / 8) != 0)
        return;
    unsigned char *at = (unsigned char *)to->data + to->size;
    *at++ = (unsigned char)(in_unary ? RUN_UNARY : width);
    unsigned held = 0;
    for (size_t i = 0; i < count; i++) {
        /* A value in unary is below 32 × count, as packed would be smaller otherwise. */
        uint32_t ones = in_unary ? values[i] : 0;
        for (; ones > 31; ones -= 31)
            put_bits(&at, &held, UINT32_MAX >> 1, 31);
        if (in_unary)
            put_bits(&at, &held, (UINT64_C(1) << ones) - 1, ones + 1);
        else
            put_bits(&at, &held, values[i], width);
    }
    to->size = (size_t)(at + (held > 0) - (unsigned char *)to->data);
}

void run_write(struct buffer *to, const uint32_t *values, size_t count)
{
    for (; count >= BLOCK_SIZE; count -= BLOCK_SIZE, values += BLOCK_SIZE) {
        if (buffer_reserve(to, BLOCK_MAX_BYTES) != 0)
            return;
        to->size += block_encode(values, (unsigned char *)to->data + to->size);
    }
    if (count > 0)
        write_rest(to, values, count);
}

void run_open(struct run_reader *run, const unsigned char *at, const unsigned char *end,
              uint64_t count)
{
    run->at = at;
    run->end = end;
    run->undecoded = count;
    run->buffered = 0;
    run->used = 0;
    run->damaged = false;
}

static const unsigned char *read_packed(struct run_reader *run, const unsigned char *at,
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

static const unsigned char *read_unary(struct run_reader *run, const unsigned char *at,
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

static const unsigned char *read_rest(struct run_reader *run, unsigned count)
{
    const unsigned char *at = run->at;
    if (at >= run->end)
        return NULL;
    unsigned form = *at++;
    if (form == RUN_UNARY)
        return read_unary(run, at, count);
    return form > 32 ? NULL : read_packed(run, at, form, count);
}

static void fill(struct run_reader *run)
{
    unsigned count = run->undecoded < BLOCK_SIZE ? (unsigned)run->undecoded : BLOCK_SIZE;
    const unsigned char *behind = NULL;
    if (count == BLOCK_SIZE)
        behind = block_decode(run->at, run->end, run->values);
    else if (count > 0)
        behind = read_rest(run, count);
    run->used = 0;
    run->buffered = behind == NULL ? 0 : count;
    run->undecoded -= count;
    if (behind == NULL)
        run->damaged = true;
    else
        run->at = behind;
}

void run_skip(struct run_reader *run, uint64_t count)
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
        const unsigned char *behind = block_skip(run->at, run->end);
        if (behind == NULL)
            run->damaged = true;
        else
            run->at = behind;
    }
    if (count == 0 || run->damaged)
        return;
    fill(run);
    if (count > run->buffered)
        run->damaged = true;
    else
        run->used = (unsigned)count;
}

void run_read(struct run_reader *run, uint32_t *out, size_t count)
{
    while (count > 0) {
        if (run->used == run->buffered && !run->damaged)
            fill(run);
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
