/* Seeded property tests: a case is had again with FOUILLE_SEED=…, as the failure prints it. */
#ifndef FOUILLE_TESTS_PROPERTY_H
#define FOUILLE_TESTS_PROPERTY_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/oracle/random.h"

/* The seed of a test's case: the same in every run, another in every test. */
static inline uint64_t seed_of(uint64_t test, uint64_t number)
{
    const char *given = getenv("FOUILLE_SEED");
    return given != NULL ? strtoull(given, NULL, 10) : test * 1000000 + number;
}

static inline void expect_that(bool holds, uint64_t seed, const char *what, const char *file,
                               int line)
{
    if (!holds) {
        print_error("FOUILLE_SEED=%" PRIu64 "\n", seed);
        _assert_true(0, what, file, line);
    }
}

#define EXPECT(seed, condition) expect_that((condition), (seed), #condition, __FILE__, __LINE__)

static inline uint32_t random_u32(uint64_t *state)
{
    return (uint32_t)(random_next(state) >> 32);
}

/* 0 to 32 random bits: small numbers are as likely as large ones. */
static inline uint32_t random_of_any_size(uint64_t *state)
{
    uint32_t bits = random_below(state, 33);
    return bits == 0 ? 0 : random_u32(state) >> (32 - bits);
}

/* A copy in a block of exactly that size, so that a sanitizer sees one byte too many. */
static inline unsigned char *exact_copy(const void *bytes, size_t size)
{
    unsigned char *copy = malloc(size);
    assert_true(copy != NULL || size == 0);
    if (size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

#endif
