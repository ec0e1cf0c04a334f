/* Which segments are merged, and when: tiers, as in Lucene (McCandless, "Visualizing Lucene's
 * segment merges", 2011) and in log-structured merge trees.
 *
 * Segments whose sizes are within a factor of MERGE_FACTOR form a tier; MERGE_FACTOR segments of a
 * tier are merged into one of the next. So there are at most MERGE_FACTOR - 1 segments for each
 * factor of MERGE_FACTOR in size, and every byte is merged once per tier: both are logarithmic.
 */
#ifndef FOUILLE_MERGE_POLICY_H
#define FOUILLE_MERGE_POLICY_H

#include <stddef.h>
#include <stdint.h>

enum { MERGE_FACTOR = 16 };

/* Chooses segments to merge by their sizes in bytes. Stores the indices of the chosen ones in
 * `chosen`, ascending, and returns their number: MERGE_FACTOR, or 0 when nothing needs merging.
 * Call it again after each merge. O(count × tiers). */
size_t merge_policy(const uint64_t *sizes, size_t count, size_t chosen[MERGE_FACTOR]);

#endif
