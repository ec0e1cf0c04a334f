/* Encodes 128 integers in Golomb-Rice code (Rice 1971): each value's low k bits, packed in lanes,
 * and its quotient, value >> k, in unary. For values with a geometric distribution, as gaps and
 * frequencies have, this takes about a bit less per value than patched frames (block_codec.h
 * chooses between the two and distinguishes them).
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

/* Returns the width, at most `most` (below 32), that takes the fewest bits for `count` values (at
 * least 1), and sets *bits to their number without headers. O(count). */
unsigned rice_width(const uint32_t *values, unsigned count, unsigned most, uint64_t *bits);

/* Returns the bytes of a block that takes `bits` bits; SIZE_MAX if no such block can be written. */
size_t rice_block_size(unsigned width, uint64_t bits);

/* Writes the block, whose rice_block_size must not be SIZE_MAX; returns a pointer past it. Needs
 * RICE_MAX_QUOTIENTS bytes of room for the quotients. */
unsigned char *rice_block_encode(const uint32_t values[128], unsigned width, unsigned char *out);

/* As block_decode and block_skip, for a block that begins with RICE_MARK + k. About 0.1 µs. */
const unsigned char *rice_block_decode(const unsigned char *in, const unsigned char *end,
                                       uint32_t values[128]);
const unsigned char *rice_block_skip(const unsigned char *in, const unsigned char *end);

#endif
