/* A run of small integers of known count: whole blocks of 128 (block_codec.h), then the rest, one
 * varint each, or, for packed runs, one width byte and the values at that width, low bits first.
 * Positions are varint runs, ranks of surface forms (mostly zero) packed ones.
 */
#ifndef FOUILLE_INDEX_VALUE_RUN_H
#define FOUILLE_INDEX_VALUE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/block_codec.h"
#include "platform/buffer.h"

enum run_kind { RUN_VARINT, RUN_PACKED };

/* Appends the run; errors are the buffer's sticky one. */
void run_write(struct buffer *to, enum run_kind kind, const uint32_t *values, size_t count);

struct run_reader {
    const unsigned char *at;
    const unsigned char *end;
    uint64_t undecoded; /* values behind `at` */
    enum run_kind kind;
    unsigned buffered; /* values decoded */
    unsigned used;     /* of them */
    bool damaged;      /* sticky: the bytes were no such run */
    uint32_t values[BLOCK_SIZE];
};

/* Reads a run of `count` values from [at, end), which outlive the reader. */
void run_open(struct run_reader *run, enum run_kind kind, const unsigned char *at,
              const unsigned char *end, uint64_t count);

/* Passes over values without decoding whole blocks of them. */
void run_skip(struct run_reader *run, uint64_t count);

/* The next `count` values; zeros, and damaged set, when there are not so many. */
void run_read(struct run_reader *run, uint32_t *out, size_t count);

#endif
