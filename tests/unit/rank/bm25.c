/* BM25 against its formula, written another way. */
#include "unit/platform/property.h"

#include <math.h>

#include "rank/bm25.h"

static void idf_is_the_logarithm_of_the_odds(void **state)
{
    (void)state;
    assert_true(fabs(bm25_idf(1, 1) - log(1 + 0.5 / 1.5)) < 1e-15);
    assert_true(fabs(bm25_idf(1000, 0) - log(2002.0)) < 1e-12);
    for (uint64_t df = 1; df <= 100000; df += 7) {
        assert_true(bm25_idf(100000, df) > 0); /* also for words of nearly every document */
        assert_true(bm25_idf(100000, df) < bm25_idf(100000, df - 1));
    }
}

static double naive(double idf, double k1, double b, double tf, double length, double average)
{
    double saturation = k1 * (1 - b + b * (length / average));
    return idf * (tf * (k1 + 1)) / (tf + saturation);
}

static void scores_are_the_formulas(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 20000; number++) {
        uint64_t seed = seed_of(151, number), random = seed;
        double k1 = random_below(&random, 4) ? random_below(&random, 300) / 100.0 : 0;
        double b = random_below(&random, 101) / 100.0,
               average = 1 + random_below(&random, 5000) / 3.0;
        double idf = bm25_idf(1000, random_below(&random, 1000));
        double tf = 1 + random_below(&random, random_below(&random, 3) ? 10 : 100000);
        double length = tf + random_below(&random, 100000);
        struct bm25 bm25 = {idf, idf * (k1 + 1), k1 * (1 - b), k1 * b / average, average};
        double score = bm25_score(&bm25, tf, length);
        double expected = naive(idf, k1, b, tf, length, average);
        EXPECT(seed, fabs(score - expected) <= 1e-12 * expected);
        /* more of a word in as long an article is never worth less; a longer article never more */
        EXPECT(seed, bm25_score(&bm25, tf + 1, length) >= score * (1 - 1e-12));
        EXPECT(seed, bm25_score(&bm25, tf, length + 1) <= score * (1 + 1e-12));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idf_is_the_logarithm_of_the_odds),
        cmocka_unit_test(scores_are_the_formulas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
