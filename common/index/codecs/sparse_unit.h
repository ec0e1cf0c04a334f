/* A unit of a value run (value_run.h) in which most values are zero. */
#ifndef FOUILLE_CODECS_SPARSE_UNIT_H
#define FOUILLE_CODECS_SPARSE_UNIT_H

#include <stddef.h>
#include <stdint.h>

#include "common/index/codecs/block_codec.h"

/* What is written of a unit. */
struct sparse_unit {
    unsigned some;             /* values that are not zero */
    uint32_t gaps[BLOCK_SIZE]; /* zeros before each of them */
    uint32_t values[BLOCK_SIZE];
    unsigned left; /* places behind the last */
    unsigned width;
    size_t size; /* bytes behind the form byte, at the width that takes the fewest bits */
};

/* Measures 1 to 128 values, not all zero. O(count). */
void sparse_unit_measure(struct sparse_unit *unit, const uint32_t *values, unsigned count);

/* Writes unit->size bytes. */
void sparse_unit_write(const struct sparse_unit *unit, unsigned char *out);

/* Reads `count` values from [at, end): what is behind them, or NULL when the bytes are no such
 * unit. O(values that are not zero). */
const unsigned char *sparse_unit_read(const unsigned char *at, const unsigned char *end,
                                      unsigned width, unsigned count, uint32_t *values);

#endif
