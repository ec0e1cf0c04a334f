#include "indexer/merge/policy.h"

/* All segments up to this size are in the lowest tier. */
enum { SMALLEST_TIER = 1 << 16 };

static unsigned tier_of(uint64_t size)
{
    unsigned tier = 0;
    for (uint64_t largest = SMALLEST_TIER; size > largest && tier < 12; largest *= MERGE_FACTOR)
        tier++;
    return tier;
}

size_t merge_policy(const uint64_t *sizes, size_t count, size_t chosen[MERGE_FACTOR])
{
    for (unsigned tier = 0; tier <= 12; tier++) {
        size_t found = 0;
        for (size_t i = 0; i < count && found < MERGE_FACTOR; i++)
            if (tier_of(sizes[i]) == tier)
                chosen[found++] = i;
        if (found == MERGE_FACTOR)
            return found;
    }
    return 0;
}
