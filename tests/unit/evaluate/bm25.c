/* BM25 against the formula as it is written in query/search/search.h. */
#include <float.h>
#include <math.h>

#include "tests/unit/base/property.h"

#include "query/evaluate/bm25.h"
#include "tests/unit/suite.h"

enum { CASES = 20000, WORDS_MAX = 4, VARIANTS_MAX = 4 };

/* A clause of an index that is nothing but its statistics. */
struct made {
    struct index index;
    struct expansion expansion;
    struct query_clause query;
    struct expanded_clause clause;
    struct expanded_sequence variants[VARIANTS_MAX];
    struct expanded_word words[VARIANTS_MAX][WORDS_MAX];
};

static void make(struct made *made, uint64_t documents, uint64_t length, uint64_t title_length)
{
    memset(made, 0, sizeof *made);
    made->index.document_count = documents;
    made->index.total_length = length;
    made->index.total_title_length = title_length;
    made->expansion.index = &made->index;
    made->query.field = FIELD_TEXT;
    made->query.boost = 1;
    made->clause = (struct expanded_clause){
        .clause = &made->query, .expansion = &made->expansion, .variants = made->variants};
}

/* Adds a variant of words with these document frequencies. */
static void add_variant(struct made *made, size_t count, const uint64_t *dfs)
{
    size_t number = made->clause.variant_count++;
    made->query.variant_count = made->clause.variant_count;
    made->variants[number] = (struct expanded_sequence){count, made->words[number]};
    for (size_t i = 0; i < count; i++)
        made->words[number][i].document_count = dfs[i];
}

static double idf_of(uint64_t documents, uint64_t df)
{
    return log(1 + ((double)documents - (double)df + 0.5) / ((double)df + 0.5));
}

static double score_of(double idf, double k1, double b, double tf, double length, double average)
{
    return idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average));
}

/* To a few roundings: the formula does not say in which order to multiply. */
static bool is_near(double one, double other)
{
    return fabs(one - other) <= 16 * DBL_EPSILON * fmax(fabs(one), fabs(other));
}

static double idf_in(const struct made *made)
{
    const struct search_options options = {.k1 = 1.2, .b = 0.75};
    return bm25_of(&made->clause, &options).idf;
}

/* --- idf --- */

static void idf_is_the_formula(void **state)
{
    (void)state;
    assert_true(bm25_idf(1, 1) == log(1 + 0.5 / 1.5));
    assert_true(bm25_idf(10, 3) == log(1 + 7.5 / 3.5));
    assert_true(bm25_idf(1000, 0) == log(1 + 1000.5 / 0.5));
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(220, number), random = seed;
        uint64_t documents = random_of_any_size(&random), df = random_of_any_size(&random);
        if (df > documents)
            df = documents;
        EXPECT(seed, bm25_idf(documents, df) == idf_of(documents, df));
    }
}

/* A word that every document has must not make a document worse. */
static void idf_is_positive_and_falls(void **state)
{
    (void)state;
    enum { DOCUMENTS = 100000 };
    for (uint64_t df = 1; df <= DOCUMENTS; df++) {
        assert_true(bm25_idf(DOCUMENTS, df) > 0);
        assert_true(bm25_idf(DOCUMENTS, df) < bm25_idf(DOCUMENTS, df - 1));
    }
}

static void a_phrase_has_the_sum_of_its_words(void **state)
{
    (void)state;
    struct made made;
    make(&made, 100, 5000, 0);
    add_variant(&made, 3, (const uint64_t[]){1, 30, 100});
    assert_true(is_near(idf_in(&made), idf_of(100, 1) + idf_of(100, 30) + idf_of(100, 100)));
}

static void a_clause_has_the_least_of_its_variants(void **state)
{
    (void)state;
    struct made made;
    make(&made, 100, 5000, 0);
    add_variant(&made, 2, (const uint64_t[]){10, 20});
    add_variant(&made, 1, (const uint64_t[]){50});
    add_variant(&made, 1, (const uint64_t[]){1});
    assert_true(idf_in(&made) == idf_of(100, 50));
}

static void a_variant_with_an_unknown_word_does_not_count(void **state)
{
    (void)state;
    struct made made;
    make(&made, 100, 5000, 0);
    add_variant(&made, 2, (const uint64_t[]){90, 0});
    add_variant(&made, 1, (const uint64_t[]){3});
    add_variant(&made, 2, (const uint64_t[]){0, 90});
    assert_true(idf_in(&made) == idf_of(100, 3));
}

static void an_unknown_clause_is_worth_nothing(void **state)
{
    (void)state;
    const struct search_options options = {.k1 = 1.2, .b = 0.75};
    struct made made;
    make(&made, 100, 5000, 0);
    add_variant(&made, 2, (const uint64_t[]){0, 9});
    struct bm25 bm25 = bm25_of(&made.clause, &options);
    assert_true(bm25.idf == 0);
    assert_true(bm25_score(&bm25, 3, 50) == 0);
}

/* --- scores --- */

