/* Numbers at the start of a string, of any base. (Those that are all of a text: vocabulary.c.) */
#include "tests/unit/base/property.h"

#include <errno.h>
#include <stdio.h>

#include "common/base/parse_number.h"
#include "tests/unit/suite.h"

static void digits_are_read_up_to_what_follows(void **state)
{
    (void)state;
    const char *text = "0755 12f-9", *at = text;
    uint64_t number;
    assert_true(parse_digits(&at, 8, 0777, &number) && number == 0755 && at == text + 4);
    at++;
    assert_true(parse_digits(&at, 16, UINT64_MAX, &number) && number == 0x12f && *at == '-');
    assert_false(parse_digits(&at, 10, UINT64_MAX, &number));
    assert_true(*at == '-' && number == 0x12f);
    at++;
    assert_true(parse_digits(&at, 10, 9, &number) && number == 9 && *at == '\0');
    assert_false(parse_digits(&at, 10, 9, &number));
}

static void digits_of_another_base_end_the_number(void **state)
{
    (void)state;
    uint64_t number;
    const char *octal = "778", *decimal = "9a", *upper = "FF";
    assert_true(parse_digits(&octal, 8, UINT64_MAX, &number) && number == 077 && *octal == '8');
    assert_true(parse_digits(&decimal, 10, UINT64_MAX, &number) && number == 9 && *decimal == 'a');
    assert_false(parse_digits(&upper, 16, UINT64_MAX, &number));
    assert_false(parse_hexadecimal(slice_of("fF"), UINT64_MAX, &number));
}

static void no_number_is_larger_than_its_limit(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 20000; i++) {
        uint64_t seed = seed_of(72, i), random = seed, number = 7;
        uint64_t value = random_next(&random) >> random_below(&random, 64);
        uint64_t max = random_below(&random, 2) == 0
                           ? value + random_below(&random, 3) - 1
                           : random_next(&random) >> random_below(&random, 64);
        char text[40];
        snprintf(text, sizeof text, random_below(&random, 2) == 0 ? "%" PRIx64 : "%" PRIu64, value);
        unsigned base = strpbrk(text, "abcdef") != NULL || random_below(&random, 2) == 0 ? 16 : 10;
        char *end;
        errno = 0;
        uint64_t expected = strtoull(text, &end, (int)base);
        bool fits = errno == 0 && expected <= max;
        const char *at = text;
        EXPECT(seed, parse_digits(&at, base, max, &number) == fits);
        EXPECT(seed, at == (fits ? end : text) && number == (fits ? expected : 7));
    }
}

SUITE(parse_number)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_are_read_up_to_what_follows),
        cmocka_unit_test(digits_of_another_base_end_the_number),
        cmocka_unit_test(no_number_is_larger_than_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
