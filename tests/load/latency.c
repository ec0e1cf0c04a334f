#include "tests/load/latency.h"

#include <math.h>

#include "common/base/clock.h"

static const double OCTAVE = 8;

void latency_add(struct latency *latency, uint64_t microseconds)
{
    double place = OCTAVE * log2((double)microseconds + 1);
    atomic_fetch_add(&latency->counts[place < LATENCY_COUNTS - 1 ? (int)place : LATENCY_COUNTS - 1],
                     1);
}

double latency_share(const struct latency *latency, double share)
{
    unsigned long all = 0, passed = 0;
    for (int i = 0; i < LATENCY_COUNTS; i++)
        all += atomic_load(&latency->counts[i]);
    for (int i = 0; i < LATENCY_COUNTS && all > 0; i++) {
        passed += atomic_load(&latency->counts[i]);
        if ((double)passed >= share * (double)all)
            return exp2((i + 1) / OCTAVE) / 1e3;
    }
    return 0;
}

uint64_t latency_now(void)
{
    return (uint64_t)(clock_seconds() * 1e6);
}