static void scores_are_the_formula(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(221, number), random = seed;
        struct made made;
        uint64_t documents = 1 + random_of_any_size(&random);
        uint64_t total = documents + random_next(&random) % (documents * 2000);
        make(&made, documents, total, 0);
        uint64_t df = 1 + random_of_any_size(&random) % documents;
        add_variant(&made, 1, &df);
        double k1 = random_below(&random, 301) / 100.0, b = random_below(&random, 101) / 100.0;
        const struct search_options options = {.k1 = k1, .b = b};
        struct bm25 bm25 = bm25_of(&made.clause, &options);
        double average = (double)total / (double)documents;
        EXPECT(seed, bm25.average == average);
        for (uint32_t i = 0; i < 10; i++) {
            double tf = 1 + random_below(&random, random_below(&random, 3) ? 10 : 100000);
            double length = tf + random_below(&random, 100000);
            double expected = score_of(idf_of(documents, df), k1, b, tf, length, average);
            EXPECT(seed, is_near(bm25_score(&bm25, tf, length), expected));
        }
    }
}

/* Impacts bound the scores of a block by this, but for a few roundings: where a score hardly grows
 * any more, its last bit may fall. */
static void scores_grow_with_frequency_and_fall_with_length(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(222, number), random = seed;
        struct made made;
        uint64_t df = 1 + random_below(&random, 1000);
        make(&made, 1000, 1000 + random_below(&random, 1000000), 0);
        add_variant(&made, 1, &df);
        const struct search_options options = {.k1 = random_below(&random, 40) / 10.0,
                                               .b = random_below(&random, 11) / 10.0};
        struct bm25 bm25 = bm25_of(&made.clause, &options);
        double tf = 1 + random_of_any_size(&random), length = random_of_any_size(&random);
        double score = bm25_score(&bm25, tf, length);
        double more = bm25_score(&bm25, tf + 1, length), longer = bm25_score(&bm25, tf, length + 1);
        EXPECT(seed, more >= score || is_near(more, score));
        EXPECT(seed, longer <= score || is_near(longer, score));
        EXPECT(seed, score <= bm25.weight || is_near(score, bm25.weight));
    }
}

static void title_clauses_use_the_titles_lengths(void **state)
{
    (void)state;
    const struct search_options options = {.k1 = 1.2, .b = 0.75};
    const uint64_t df = 4;
    struct made made;
    make(&made, 10, 5000, 80);
    made.query.field = FIELD_TITLE;
    add_variant(&made, 1, &df);
    struct bm25 bm25 = bm25_of(&made.clause, &options);
    assert_true(bm25.average == 8);
    assert_true(is_near(bm25_score(&bm25, 2, 11), score_of(idf_of(10, 4), 1.2, 0.75, 2, 11, 8)));
}

/* Articles without titles: no length to compare with, and no division by it. */
static void without_lengths_there_is_no_normalisation(void **state)
{
    (void)state;
    const struct search_options options = {.k1 = 1.2, .b = 0.75};
    const uint64_t df = 4;
    struct made made;
    make(&made, 10, 5000, 0);
    made.query.field = FIELD_TITLE;
    add_variant(&made, 1, &df);
    struct bm25 bm25 = bm25_of(&made.clause, &options);
    assert_true(is_near(bm25_score(&bm25, 1, 0), idf_of(10, 4) * 2.2 / (1 + 1.2 * 0.25)));
    make(&made, 0, 0, 0);
    add_variant(&made, 1, (const uint64_t[]){0});
    bm25 = bm25_of(&made.clause, &options);
    assert_true(bm25.average == 0 && bm25_score(&bm25, 1, 0) == 0);
}

static void a_boost_multiplies_the_score(void **state)
{
    (void)state;
    struct made made;
    const struct search_options options = {.k1 = 1.2, .b = 0.75};
    make(&made, 1000, 50000, 0);
    add_variant(&made, 1, (const uint64_t[]){10});
    struct bm25 plain = bm25_of(&made.clause, &options);
    made.query.boost = 2.5;
    struct bm25 boosted = bm25_of(&made.clause, &options);
    assert_true(boosted.idf == plain.idf);
    assert_true(is_near(bm25_score(&boosted, 3, 40), 2.5 * bm25_score(&plain, 3, 40)));
}

SUITE(bm25)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idf_is_the_formula),
        cmocka_unit_test(a_boost_multiplies_the_score),
        cmocka_unit_test(idf_is_positive_and_falls),
        cmocka_unit_test(a_phrase_has_the_sum_of_its_words),
        cmocka_unit_test(a_clause_has_the_least_of_its_variants),
        cmocka_unit_test(a_variant_with_an_unknown_word_does_not_count),
        cmocka_unit_test(an_unknown_clause_is_worth_nothing),
        cmocka_unit_test(scores_are_the_formula),
        cmocka_unit_test(scores_grow_with_frequency_and_fall_with_length),
        cmocka_unit_test(title_clauses_use_the_titles_lengths),
        cmocka_unit_test(without_lengths_there_is_no_normalisation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
