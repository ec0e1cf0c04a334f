/* Impacts bound the scores of a set of postings: up to four (frequency, length) pairs such that
 * every posting of the set has a pair with at least its frequency and at most its length. BM25 and
 * its relatives grow with frequency and fall with length, so the largest score of the pairs bounds
 * the set's, whatever k1 and b are (Ding and Suel 2011; pairs instead of scores as in Lucene 8).
 */
#ifndef FOUILLE_POSTINGS_IMPACTS_H
#define FOUILLE_POSTINGS_IMPACTS_H

#include <stdint.h>

#include "common/base/buffer.h"
#include "common/index/codecs/block_codec.h"

enum { IMPACTS_MAX = 4 };

struct impact {
    uint32_t frequency;
    uint32_t length;
};

struct impacts {
    unsigned count;                   /* 0: nothing seen */
    struct impact pairs[IMPACTS_MAX]; /* in descending order of both frequency and length */
};

/* Widens the bound to cover one more posting. When four pairs do not suffice, merges the two
 * neighbours that loosen the bound least. O(IMPACTS_MAX). */
void impacts_add(struct impacts *impacts, uint32_t frequency, uint32_t length);

/* Sets `impacts` to a bound of the postings of a block: the pairs whose highest BM25 score, where
 * documents have this average length, is the least that IMPACTS_MAX pairs can have, and of these as
 * few as possible. Scores are so for b = 0.75; with any other parameters and averages it is a
 * bound, too. O(BLOCK_SIZE) for nearly all blocks. */
void impacts_of_block(struct impacts *impacts, const uint32_t frequencies[BLOCK_SIZE],
                      const uint32_t lengths[BLOCK_SIZE], uint32_t average);

/* Widens `impacts` to cover all that `other` covers. */
void impacts_merge(struct impacts *impacts, const struct impacts *other);

/* Appends varints, from the last pair to the first: for the last, frequency × 8 + number of pairs,
 * and length; for the others, the increase of each over the pair just written, less 1. */
void impacts_write(struct buffer *to, const struct impacts *impacts);

/* Reads impacts from [at, end); returns a pointer past them, or NULL when malformed. */
const unsigned char *impacts_read(struct impacts *impacts, const unsigned char *at,
                                  const unsigned char *end);

#endif
