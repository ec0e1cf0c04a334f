/* Positions of a term's occurrences, document by document, in few bits.
 *
 * A reader knows a document's length and how often the term is in it, and that tells most about how
 * far apart its positions lie: each document has the Golomb-Rice code (Golomb 1966; Rice 1971) that
 * suits length / frequency, and a single occurrence, anywhere in the document, the truncated binary
 * code of the length. No parameter is stored. Low bits and quotients stand at the two ends of a run
 * (bit_ends.h), so that documents can be passed over without decoding them.
 *
 * The gap between title and body is left out on disk: positions are counted as if the body followed
 * the title, so they are below the document's length.
 */
#ifndef FOUILLE_CODECS_POSITION_CODE_H
#define FOUILLE_CODECS_POSITION_CODE_H

#include "common/index/codecs/bit_ends.h"
#include "common/index/codecs/block_codec.h"

/* Positions between a title's last word and the body's first. */
enum { POSITION_TITLE_GAP = 100 };

/* The width of the low bits of a document with two occurrences or more: ⌊log2(0.6875 × length /
 * frequency)⌋, at least 0. 0.69 is Golomb's optimum, ln 2. */
static inline unsigned position_width(uint32_t length, uint32_t frequency)
{
    uint64_t most = (uint64_t)length * 11 / 16;
    if (most < frequency)
        return 0;
    unsigned width = (unsigned)(__builtin_clzll(frequency) - __builtin_clzll(most));
    return width - ((uint64_t)frequency << width > most);
}

/* A place anywhere in a document, in truncated binary code: the lower half of the values in one bit
 * less. All but that last bit are a field, so that its width is known beforehand. */
struct place_code {
    unsigned field;       /* its width */
    uint32_t short_count; /* values without the last bit */
};

static inline struct place_code place_code_of(uint32_t length)
{
    unsigned field = 31 - (unsigned)__builtin_clz((length - 1) | 1);
    return (struct place_code){field, (uint32_t)((UINT64_C(2) << field) - length)};
}

/* Appends a document's positions to the run: `frequency` of them (at least 1), each the distance
 * from the one before, the first from 0, with the title's gap. 0; ERROR_MEMORY; ERROR_CORRUPT when
 * they do not ascend, or one lies in the gap or behind the document's end. */
int positions_append(struct bit_ends_writer *run, uint32_t length, uint32_t title_length,
                     const uint32_t *distances, uint32_t frequency);

/* Reads the next document's positions, ascending, the title's gap back in place. */
void positions_read(struct bit_ends *run, uint32_t length, uint32_t title_length,
                    uint32_t frequency, uint32_t *out);

enum { POSITIONS_LANES = 8 };

/* Passes over the next `count` documents', at most BLOCK_SIZE. Both arrays have POSITIONS_LANES
 * more items, whatever they are. O(count + their bits / 64). */
void positions_skip(struct bit_ends *run, const uint32_t *lengths, const uint32_t *frequencies,
                    unsigned count);

/* What it does on processors without the instructions that make it fast, and with documents that
 * are too large for it: one after the other. A test holds all three equal. */
void positions_skip_narrow(struct bit_ends *run, const uint32_t *lengths,
                           const uint32_t *frequencies, unsigned count);
void positions_skip_each(struct bit_ends *run, const uint32_t *lengths, const uint32_t *frequencies,
                         unsigned count);

/* ERROR_CORRUPT, with its message. */
int position_outside(void);

/* A position on disk, as others see it. */
static inline uint32_t position_with_gap(uint32_t position, uint32_t title_length)
{
    return position < title_length ? position : position + POSITION_TITLE_GAP;
}

#endif
