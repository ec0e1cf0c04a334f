/* The best k against sorting everything. */
#include "tests/unit/base/property.h"

#include "query/evaluate/top.h"
#include "tests/unit/suite.h"

enum { CASES = 1000, DOCUMENTS_MAX = 2000 };

struct stream {
    size_t count;
    struct hit hits[DOCUMENTS_MAX];
};

/* Few kinds of scores, so that most are equal to others; or all kinds; or rising or falling ones,
 * which every document, or none, enters. */
static double random_score(uint64_t *random, uint32_t kind, size_t number)
{
    switch (kind) {
    case 0:
        return random_below(random, 3);
    case 1:
        return random_below(random, 1000) / 7.0;
    case 2:
        return (double)number;
    default:
        return (double)(DOCUMENTS_MAX - number);
    }
}

static void random_stream(struct stream *stream, uint64_t *random)
{
    uint32_t kind = random_below(random, 4), document = 0;
    stream->count = random_below(random, random_below(random, 2) ? 10 : DOCUMENTS_MAX);
    for (size_t i = 0; i < stream->count; i++, document += 1 + random_below(random, 50))
        stream->hits[i] = (struct hit){random_score(random, kind, i), 7, document};
}

static int compare_hits(const void *one, const void *other)
{
    const struct hit *a = one, *b = other;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return (a->document > b->document) - (a->document < b->document);
}

static bool equals(const struct top *top, const struct stream *sorted)
{
    size_t expected = top->limit < sorted->count ? top->limit : sorted->count;
    bool equal = top->status == 0 && top->count == expected;
    for (size_t i = 0; i < expected && equal; i++)
        equal = top->hits[i].score == sorted->hits[i].score && top->hits[i].segment == 7 &&
                top->hits[i].document == sorted->hits[i].document;
    return equal;
}

static void check_ascending(const struct stream *stream, size_t limit, bool above_threshold,
                            uint64_t seed)
{
    struct stream sorted = *stream;
    struct top top;
    qsort(sorted.hits, sorted.count, sizeof *sorted.hits, compare_hits);
    top_init(&top, limit);
    for (size_t i = 0; i < stream->count; i++) {
        const struct hit *hit = &stream->hits[i];
        bool enters = hit->score > top_threshold(&top);
        size_t kept = top.count;
        if (!above_threshold || enters)
            top_add(&top, hit->score, hit->segment, hit->document);
        EXPECT(seed, enters || top.count == kept);
    }
    top_sort(&top);
    EXPECT(seed, equals(&top, &sorted));
    top_release(&top);
}

/* The same when documents come in any order. */
static void check_any_order(const struct stream *stream, size_t limit, uint64_t *random,
                            uint64_t seed)
{
    struct stream sorted = *stream, mixed = *stream;
    struct top top;
    qsort(sorted.hits, sorted.count, sizeof *sorted.hits, compare_hits);
    top_init(&top, limit);
    for (size_t left = mixed.count; left > 0; left--) {
        size_t place = random_below(random, (uint32_t)left);
        const struct hit hit = mixed.hits[place];
        mixed.hits[place] = mixed.hits[left - 1];
        if (hit.score >= top_threshold(&top))
            top_add_unordered(&top, hit.score, hit.segment, hit.document);
    }
    top_sort(&top);
    EXPECT(seed, equals(&top, &sorted));
    top_release(&top);
}

static void the_best_are_those_of_sorting(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(223, number), random = seed;
        struct stream stream;
        random_stream(&stream, &random);
        const size_t limits[] = {1,
                                 2,
                                 1 + random_below(&random, 30),
                                 1 + random_below(&random, DOCUMENTS_MAX),
                                 stream.count + 1,
                                 SIZE_MAX};
        for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
            for (int above = 0; above < 2; above++)
                check_ascending(&stream, limits[i], above, seed);
        for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
            check_any_order(&stream, limits[i], &random, seed);
    }
}

static void among_equals_the_earlier_documents_stay(void **state)
{
    (void)state;
    struct top top;
    top_init(&top, 3);
    for (uint32_t document = 0; document < 10; document++)
        top_add(&top, document == 6 ? 2 : 1, 0, document);
    top_sort(&top);
    assert_int_equal(top.count, 3);
    assert_int_equal(top.hits[0].document, 6);
    assert_int_equal(top.hits[1].document, 0);
    assert_int_equal(top.hits[2].document, 1);
    top_release(&top);
}

/* Whoever prunes by the threshold must not lose a score of 0: a word that every document of an
 * index has is worth little, but its documents match. */
static void the_threshold_lets_all_in_while_there_is_room(void **state)
{
    (void)state;
    struct top top;
    top_init(&top, 2);
    assert_true(top_threshold(&top) < 0);
    top_add(&top, 0, 0, 1);
    assert_true(top_threshold(&top) < 0);
    top_add(&top, 5, 0, 2);
    assert_true(top_threshold(&top) == 0);
    top_add(&top, 3, 0, 3);
    assert_true(top_threshold(&top) == 3);
    top_release(&top);
}

static void an_empty_stream_has_no_best(void **state)
{
    (void)state;
    static const size_t limits[] = {1, 10, SIZE_MAX};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct top top;
        top_init(&top, limits[i]);
        top_sort(&top);
        assert_int_equal(top.count, 0);
        top_release(&top);
    }
}

SUITE(top)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_are_those_of_sorting),
        cmocka_unit_test(among_equals_the_earlier_documents_stay),
        cmocka_unit_test(the_threshold_lets_all_in_while_there_is_room),
        cmocka_unit_test(an_empty_stream_has_no_best),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
