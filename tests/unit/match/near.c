/* Parts near each other against trying every choice of places. */
#include "tests/unit/base/property.h"

#include "query/match/near.h"
#include "tests/unit/suite.h"

enum { CASES = 20000, PARTS = 4, LENGTH = 24 };

struct parts {
    size_t count;
    struct near_part items[PARTS];
    uint32_t starts[PARTS][LENGTH];
};

static void random_parts(struct parts *parts, uint64_t *random)
{
    parts->count = 1 + random_below(random, PARTS);
    for (size_t i = 0; i < parts->count; i++) {
        size_t count = 0;
        uint32_t chance = 1 + random_below(random, 8);
        for (uint32_t place = 0; place < LENGTH; place++)
            if (random_below(random, chance) == 0)
                parts->starts[i][count++] = place;
        if (i > 0 && random_below(random, 3) == 0) { /* the same word again */
            count = parts->items[0].count;
            memcpy(parts->starts[i], parts->starts[0], sizeof parts->starts[0]);
        }
        parts->items[i] = (struct near_part){parts->starts[i], count, 1 + random_below(random, 2)};
    }
}

static bool can_choose_starts(const struct parts *parts, size_t part, uint32_t start, uint64_t end,
                              uint32_t *places)
{
    if (part >= parts->count || part >= PARTS) {
        bool first = false;
        for (size_t i = 0; i < part; i++)
            first |= places[i] == start;
        return first;
    }
    const struct near_part *item = &parts->items[part];
    for (size_t i = 0; i < item->count; i++) {
        bool taken = item->starts[i] < start || item->starts[i] + item->extent > end;
        for (size_t k = 0; k < part; k++)
            taken |= places[k] == item->starts[i];
        places[part] = item->starts[i];
        if (!taken && can_choose_starts(parts, part + 1, start, end, places))
            return true;
    }
    return false;
}

static void places_are_those_of_every_choice(void **state)
{
    (void)state;
    size_t found = 0;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(260, number), random = seed;
        struct parts parts;
        struct position_list places = {0};
        uint32_t slack = random_below(&random, 6), chosen[PARTS];
        size_t at = 0;
        random_parts(&parts, &random);
        near_find(parts.items, parts.count, slack, &places);
        uint64_t room = slack;
        for (size_t i = 0; i < parts.count; i++)
            room += parts.items[i].extent;
        for (uint32_t start = 0; start < LENGTH; start++)
            if (can_choose_starts(&parts, 0, start, start + room, chosen)) {
                EXPECT(seed, at < vector_count(&places) && places.items[at] == start);
                at++;
            }
        EXPECT(seed, at == vector_count(&places));
        found += at;
        vector_release(&places);
    }
    assert_true(found > CASES);
}

/* The ends of what positions can be, and texts that say the same words over and over. */
static void far_and_many_places_are_found(void **state)
{
    (void)state;
    static uint32_t many[20000];
    static const uint32_t first[] = {UINT32_MAX - 3}, last[] = {UINT32_MAX - 1};
    const struct near_part far[] = {{first, 1, 1}, {last, 1, 1}};
    struct near_part same[NEAR_PARTS_MAX];
    struct position_list places = {0};
    near_find(far, 2, 0, &places);
    assert_int_equal(vector_count(&places), 0);
    near_find(far, 2, 1000, &places);
    assert_int_equal(vector_count(&places), 1);
    vector_clear(&places);
    for (uint32_t i = 0; i < 20000; i++)
        many[i] = i;
    for (size_t i = 0; i < NEAR_PARTS_MAX; i++)
        same[i] = (struct near_part){many, 20000, 1};
    near_find(same, NEAR_PARTS_MAX, 1000, &places);
    assert_int_equal(vector_count(&places), 20000 - NEAR_PARTS_MAX + 1);
    vector_release(&places);
}

SUITE(near)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_those_of_every_choice),
        cmocka_unit_test(far_and_many_places_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
