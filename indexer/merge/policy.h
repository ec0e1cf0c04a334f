/* Which segments are merged, and when: tiers, as Lucene's (McCandless, "Visualizing Lucene's
 * segment merges", 2011) and log-structured trees have them.
 *
 * Segments whose sizes are within a factor of MERGE_FACTOR are a tier; MERGE_FACTOR of a tier
 * become one of the next. So there are at most MERGE_FACTOR - 1 segments for each factor of
 * MERGE_FACTOR in size, and every byte is merged once a tier: both are logarithmic.
 */
#ifndef FOUILLE_MERGE_POLICY_H
#define FOUILLE_MERGE_POLICY_H

#include <stddef.h>
#include <stdint.h>

enum { MERGE_FACTOR = 16 };

/* Chooses among the sizes of segments, in bytes: puts the places of those to merge, ascending, into
 * `chosen` (room for MERGE_FACTOR) and returns their number: MERGE_FACTOR, or 0 when it is good as
 * it is. Ask again after each merge. O(count × tiers). */
size_t merge_policy(const uint64_t *sizes, size_t count, size_t chosen[MERGE_FACTOR]);

#endif
