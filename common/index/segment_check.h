/* The deep check of a segment: reads every structure in full, and compares them with each other. */
#ifndef FOUILLE_INDEX_SEGMENT_CHECK_H
#define FOUILLE_INDEX_SEGMENT_CHECK_H

#include "common/index/segment.h"

/* Reads all structures of the segment and verifies the invariants of docs/format.md. 0;
 * ERROR_CORRUPT, with a message that says what is wrong and where; ERROR_MEMORY. O(segment). */
int segment_check(struct segment *segment);

#endif
