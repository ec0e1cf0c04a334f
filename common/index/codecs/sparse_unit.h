/* A unit of a value run (value_run.h) in which most values are zero. */
#ifndef FOUILLE_CODECS_SPARSE_UNIT_H
#define FOUILLE_CODECS_SPARSE_UNIT_H

#include <stddef.h>
#include <stdint.h>

#include "common/index/codecs/block_codec.h"

/* A unit that is ready to be written. */
struct sparse_unit {
    unsigned nonzero_count;    /* number of values that are not zero */
    uint32_t gaps[BLOCK_SIZE]; /* zeros before each of them */
    uint32_t values[BLOCK_SIZE];
    unsigned left;  /* zeros after the last of them */
    unsigned width; /* of the Golomb-Rice code: the one that takes the fewest bits */
    size_t size;    /* bytes after the form byte, at that width */
};

/* Measures 1 to 128 values, not all zero. O(count). */
void sparse_unit_measure(struct sparse_unit *unit, const uint32_t *values, unsigned count);

/* Writes unit->size bytes. */
void sparse_unit_write(const struct sparse_unit *unit, unsigned char *out);

/* Reads `count` values from [at, end); returns a pointer past the unit, or NULL when the bytes are
 * not a valid one. O(values that are not zero). */
const unsigned char *sparse_unit_read(const unsigned char *at, const unsigned char *end,
                                      unsigned width, unsigned count, uint32_t *values);

#endif
