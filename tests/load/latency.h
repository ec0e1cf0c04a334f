/* How long answers took, counted by many processes in memory that they share. */
#ifndef FOUILLE_TESTS_LOAD_LATENCY_H
#define FOUILLE_TESTS_LOAD_LATENCY_H

#include <stdatomic.h>
#include <stdint.h>

/* Eight counts an octave of microseconds. */
enum { LATENCY_COUNTS = 8 * 40 };

struct latency {
    atomic_ulong counts[LATENCY_COUNTS];
};

void latency_add(struct latency *latency, uint64_t microseconds);

/* Milliseconds that a share (0 to 1) of them did not exceed, to an eighth; 0 when there are none.
 */
double latency_share(const struct latency *latency, double share);

/* Microseconds of a clock that never goes back. */
uint64_t latency_now(void);

#endif
