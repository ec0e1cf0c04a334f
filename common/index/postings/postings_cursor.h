/* What the files of a postings cursor share: postings_cursor.c walks, postings_bulk.c takes many
 * documents at a time, postings_occurrences.c reads positions and ranks. */
#ifndef FOUILLE_POSTINGS_POSTINGS_CURSOR_H
#define FOUILLE_POSTINGS_POSTINGS_CURSOR_H

#include "common/index/postings/postings.h"

/* Ends the walk for good, as damaged; POSTINGS_END. */
uint32_t postings_end_damaged(struct postings_cursor *cursor);

/* Ends the walk behind the last document; POSTINGS_END. */
uint32_t postings_end_walk(struct postings_cursor *cursor);

/* Makes the next block, or the tail, the current one, not decoded: postings_next goes to its first
 * document. False behind the last. */
bool postings_enter_next(struct postings_cursor *cursor);

/* Where the current block, not decoded, is stored as a set of bits and ends before `end`: sets the
 * bit of each of its documents, which are from `start` on, and leaves the block as passed. False
 * where it is not so, or damaged. */
bool postings_mark_set(struct postings_cursor *cursor, uint32_t start, uint32_t end,
                       uint64_t *marks);

/* Decodes the current block's documents; false when they are damaged. */
bool postings_decode(struct postings_cursor *cursor);

/* Decodes the current block's frequencies; false when they are damaged. */
bool postings_decode_frequencies(struct postings_cursor *cursor);

/* First index from `from` whose document is >= target, at most count. Branch-free halving: the
 * block is in cache, so mispredictions would cost most. */
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
