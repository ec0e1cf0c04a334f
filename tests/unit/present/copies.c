/* Sketches against the sets that they are of, and copies among made texts. */
#include "tests/unit/base/property.h"

#include "common/analysis/analyzer.h"
#include "common/base/buffer.h"
#include "query/present/copies.h"
#include "tests/unit/suite.h"

enum { CASES = 5000, SET_MAX = 200, WORDS = 120 };

/* --- sketches --- */

static int compare_hashes(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

static size_t random_set(uint64_t *random, uint64_t set[SET_MAX])
{
    uint32_t range = 1 + random_below(random, 400);
    size_t wanted = random_below(random, random_below(random, 2) ? 10 : SET_MAX), count = 0;
    for (size_t i = 0; i < wanted; i++)
        set[i] = random_below(random, range);
    qsort(set, wanted, sizeof *set, compare_hashes);
    for (size_t i = 0; i < wanted; i++)
        if (count == 0 || set[count - 1] != set[i])
            set[count++] = set[i];
    return count;
}

static struct sketch sketch_of(const uint64_t *set, size_t count)
{
    struct sketch sketch = {.count = (uint32_t)(count < SKETCH_SIZE ? count : SKETCH_SIZE)};
    memcpy(sketch.hashes, set, sketch.count * sizeof *set);
    return sketch;
}

static bool holds(const uint64_t *set, size_t count, uint64_t hash)
{
    return bsearch(&hash, set, count, sizeof hash, compare_hashes) != NULL;
}

/* Of the SKETCH_SIZE least of both sets together: how many are in both. */
static double set_resemblance(const uint64_t *one, size_t one_count, const uint64_t *other,
                              size_t other_count)
{
    size_t all = 0, both = 0;
    for (uint64_t hash = 0; hash < 1000 && all < SKETCH_SIZE; hash++) {
        bool first = holds(one, one_count, hash), second = holds(other, other_count, hash);
        all += first || second;
        both += first && second;
    }
    return all == 0 ? 0 : (double)both / (double)all;
}

static void sketches_tell_the_share_of_the_least(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(280, number), random = seed;
        uint64_t one[SET_MAX], other[SET_MAX];
        size_t one_count = random_set(&random, one), other_count = random_set(&random, other);
        struct sketch a = sketch_of(one, one_count), b = sketch_of(other, other_count);
        EXPECT(seed,
               sketch_resemblance(&a, &b) == set_resemblance(one, one_count, other, other_count));
        EXPECT(seed, sketch_resemblance(&b, &a) == sketch_resemblance(&a, &b));
    }
}

/* --- texts --- */

static void make_text(struct buffer *text, uint64_t *random)
{
    buffer_clear(text);
    for (size_t i = 0; i < WORDS; i++)
        buffer_append_format(text, "mot%c%c ", (char)('a' + random_below(random, 26)),
                             (char)('a' + random_below(random, 26)));
}

/* Replaces the first `words` words. */
static void replace_words(struct buffer *text, size_t words)
{
    for (size_t i = 0; i < words; i++)
        memcpy(text->data + i * 6, "xy", 2);
}

static void copies_are_told_from_other_texts(void **state)
{
    (void)state;
    struct analyzer *analyzer = analyzer_create();
    struct copies copies;
    struct buffer text;
    bool is_new;
    assert_non_null(analyzer);
    copies_init(&copies);
    buffer_init(&text);
    for (uint64_t number = 0; number < 300; number++) {
        uint64_t random = seed_of(281, number);
        make_text(&text, &random);
        const struct slice bytes = {text.data, text.size};
        assert_int_equal(copies_check(&copies, analyzer, bytes, false, &is_new), 0);
        assert_true(is_new); /* and not added */
        assert_int_equal(copies_check(&copies, analyzer, bytes, true, &is_new), 0);
        assert_true(is_new);
        assert_int_equal(copies_check(&copies, analyzer, bytes, false, &is_new), 0);
        assert_false(is_new);
        replace_words(&text, 10);
        assert_int_equal(copies_check(&copies, analyzer, bytes, true, &is_new), 0);
        assert_false(is_new);
        replace_words(&text, 100);
        assert_int_equal(copies_check(&copies, analyzer, bytes, true, &is_new), 0);
        assert_true(is_new);
    }
    for (int i = 0; i < 2; i++) { /* no word: no copy */
        assert_int_equal(copies_check(&copies, analyzer, (struct slice){"…", 3}, true, &is_new), 0);
        assert_true(is_new);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            copies_check(&copies, analyzer, (struct slice){"un mot", 6}, true, &is_new), 0);
        assert_int_equal(is_new, i == 0);
    }
    buffer_release(&text);
    copies_release(&copies);
    analyzer_destroy(analyzer);
}

SUITE(copies)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sketches_tell_the_share_of_the_least),
        cmocka_unit_test(copies_are_told_from_other_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
