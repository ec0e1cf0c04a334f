/* Score bounds: whatever went in is covered by one of at most four pairs. */
#include "tests/unit/base/property.h"

#include "common/index/postings/impacts.h"
#include "tests/unit/suite.h"

enum { POSTINGS = 400 };

static bool impacts_cover(const struct impacts *impacts, struct impact posting)
{
    for (unsigned i = 0; i < impacts->count; i++)
        if (impacts->pairs[i].frequency >= posting.frequency &&
            impacts->pairs[i].length <= posting.length)
            return true;
    return false;
}

/* Frequency and length both fall: no pair makes another needless. */
static bool in_order(const struct impacts *impacts)
{
    for (unsigned i = 1; i < impacts->count; i++)
        if (impacts->pairs[i].frequency >= impacts->pairs[i - 1].frequency ||
            impacts->pairs[i].length >= impacts->pairs[i - 1].length)
            return false;
    return impacts->count <= IMPACTS_MAX;
}

static struct impact random_posting(uint64_t *random, bool extreme)
{
    if (extreme)
        return (struct impact){random_of_any_size(random) | 1, random_of_any_size(random)};
    uint32_t length = 10 + random_below(random, 2000);
    return (struct impact){1 + random_below(random, 1 + length / 10), length};
}

static void every_posting_is_covered(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 500; number++) {
        uint64_t seed = seed_of(30, number), random = seed;
        struct impacts impacts = {0};
        struct impact postings[POSTINGS];
        unsigned count = 1 + random_below(&random, POSTINGS);
        for (unsigned i = 0; i < count; i++) {
            postings[i] = random_posting(&random, number % 2 == 0);
            impacts_add(&impacts, postings[i].frequency, postings[i].length);
            EXPECT(seed, in_order(&impacts));
            for (unsigned k = 0; k <= i; k++)
                EXPECT(seed, impacts_cover(&impacts, postings[k]));
        }
        /* Nor is the bound looser than it may be: the extremes are real ones. */
        uint32_t most = 0, shortest = UINT32_MAX;
        for (unsigned i = 0; i < count; i++) {
            most = postings[i].frequency > most ? postings[i].frequency : most;
            shortest = postings[i].length < shortest ? postings[i].length : shortest;
        }
        EXPECT(seed, impacts.pairs[0].frequency == most);
        EXPECT(seed, impacts.pairs[impacts.count - 1].length == shortest);
    }
}

static void up_to_four_pairs_are_exact(void **state)
{
    (void)state;
    static const struct impact postings[] = {{9, 900}, {1, 10}, {3, 100}, {5, 300}};
    struct impacts impacts = {0};
    for (unsigned i = 0; i < 4; i++)
        impacts_add(&impacts, postings[i].frequency, postings[i].length);
    impacts_add(&impacts, 3, 100); /* seen */
    impacts_add(&impacts, 2, 200); /* covered by (3, 100) */
    static const struct impact expected[] = {{9, 900}, {5, 300}, {3, 100}, {1, 10}};
    assert_int_equal(impacts.count, 4);
    assert_memory_equal(impacts.pairs, expected, sizeof expected);
    impacts_add(&impacts, 9, 10); /* covers all of them */
    assert_int_equal(impacts.count, 1);
    assert_int_equal(impacts.pairs[0].length, 10);
}

static void a_merge_covers_both_sides(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 500; number++) {
        uint64_t seed = seed_of(31, number), random = seed;
        struct impacts sides[2] = {{0}, {0}}, all = {0};
        struct impact postings[100];
        for (unsigned i = 0; i < 100; i++) {
            postings[i] = random_posting(&random, number % 2 == 0);
            impacts_add(&sides[random_below(&random, 2)], postings[i].frequency,
                        postings[i].length);
        }
        impacts_merge(&all, &sides[0]);
        impacts_merge(&all, &sides[1]);
        EXPECT(seed, in_order(&all));
        for (unsigned i = 0; i < 100; i++)
            EXPECT(seed, impacts_cover(&all, postings[i]));
    }
}

/* --- of a whole block --- */

static double bm25_at(struct impact posting, uint32_t average)
{
    return posting.frequency / (posting.frequency + 0.3 + 0.9 * posting.length / average);
}

static double highest_score(const struct impact *postings, unsigned count, uint32_t average)
{
    double most = 0;
    for (unsigned i = 0; i < count; i++)
        if (bm25_at(postings[i], average) > most)
            most = bm25_at(postings[i], average);
    return most;
}

