/* Encodes 128 small integers. A block has one of two forms, whichever is smaller:
 * Golomb-Rice code (rice_block.h), or a patched frame of reference (Zukowski et al., ICDE 2006;
 * Lemire and Boytsov, "Decoding billions of integers per second", 2015, for the vertical layout):
 *
 *     byte 0      width w, 0 to 32
 *     byte 1      number of exceptions n, 0 to BLOCK_MAX_EXCEPTIONS
 *     16 × w      the low w bits of each value: value i lies in lane i mod 4, row i div 4; a lane
 *                 is a bit stream of w little-endian 32-bit words, lowest bits first; the words of
 *                 the four lanes alternate
 *     n           the index of each exception, ascending
 *     n varints   the bits of each exception above w (at least 1)
 *
 * The vectorised kernels and the scalar references give the same bytes and the same values, which
 * a unit test verifies.
 */
#ifndef FOUILLE_CODECS_BLOCK_CODEC_H
#define FOUILLE_CODECS_BLOCK_CODEC_H

#include <stddef.h>
#include <stdint.h>

enum {
    BLOCK_SIZE = 128,
    BLOCK_MAX_EXCEPTIONS = 24,
    BLOCK_MAX_BYTES = 2 + 16 * 32 + BLOCK_MAX_EXCEPTIONS * 6
};

/* Writes the block at `out` (BLOCK_MAX_BYTES of room) in the smaller form; returns the number of
 * bytes. About 0.4 µs. */
size_t block_encode(const uint32_t values[BLOCK_SIZE], unsigned char *out);

/* Reads a block from [in, end) into values; returns a pointer past it, or NULL when the bytes are
 * not a valid block. 30 to 100 ns. */
const unsigned char *block_decode(const unsigned char *in, const unsigned char *end,
                                  uint32_t values[BLOCK_SIZE]);

/* Returns a pointer past the block, without decoding its values, or NULL as block_decode. */
const unsigned char *block_skip(const unsigned char *in, const unsigned char *end);

/* The scalar references. */
void block_pack_scalar(const uint32_t values[BLOCK_SIZE], unsigned width, unsigned char *out);
void block_unpack_scalar(const unsigned char *in, unsigned width, uint32_t values[BLOCK_SIZE]);

/* The kernels of block_encode and block_decode: 16 × width bytes, width at most 32. Bits above
 * width are cut off. */
void block_pack(const uint32_t values[BLOCK_SIZE], unsigned width, unsigned char *out);
void block_unpack(const unsigned char *in, unsigned width, uint32_t values[BLOCK_SIZE]);

/* Sets values[i] to base + Σ(values[0..i] + 1): deltas minus one become ascending document numbers.
 */
void block_prefix_sum(uint32_t values[BLOCK_SIZE], uint32_t base);

#endif
