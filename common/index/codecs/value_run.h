/* A run of small integers of known count, such as the ranks of surface forms, which are mostly
 * zero: units of 128 values and a last, shorter one. A unit's first byte gives its form:
 *
 *     0–32, 64–84    a unit of 128: a block (block_codec.h)
 *     0–32           a shorter unit: the width w; the values in w bits each, low bits first
 *     64             VALUE_RUN_UNARY, a shorter unit: for each value, that many 1 bits and a 0
 *     128–135        VALUE_RUN_SPARSE + w: for each value that is not zero, the number of zeros
 * since the last such value in Golomb-Rice code of width w (the quotient as that many 0 bits and a
 * 1, then the low bits), then value - 1 as that many 0 bits and a 1; ⌈zeros left / 2^w⌉ 0 bits end
 * the unit 136            VALUE_RUN_ZERO: all values are zero; nothing follows
 *
 * Bits are filled from the lowest of the first byte up.
 */
#ifndef FOUILLE_CODECS_VALUE_RUN_H
#define FOUILLE_CODECS_VALUE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "common/index/codecs/block_codec.h"

enum {
    VALUE_RUN_UNARY = 64,
    VALUE_RUN_SPARSE = 128,
    VALUE_RUN_SPARSE_WIDTHS = 8,
    VALUE_RUN_ZERO = 136
};

/* Appends the run; errors are sticky in the buffer. */
void value_run_write(struct buffer *to, const uint32_t *values, size_t count);

struct value_run_reader {
    const unsigned char *at;
    const unsigned char *end;
    uint64_t undecoded; /* values from `at` on */
    unsigned buffered;  /* values decoded */
    unsigned used;      /* decoded values already read */
    bool damaged;       /* sticky: the bytes were not a valid run */
    uint32_t values[BLOCK_SIZE];
};

/* Opens a run of `count` values in [at, end), which must outlive the reader. */
void value_run_open(struct value_run_reader *run, const unsigned char *at, const unsigned char *end,
                    uint64_t count);

/* Skips `count` values; whole units are decoded only if they are sparse. */
void value_run_skip(struct value_run_reader *run, uint64_t count);

/* Reads the next `count` values. When fewer are left, sets `damaged` and fills up with zeros. */
void value_run_read(struct value_run_reader *run, uint32_t *out, size_t count);

#endif
