/* A small seeded generator, so that a failure can be had again from the printed seed
 * (Steele, Lea and Flood's splitmix64). */
#ifndef FOUILLE_ORACLE_RANDOM_H
#define FOUILLE_ORACLE_RANDOM_H

#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* 0 to bound − 1. */
static inline uint32_t random_below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(random_next(state) >> 33) % bound;
}

#endif
