/* Parts of a text near each other, in any order: where a loose phrase occurs. */
#ifndef FOUILLE_MATCH_NEAR_H
#define FOUILLE_MATCH_NEAR_H

#include "query/language/query.h"
#include "query/match/position_list.h"

enum { NEAR_PARTS_MAX = QUERY_PARTS_MAX };

/* The positions at which a part (a word or a phrase) begins in a document, and the number of
 * positions it covers. */
struct near_part {
    const uint32_t *starts; /* ascending */
    size_t count;
    uint32_t extent;
};

/* Appends to `positions`, ascending, the positions at which a match begins. A match is
 * one start of each part, no two the same, such that from the first position of the first part to
 * the last position of the last there are at most `slack` positions besides those of the parts. 1
 * to NEAR_PARTS_MAX parts. Failure is the list's. O(starts × parts^3) at worst. */
void near_find(const struct near_part *parts, size_t count, uint32_t slack,
               struct position_list *positions);

#endif
