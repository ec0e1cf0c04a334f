#include "index/value_run.h"

static unsigned width_of(const uint32_t *values, size_t count)
{
    uint32_t all = 0;
    for (size_t i = 0; i < count; i++)
        all |= values[i];
    return all == 0 ? 0 : 32 - (unsigned)__builtin_clz(all);
}

static void write_packed(struct buffer *to, const uint32_t *values, size_t count)
{
    unsigned width = width_of(values, count);
    if (buffer_reserve(to, 1 + (count * width + 7) / 8) != 0)
        return;
    unsigned char *at = (unsigned char *)to->data + to->size;
    *at++ = (unsigned char)width;
    uint64_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < count; i++) {
        bits |= (uint64_t)values[i] << held;
        for (held += width; held >= 8; held -= 8) {
            *at++ = (unsigned char)bits;
            bits >>= 8;
        }
    }
    if (held > 0)
        *at++ = (unsigned char)bits;
    to->size = (size_t)(at - (unsigned char *)to->data);
}

void run_write(struct buffer *to, enum run_kind kind, const uint32_t *values, size_t count)
{
    for (; count >= BLOCK_SIZE; count -= BLOCK_SIZE, values += BLOCK_SIZE) {
        if (buffer_reserve(to, BLOCK_MAX_BYTES) != 0)
            return;
        to->size += block_encode(values, (unsigned char *)to->data + to->size);
    }
    if (count == 0)
        return;
    if (kind == RUN_PACKED) {
        write_packed(to, values, count);
        return;
    }
    if (buffer_reserve(to, count * 5) != 0)
        return;
    unsigned char *at = (unsigned char *)to->data + to->size;
    for (size_t i = 0; i < count; i++)
        at = varint_put(at, values[i]);
    to->size = (size_t)(at - (unsigned char *)to->data);
}

void run_open(struct run_reader *run, enum run_kind kind, const unsigned char *at,
              const unsigned char *end, uint64_t count)
{
    run->at = at;
    run->end = end;
    run->undecoded = count;
    run->kind = kind;
    run->buffered = 0;
    run->used = 0;
    run->damaged = false;
}

static const unsigned char *read_varints(struct run_reader *run, unsigned count)
{
    const unsigned char *at = run->at;
    for (unsigned i = 0; i < count; i++) {
        uint64_t value;
        at = varint_get(at, run->end, &value);
        if (at == NULL || value > UINT32_MAX)
            return NULL;
        run->values[i] = (uint32_t)value;
    }
    return at;
}

static const unsigned char *read_packed(struct run_reader *run, unsigned count)
{
    const unsigned char *at = run->at;
    if (at >= run->end || *at > 32)
        return NULL;
    unsigned width = *at++;
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

static void fill(struct run_reader *run)
{
    unsigned count = run->undecoded < BLOCK_SIZE ? (unsigned)run->undecoded : BLOCK_SIZE;
    const unsigned char *behind = NULL;
    if (count == BLOCK_SIZE)
        behind = block_decode(run->at, run->end, run->values);
    else if (count > 0)
        behind = run->kind == RUN_PACKED ? read_packed(run, count) : read_varints(run, count);
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
