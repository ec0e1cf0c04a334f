/* Internal to the files of the postings: what the writer and the parts of the cursor share. */
#ifndef FOUILLE_POSTINGS_POSTINGS_INTERNAL_H
#define FOUILLE_POSTINGS_POSTINGS_INTERNAL_H

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

#endif
