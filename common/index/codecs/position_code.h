/* Encodes the positions of a term's occurrences, document by document.
 *
 * A reader knows a document's length and the term's frequency in it, which predict how far apart
 * the positions are: each document uses the Golomb-Rice code (Golomb 1966; Rice 1971) that suits
 * length / frequency. A single occurrence may be anywhere in the document and uses the truncated
 * binary code of the length. No parameter is stored. Low bits and quotients are at the two ends of
 * a run (bit_ends.h), so that documents can be skipped without decoding them.
 *
 * The gap between title and body is left out on disk: positions are counted as if the body directly
 * followed the title, so they are below the document's length.
 */
#ifndef FOUILLE_CODECS_POSITION_CODE_H
#define FOUILLE_CODECS_POSITION_CODE_H

#include <assert.h>

#include "common/index/codecs/bit_ends.h"
#include "common/index/codecs/block_codec.h"

/* Positions between a title's last word and the body's first. */
enum { POSITION_TITLE_GAP = 100 };

/* Returns the width of the low bits of a document with two occurrences or more:
 * ⌊log2(0.6875 × length / frequency)⌋, at least 0. Golomb's optimum is ln 2, about 0.69. */
static inline unsigned position_width(uint32_t length, uint32_t frequency)
{
    assert(frequency > 0);
    uint64_t most = (uint64_t)length * 11 / 16;
    if (most < frequency)
        return 0;
    unsigned width = (unsigned)(__builtin_clzll(frequency) - __builtin_clzll(most));
    return width - ((uint64_t)frequency << width > most);
}

/* A position anywhere in a document, in truncated binary code: the first short_count values take
 * one bit less. All bits but that last one are a field, so that the field's width is known in
 * advance. */
struct single_code {
    unsigned field;       /* its width */
    uint32_t short_count; /* values without the last bit */
};

static inline struct single_code single_code_of(uint32_t length)
{
    unsigned field = 31 - (unsigned)__builtin_clz((length - 1) | 1);
    return (struct single_code){field, (uint32_t)((UINT64_C(2) << field) - length)};
}

/* Appends a document's positions to the run: `frequency` of them (at least 1), each as the distance
 * from the previous one, the first from 0, including the gap after the title. 0; ERROR_MEMORY;
 * ERROR_CORRUPT when they do not ascend, or one lies in the gap or past the document's end. */
int positions_append(struct bit_ends_writer *run, uint32_t length, uint32_t title_length,
                     const uint32_t *distances, uint32_t frequency);

/* Reads the next document's positions, ascending, with the gap after the title restored. */
void positions_read(struct bit_ends *run, uint32_t length, uint32_t title_length,
                    uint32_t frequency, uint32_t *out);

/* Reads the first position of the next document, as it is on disk, without the gap after the title.
 * Does not move past the document. False when it lies outside the document. */
bool positions_first(const struct bit_ends *run, uint32_t length, uint32_t frequency,
                     uint32_t *first);

/* Sets the message for a position outside its document; returns ERROR_CORRUPT. */
int position_outside_error(void);

/* Converts a position on disk, which leaves out the gap, to one that includes it. */
static inline uint32_t position_with_gap(uint32_t position, uint32_t title_length)
{
    return position < title_length ? position : position + POSITION_TITLE_GAP;
}

#endif
