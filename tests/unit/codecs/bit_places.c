/* Offsets of ones: both versions against one bit after the other. */
#include "tests/unit/base/property.h"

#include "common/index/codecs/bit_places.h"
#include "tests/unit/suite.h"

/* Strings in which a bit is a one with a chance of 1 / `rarity`. */
static void fill_bytes(uint64_t *random, unsigned rarity, unsigned size, unsigned char *bytes)
{
    memset(bytes, 0, size);
    for (unsigned bit = 0; bit < 8 * size; bit++)
        if (random_below(random, rarity) == 0)
            bytes[bit / 8] = (unsigned char)(bytes[bit / 8] | 1U << bit % 8);
}

static void expect_places(uint64_t seed, const unsigned char *bytes, unsigned size)
{
    uint16_t plain[BIT_PLACES_ROOM], chosen[BIT_PLACES_ROOM];
    unsigned char *exact = exact_copy(bytes, size);
    const unsigned count = bit_places(exact, size, chosen);
    EXPECT(seed, bit_places_plain(exact, size, plain) == count);
    free(exact);
    unsigned ones = 0;
    for (unsigned bit = 0; bit < 8 * size; bit++)
        if (bytes[bit / 8] >> bit % 8 & 1) {
            EXPECT(seed, ones < count && plain[ones] == bit && chosen[ones] == bit);
            ones++;
        }
    EXPECT(seed, ones == count);
}

static void ones_are_found_where_they_are(void **state)
{
    (void)state;
    static const unsigned rarities[] = {1, 2, 5, 40, 3000};
    for (unsigned i = 0; i < sizeof rarities / sizeof *rarities; i++)
        for (unsigned size = 0; size <= BIT_PLACES_BYTES; size++) {
            uint64_t seed = seed_of(15, i * 1000 + size), random = seed;
            unsigned char bytes[BIT_PLACES_BYTES];
            fill_bytes(&random, rarities[i], size, bytes);
            expect_places(seed, bytes, size);
        }
}

SUITE(bit_places)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ones_are_found_where_they_are)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
