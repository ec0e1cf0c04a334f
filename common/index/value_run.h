/* A run of small integers of known count: whole blocks of 128 (block_codec.h), then the rest: one
 * byte that tells their form, and the values, either at one width, low bits first, or, behind
 * RUN_UNARY, in unary: as many ones as the value, and a zero. Ranks of surface forms, mostly zero,
 * are such runs.
 */
#ifndef FOUILLE_INDEX_VALUE_RUN_H
#define FOUILLE_INDEX_VALUE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/block_codec.h"
#include "platform/buffer.h"

/* The form byte of a rest in unary; others are widths, 0 to 32. */
enum { RUN_UNARY = 64 };

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

/* Passes over values without decoding whole blocks of them. */
void run_skip(struct run_reader *run, uint64_t count);

/* The next `count` values; zeros, and damaged set, when there are not so many. */
void run_read(struct run_reader *run, uint32_t *out, size_t count);

#endif
