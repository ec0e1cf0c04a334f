/* What bounds the scores of a group of postings: up to four (frequency, length) pairs such that
 * every posting of the group has a pair with at least its frequency and at most its length. BM25
 * and its kin grow with frequency and fall with length, so the largest score of the pairs bounds
 * the group's, whatever k1 and b are (Ding and Suel 2011; pairs instead of scores as in Lucene 8).
 */
#ifndef FOUILLE_POSTINGS_IMPACTS_H
#define FOUILLE_POSTINGS_IMPACTS_H

#include <stdint.h>

#include "common/base/buffer.h"

enum { IMPACTS_MAX = 4 };

struct impact {
    uint32_t frequency;
    uint32_t length;
};

struct impacts {
    unsigned count;                   /* 0: nothing seen */
    struct impact pairs[IMPACTS_MAX]; /* frequency and length both falling */
};

/* Widens the bound so that it covers one more posting. When four pairs do not suffice, the two
 * neighbours that lose least become one. O(IMPACTS_MAX). */
void impacts_add(struct impacts *impacts, uint32_t frequency, uint32_t length);

/* Widens `impacts` so that it covers all that `other` covers. */
void impacts_merge(struct impacts *impacts, const struct impacts *other);

/* In varints, from the last pair to the first: of the last, frequency × 8 + number of pairs, and
 * length; of the others how much both are above those of the one before, less 1. */
void impacts_write(struct buffer *to, const struct impacts *impacts);

/* Reads them from [at, end); the byte behind, or NULL when malformed. */
const unsigned char *impacts_read(struct impacts *impacts, const unsigned char *at,
                                  const unsigned char *end);

#endif
