/* The merge policy: what stays is logarithmic in what came, and so is the work. */
#include "tests/unit/base/property.h"

#include "indexer/merge/policy.h"
#include "tests/unit/suite.h"

enum { SEGMENTS_MAX = 5000 };

/* Adds segments one after another and merges as the policy says; returns the bytes merged. */
static uint64_t add_and_merge(uint64_t *random, uint32_t count, uint64_t largest, size_t *left)
{
    static uint64_t sizes[SEGMENTS_MAX];
    uint64_t merged = 0;
    *left = 0;
    for (uint32_t i = 0; i < count; i++) {
        size_t chosen[MERGE_FACTOR], several;
        sizes[(*left)++] = 1 + random_below(random, (uint32_t)largest);
        while ((several = merge_policy(sizes, *left, chosen)) > 0) {
            assert_int_equal(several, MERGE_FACTOR);
            uint64_t sum = 0;
            size_t kept = 0, next = 0;
            for (size_t k = 0; k < *left; k++) {
                if (next < several && chosen[next] == k) {
                    sum += sizes[k];
                    next++;
                } else {
                    sizes[kept++] = sizes[k];
                }
            }
            assert_int_equal(next, several); /* ascending, each once */
            sizes[kept++] = sum;
            *left = kept;
            merged += sum;
        }
    }
    return merged;
}

static void segments_and_work_are_logarithmic(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 40; number++) {
        uint64_t seed = seed_of(95, number), random = seed;
        uint32_t count = 1 + random_below(&random, SEGMENTS_MAX);
        uint64_t largest = UINT64_C(1) << (10 + random_below(&random, 20));
        size_t left;
        uint64_t merged = add_and_merge(&random, count, largest, &left);
        unsigned tiers = 2;
        for (uint64_t all = (uint64_t)count * largest; all > 1 << 16; all /= MERGE_FACTOR)
            tiers++;
        EXPECT(seed, left <= (size_t)tiers * (MERGE_FACTOR - 1));
        /* The smallest are all alike, so some of them may be merged a few times more. */
        EXPECT(seed, merged <= (uint64_t)count * largest * (tiers + 4));
    }
}

static void few_segments_are_left_alone(void **state)
{
    (void)state;
    uint64_t sizes[2 * MERGE_FACTOR] = {0};
    size_t chosen[MERGE_FACTOR];
    assert_int_equal(merge_policy(sizes, 0, chosen), 0);
    for (size_t i = 0; i < 2 * MERGE_FACTOR; i++)
        sizes[i] = i % 2 == 0 ? 1000 : UINT64_C(1) << 33;
    assert_int_equal(merge_policy(sizes, MERGE_FACTOR, chosen), 0);
    assert_int_equal(merge_policy(sizes, 2 * MERGE_FACTOR - 2, chosen), 0);
    assert_int_equal(merge_policy(sizes, 2 * MERGE_FACTOR - 1, chosen), MERGE_FACTOR);
    for (size_t i = 0; i < MERGE_FACTOR; i++)
        assert_int_equal(chosen[i], 2 * i);
}

SUITE(policy)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_and_work_are_logarithmic),
        cmocka_unit_test(few_segments_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
