/* 128 integers in Golomb-Rice code (Rice 1971): each value's low k bits, packed in lanes, and its
 * quotient, value >> k, in unary. Where values fall off geometrically, as gaps and frequencies do,
 * this takes about a bit less than patched frames (block_codec.h, which chooses between the two and
 * tells them apart).
 *
 *     byte 0    RICE_MARK + k
 *     byte 1    number of bytes of quotients, 16 to 255
 *     16 × k    the low bits, in lanes as block_pack has them
 *               the quotients: from the lowest bit of the first byte up, q zeros and a one each
 */
#ifndef FOUILLE_CODECS_RICE_BLOCK_H
#define FOUILLE_CODECS_RICE_BLOCK_H

#include <stddef.h>
#include <stdint.h>

enum { RICE_MARK = 64, RICE_MAX_WIDTH = 20, RICE_MAX_QUOTIENTS = 255 };

/* The width that takes the fewest bits for `count` values, at most `most`, and those bits, headers
 * not counted. O(count). */
unsigned rice_width(const uint32_t *values, unsigned count, unsigned most, uint64_t *bits);

/* Bytes of a block that takes so many bits; SIZE_MAX if there is no such block. */
size_t rice_block_size(unsigned width, uint64_t bits);

/* Writes the block, for which rice_block_size is not SIZE_MAX; returns the byte behind it. */
unsigned char *rice_block_encode(const uint32_t values[128], unsigned width, unsigned char *out);

/* As block_decode and block_skip, of a block that begins with a mark. About 0.1 µs. */
const unsigned char *rice_block_decode(const unsigned char *in, const unsigned char *end,
                                       uint32_t values[128]);
const unsigned char *rice_block_skip(const unsigned char *in, const unsigned char *end);

#endif
