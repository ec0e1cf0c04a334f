/* A run of small integers of known count: units of 128, and the rest. Ranks of surface forms,
 * mostly zero, are such runs. A unit's first byte tells its form: that of a block (block_codec.h; a
 * rest's values stand at one width, low bits first, or, behind RUN_UNARY, in unary: as many ones as
 * the value, and a zero), or one for many zeros. Behind RUN_SPARSE + w, from the lowest bit up: for
 * each value that is not zero the zeros since the last such one in a Golomb-Rice code of width w
 * (the quotient as that many 0 bits and a 1, then the low bits), then the value - 1 as 0 bits and
 * a 1. It ends when so many 0 bits have come that no place is left. Behind RUN_ZERO stands nothing:
 * all are zero.
 */
#ifndef FOUILLE_CODECS_VALUE_RUN_H
#define FOUILLE_CODECS_VALUE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "common/index/codecs/block_codec.h"

enum { RUN_UNARY = 64, RUN_SPARSE = 128, RUN_SPARSE_WIDTHS = 8, RUN_ZERO = 136 };

/* Appends the run; errors are the buffer's sticky one. */
void run_write(struct buffer *to, const uint32_t *values, size_t count);

struct run_reader {
    const unsigned char *at;
    const unsigned char *end;
    uint64_t undecoded; /* values behind `at` */
    unsigned buffered;  /* values decoded */
    unsigned used;      /* of them */
    bool damaged;       /* sticky: the bytes were no such run */
    uint32_t values[BLOCK_SIZE];
};

/* Reads a run of `count` values from [at, end), which outlive the reader. */
void run_open(struct run_reader *run, const unsigned char *at, const unsigned char *end,
              uint64_t count);

/* Passes over values without decoding whole blocks of them, except sparse ones. */
void run_skip(struct run_reader *run, uint64_t count);

/* The next `count` values; zeros, and damaged set, when there are not so many. */
void run_read(struct run_reader *run, uint32_t *out, size_t count);

#endif