static void bound_block(const struct impact postings[BLOCK_SIZE], uint32_t average,
                        struct impacts *impacts)
{
    uint32_t frequencies[BLOCK_SIZE], lengths[BLOCK_SIZE];
    for (unsigned i = 0; i < BLOCK_SIZE; i++) {
        frequencies[i] = postings[i].frequency;
        lengths[i] = postings[i].length;
    }
    impacts_of_block(impacts, frequencies, lengths, average);
}

static void a_block_is_covered_closely(void **state)
{
    (void)state;
    double of_block = 0, one_by_one = 0;
    for (uint64_t number = 0; number < 2000; number++) {
        uint64_t seed = seed_of(33, number), random = seed;
        const bool extreme = number % 2 == 0;
        struct impact postings[BLOCK_SIZE];
        struct impacts impacts, added = {0};
        for (unsigned i = 0; i < BLOCK_SIZE; i++) {
            postings[i] = random_posting(&random, extreme);
            impacts_add(&added, postings[i].frequency, postings[i].length);
        }
        bound_block(postings, 700, &impacts);
        EXPECT(seed, impacts.count > 0 && in_order(&impacts));
        for (unsigned i = 0; i < BLOCK_SIZE; i++)
            EXPECT(seed, impacts_cover(&impacts, postings[i]));
        if (extreme)
            continue;
        const double real = highest_score(postings, BLOCK_SIZE, 700);
        of_block += highest_score(impacts.pairs, impacts.count, 700) / real;
        one_by_one += highest_score(added.pairs, added.count, 700) / real;
    }
    assert_true(of_block < 1000 * 1.005 && of_block < one_by_one);
}

/* Pairs are merged where the bound stays what it is. */
static void needless_pairs_are_left_out(void **state)
{
    (void)state;
    static const struct impact some[] = {{30, 1000}, {2, 400}, {1, 390}};
    static const struct impact expected[] = {{30, 1000}, {2, 390}};
    struct impact postings[BLOCK_SIZE];
    struct impacts impacts;
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        postings[i] = some[i % 3];
    bound_block(postings, 500, &impacts);
    assert_int_equal(impacts.count, 2);
    assert_memory_equal(impacts.pairs, expected, sizeof expected);
}

static void they_are_written_and_read(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 200; number++) {
        uint64_t seed = seed_of(32, number), random = seed;
        struct impacts impacts = {0}, back;
        for (unsigned i = random_below(&random, 20); i-- > 0;) {
            struct impact posting = random_posting(&random, true);
            impacts_add(&impacts, posting.frequency, posting.length);
        }
        struct buffer buffer;
        buffer_init(&buffer);
        impacts_write(&buffer, &impacts);
        for (size_t cut = 0; cut <= buffer.size; cut++) {
            unsigned char *exact = exact_copy(buffer.data, cut);
            const unsigned char *after = impacts_read(&back, exact, exact + cut);
            EXPECT(seed, after == (cut == buffer.size ? exact + cut : NULL));
            free(exact);
        }
        EXPECT(seed, back.count == impacts.count);
        EXPECT(seed, memcmp(back.pairs, impacts.pairs, impacts.count * sizeof *impacts.pairs) == 0);
        buffer_release(&buffer);
    }
}

static void malformed_ones_are_refused(void **state)
{
    (void)state;
    struct impacts impacts;
    static const unsigned char five[] = {8 + 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    assert_null(impacts_read(&impacts, five, five + sizeof five));
    static const unsigned char none[] = {8, 1}; /* a frequency, but no pair */
    assert_null(impacts_read(&impacts, none, none + sizeof none));
    static const unsigned char large[] = {0x81, 0x80, 0x80, 0x80, 0x80, 0x01, 1};
    assert_null(impacts_read(&impacts, large, large + sizeof large)); /* 2³² × 8 */
    static const unsigned char sum[] = {8 + 2, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f};
    assert_null(impacts_read(&impacts, sum, sum + sizeof sum)); /* a length of 2³² + 1 */
    assert_null(impacts_read(&impacts, NULL, NULL));
}

SUITE(impacts)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_posting_is_covered),   cmocka_unit_test(up_to_four_pairs_are_exact),
        cmocka_unit_test(a_merge_covers_both_sides),  cmocka_unit_test(they_are_written_and_read),
        cmocka_unit_test(a_block_is_covered_closely), cmocka_unit_test(needless_pairs_are_left_out),
        cmocka_unit_test(malformed_ones_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
