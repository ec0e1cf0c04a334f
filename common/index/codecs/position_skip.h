/* Skips the positions (position_code.h) of many documents without decoding them. */
#ifndef FOUILLE_CODECS_POSITION_SKIP_H
#define FOUILLE_CODECS_POSITION_SKIP_H

#include "common/index/codecs/position_code.h"

enum { POSITIONS_LANES = 8 };

/* Skips the positions of the next `count` documents, at most BLOCK_SIZE. Both arrays must have
 * POSITIONS_LANES more items, with any values. O(count + their bits / 64). */
void positions_skip(struct bit_ends *run, const uint32_t *lengths, const uint32_t *frequencies,
                    unsigned count);

/* The fallbacks of positions_skip: `narrow` on processors without fast bit instructions, `each`,
 * one document at a time, when a length or frequency is too large for the vectors. A test verifies
 * that all three agree. */
void positions_skip_narrow(struct bit_ends *run, const uint32_t *lengths,
                           const uint32_t *frequencies, unsigned count);
void positions_skip_each(struct bit_ends *run, const uint32_t *lengths, const uint32_t *frequencies,
                         unsigned count);

#endif
