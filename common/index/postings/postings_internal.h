/* Internal to the files of the postings: what the writer and the parts of the cursor share. */
#ifndef FOUILLE_POSTINGS_POSTINGS_INTERNAL_H
#define FOUILLE_POSTINGS_POSTINGS_INTERNAL_H

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "common/index/postings/postings.h"

/* The documents of a block are a block (block_codec.h) of deltas, or this byte, which no such block
 * begins with, followed by a bitset of the documents' range. */
enum { POSTINGS_BITSET = 0xff };

/* Ends the walk for good, as damaged. Returns POSTINGS_END. */
uint32_t postings_end_damaged(struct postings_cursor *cursor);

/* Ends the walk past the last document. Returns POSTINGS_END. */
uint32_t postings_end_walk(struct postings_cursor *cursor);

/* Makes the next block, or the tail, the current one without decoding it: postings_next then moves
 * to its first document. False past the last. */
bool postings_enter_next(struct postings_cursor *cursor);

/* If the current block, not decoded yet, is stored as a bitset and ends before `end`, sets bit
 * (document - start) for each of its documents, none of which is before `start`. False when it is
 * not such a block, or damaged. */
bool postings_mark_bitset(struct postings_cursor *cursor, uint32_t start, uint32_t end,
                          uint64_t *marks);

/* Decodes the current block's documents; false when they are damaged. */
bool postings_decode(struct postings_cursor *cursor);

/* Decodes the current block's frequencies; false when they are damaged. */
bool postings_decode_frequencies(struct postings_cursor *cursor);

/* Returns the first index, from `from` on, whose document is >= target, or `count`. A branch-free
 * binary search: the block is in cache, so mispredictions would dominate the cost. */
static inline unsigned postings_search(const uint32_t *documents, unsigned from, unsigned count,
                                       uint32_t target)
{
    const uint32_t *base = documents + from;
    unsigned left = count - from;
    while (left > 1) {
        unsigned half = left / 2;
        base += base[half - 1] < target ? half : 0;
        left -= half;
    }
    return (unsigned)(base - documents) + (left == 1 && *base < target);
}

/* Returns how many of the next POSTINGS_STEP documents are below the target; as they ascend, this
 * is the index of the first that is not. */
static inline unsigned postings_count_below(const uint32_t *documents, uint32_t target)
{
    typedef int32_t lanes __attribute__((vector_size(16)));
    const int32_t sign = INT32_MIN;
    const lanes wanted = (lanes){0} + ((int32_t)target ^ sign);
    lanes below[POSTINGS_STEP / 4];
    for (unsigned i = 0; i < POSTINGS_STEP / 4; i++) { /* vectors compare signed numbers */
        lanes four;
        memcpy(&four, documents + (size_t)i * 4, sizeof four);
        below[i] = (four ^ sign) < wanted;
    }
#if defined(__SSE2__)
    const __m128i low = _mm_packs_epi32((__m128i)below[0], (__m128i)below[1]);
    const __m128i high = _mm_packs_epi32((__m128i)below[2], (__m128i)below[3]);
    const unsigned mask = (unsigned)_mm_movemask_epi8(_mm_packs_epi16(low, high));
    return (unsigned)__builtin_ctz(~mask);
#else
    const lanes sum = below[0] + below[1] + below[2] + below[3];
    return (unsigned)-(sum[0] + sum[1] + sum[2] + sum[3]);
#endif
}

/* postings_search in the current, decoded block, for a target that is likely to be near. */
static inline unsigned postings_search_near(const struct postings_cursor *cursor, uint32_t target)
{
    const unsigned at = cursor->at;
    if (cursor->documents[at + POSTINGS_STEP - 1] >= target)
        return at + postings_count_below(cursor->documents + at, target);
    return postings_search(cursor->documents, at, cursor->count, target);
}

#endif
