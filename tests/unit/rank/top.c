/* The best k of a stream are those that sorting all of it gives. */
#include "unit/platform/property.h"

#include "rank/top.h"

enum { CASES = 300, DOCUMENTS_MAX = 2000 };

static int better_first(const void *one, const void *other)
{
    const struct hit *a = one, *b = other;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->document < b->document ? -1 : 1;
}

static void top_is_what_sorting_gives(void **state)
{
    (void)state;
    static struct hit all[DOCUMENTS_MAX];
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(150, number), random = seed;
        static const size_t limits[] = {1, 2, 10, 100, DOCUMENTS_MAX, SIZE_MAX};
        size_t limit = limits[random_below(&random, 6)];
        uint32_t count = random_below(&random, DOCUMENTS_MAX),
                 scores = 1 + random_below(&random, 50);
        struct top top;
        top_init(&top, limit);
        uint32_t document = 0;
        for (uint32_t i = 0; i < count; i++) {
            document += 1 + random_below(&random, 5);
            all[i] = (struct hit){(double)random_below(&random, scores) / 7, 3, document};
            double threshold = top_threshold(&top);
            size_t kept = top.count;
            top_add(&top, all[i].score, 3, document);
            EXPECT(seed, all[i].score > threshold || top.count == kept);
        }
        top_sort(&top);
        qsort(all, count, sizeof *all, better_first);
        EXPECT(seed, top.status == 0 && top.count == (count < limit ? count : limit));
        for (size_t i = 0; i < top.count; i++)
            EXPECT(seed, top.hits[i].document == all[i].document &&
                             top.hits[i].score == all[i].score && top.hits[i].segment == 3);
        top_release(&top);
    }
}

static void the_threshold_is_open_while_there_is_room(void **state)
{
    (void)state;
    struct top top;
    top_init(&top, 2);
    assert_true(top_threshold(&top) < 0);
    top_add(&top, 0, 0, 1);
    top_add(&top, 5, 0, 2);
    assert_true(top_threshold(&top) == 0);
    top_add(&top, 3, 0, 3);
    assert_true(top_threshold(&top) == 3);
    top_add(&top, 3, 0, 4); /* the earlier one of two equals stays */
    top_sort(&top);
    assert_int_equal(top.hits[0].document, 2);
    assert_int_equal(top.hits[1].document, 3);
    top_release(&top);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(top_is_what_sorting_gives),
        cmocka_unit_test(the_threshold_is_open_while_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
