/* Time: a clock that only goes forward, for durations, and the system's, for dates. */
#ifndef FOUILLE_BASE_CLOCK_H
#define FOUILLE_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Seconds since some moment in the past; never goes backwards. */
static inline double clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline int64_t clock_nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Nanoseconds since 1970, by the system's clock, which may be set back. */
static inline int64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return clock_nanoseconds(now);
}

#endif
