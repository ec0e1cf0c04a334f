/* Names of segments and amendments: what is printed is parsed, and nothing else. */
#include "tests/unit/base/property.h"

#include "common/index/segment_name.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

static void names_come_back(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 2000; number++) {
        uint64_t seed = seed_of(111, number), random = seed;
        struct segment_name parts = {random_next(&random) >> random_below(&random, 64),
                                     random_of_any_size(&random),
                                     (enum segment_name_kind)random_below(&random, NAME_KINDS)};
        struct segment_name back;
        char name[SEGMENT_NAME_SIZE];
        parts.generation += parts.generation == 0;
        segment_name_print(&parts, name);
        EXPECT(seed, segment_name_parse(name, &back));
        EXPECT(seed, back.generation == parts.generation && back.number == parts.number &&
                         back.kind == parts.kind);
        /* Another byte gives another name, or none. */
        size_t at = random_below(&random, (uint32_t)strlen(name));
        char was = name[at];
        name[at] = (char)(1 + random_below(&random, 255));
        EXPECT(seed, name[at] == was || !segment_name_parse(name, &back) ||
                         back.generation != parts.generation || back.number != parts.number ||
                         back.kind != parts.kind);
    }
}

static void the_ends_of_both_numbers_are_names(void **state)
{
    (void)state;
    struct segment_name parts;
    assert_true(segment_name_parse("00000001-000.seg", &parts));
    assert_true(parts.generation == 1 && parts.number == 0 && parts.kind == NAME_SEGMENT);
    assert_true(segment_name_parse("ffffffffffffffff-4294967295.amend", &parts));
    assert_true(parts.generation == UINT64_MAX && parts.number == UINT32_MAX &&
                parts.kind == NAME_AMENDMENTS);
    assert_true(segment_name_parse("00000001-000.left", &parts));
    assert_true(parts.kind == NAME_LEFT_OUT);
}

static void other_names_are_not(void **state)
{
    (void)state;
    static const char *const others[] = {"",
                                         ".seg",
                                         "film.seg",
                                         "-000.seg",
                                         "00000000-000.seg",
                                         "1-000.seg",
                                         "000000001-000.seg",
                                         "10000000000000000-000.seg",
                                         "ffffffffffffffffffffffffffffffffffff-000.seg",
                                         "0000000A-000.seg",
                                         "+0000001-000.seg",
                                         " 0000001-000.seg",
                                         "0x000001-000.seg",
                                         "00000001-.seg",
                                         "00000001-0.seg",
                                         "00000001-0000.seg",
                                         "00000001--01.seg",
                                         "00000001-4294967296.seg",
                                         "00000001-18446744073709551616.seg",
                                         "00000001-000",
                                         "00000001-000.SEG",
                                         "00000001-000.seg~",
                                         "00000001-000.seg.tmp",
                                         "00000001-000.amendment"};
    struct segment_name parts;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (segment_name_parse(others[i], &parts))
            fail_msg("parsed: %s", others[i]);
}

SUITE(segment_name)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_come_back),
        cmocka_unit_test(the_ends_of_both_numbers_are_names),
        cmocka_unit_test(other_names_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
