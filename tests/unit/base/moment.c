/* Dates as articles give them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "common/base/moment.h"
#include "tests/unit/suite.h"

struct reading {
    const char *text;
    size_t read;
    const char *printed;
};

static void check_dates(size_t (*parse)(const char *, size_t, struct moment *),
                        const struct reading *reading)
{
    struct moment moment;
    char text[MOMENT_TEXT_SIZE];
    size_t read = parse(reading->text, strlen(reading->text), &moment);
    if (read != reading->read)
        print_error("'%s'\n", reading->text);
    assert_int_equal(read, reading->read);
    assert_string_equal(moment_print(&moment, text), reading->printed);
}

static void dates_are_read_at_their_precision(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"2022", 4, "2022"},
        {"2022-01", 7, "2022-01"},
        {"2022-01 https://", 7, "2022-01"},
        {"2022-01-06", 10, "2022-01-06"},
        {"2022-01-06T11:54+0100", 21, "2022-01-06T11:54+01:00"},
        {"2022-01-06T11:54+01:00", 22, "2022-01-06T11:54+01:00"},
        {"2022-01-06T11:54-03", 19, "2022-01-06T11:54-03:00"},
        {"2022-01-06T11:54Z", 17, "2022-01-06T11:54Z"},
        {"2022-01-06 11:54:07", 19, "2022-01-06T11:54:07"},
        {"2022-01-06T11:54:07.123456Z.", 27, "2022-01-06T11:54:07Z"},
        {"2022-01-06 11:54:07 +0530", 25, "2022-01-06T11:54:07+05:30"},
        {"2022-01-06 11:54 -12 morts", 16, "2022-01-06T11:54"},
        {"2022-01-06T24:00", 16, "2022-01-06T24:00"},
        {"2016-12-31T23:59:60Z", 20, "2016-12-31T24:00:00Z"},
        {"2024-02-29", 10, "2024-02-29"},
        {"1000", 4, "1000"},
        {"9999-12-31", 10, "9999-12-31"},
    };
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_dates(moment_parse, &readings[i]);
}

static void what_is_no_date_is_not_read(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"", 0, ""},
        {"abcd", 0, ""},
        {"0999", 0, ""},
        {"20220106", 0, ""},
        {"2023-02-30", 0, ""},
        {"2023-02-29", 0, ""},
        {"1900-02-29", 0, ""},
        {"2022-13", 4, "2022"},
        {"2022-00-01", 4, "2022"},
        {"2022-015", 4, "2022"},
        {"2022-01-6", 7, "2022-01"},
        {"2022-01-06T25:00", 10, "2022-01-06"},
        {"2022-01-06T24:01", 10, "2022-01-06"},
        {"2022-01-06T11:60", 10, "2022-01-06"},
        {"2022-01-06T11:54:61", 16, "2022-01-06T11:54"},
        {"2022-01-06T11:54+2500", 16, "2022-01-06T11:54"},
    };
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_dates(moment_parse, &readings[i]);
}

static void french_dates_are_read(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"06.01.2022", 10, "2022-01-06"},
        {"31/12/1999 soir", 10, "1999-12-31"},
        {"06.01/2022", 0, ""},
        {"31.02.2022", 0, ""},
        {"6.1.2022", 0, ""},
        {"06.01.20222", 0, ""},
        {"06.01.", 0, ""},
        {"06", 0, ""},
    };
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_dates(moment_parse_french, &readings[i]);
}

static void cut_texts_are_never_read_past_their_end(void **state)
{
    (void)state;
    const char *whole = "2022-01-06T11:54:07.5+0100";
    for (size_t size = 0; size <= strlen(whole); size++) {
        struct moment moment;
        char exact[32];
        memcpy(exact, whole, size);
        memset(exact + size, '9', sizeof exact - size);
        assert_true(moment_parse(exact, size, &moment) <= size);
        assert_int_equal(moment.precision != MOMENT_NONE, size >= 4);
    }
}

static void days_and_civil_dates_are_one_to_one(void **state)
{
    (void)state;
    assert_int_equal(moment_day(1970, 1, 1), 0);
    assert_int_equal(moment_day(2000, 3, 1), 11017);
    assert_int_equal(moment_day(1969, 12, 31), -1);
    int year = 1000, month = 1, day = 0;
    for (int32_t at = moment_day(1000, 1, 1); at <= moment_day(9999, 12, 31); at++) {
        int next_year, next_month, next_day;
        moment_civil(at, &next_year, &next_month, &next_day);
        if (next_day == 1) {
            assert_true(day == 0 || (day >= 28 && day <= 31));
            assert_true(next_year * 12 + next_month == year * 12 + month + (day != 0));
        } else {
            assert_int_equal(next_day, day + 1);
        }
        assert_int_equal(moment_day(next_year, next_month, next_day), at);
        year = next_year, month = next_month, day = next_day;
    }
    assert_int_equal(year, 9999);
}

static void any_stored_moment_prints_within_its_room(void **state)
{
    (void)state;
    static const int32_t days[] = {INT32_MIN, -1, 0, INT32_MAX};
    static const int32_t seconds[] = {INT32_MIN, -1, 0, 86400, 86401, INT32_MAX};
    static const int16_t zones[] = {INT16_MIN, INT16_MIN + 1, -1, 0, INT16_MAX};
    for (size_t d = 0; d < 4; d++)
        for (size_t s = 0; s < 6; s++)
            for (size_t z = 0; z < 5; z++)
                for (unsigned precision = 0; precision < 256; precision++) {
                    struct moment moment = {days[d], seconds[s], zones[z], (uint8_t)precision};
                    char text[MOMENT_TEXT_SIZE];
                    memset(text, 'x', sizeof text);
                    assert_true(strlen(moment_print(&moment, text)) < sizeof text);
                }
}

SUITE(moment)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_at_their_precision),
        cmocka_unit_test(what_is_no_date_is_not_read),
        cmocka_unit_test(french_dates_are_read),
        cmocka_unit_test(cut_texts_are_never_read_past_their_end),
        cmocka_unit_test(days_and_civil_dates_are_one_to_one),
        cmocka_unit_test(any_stored_moment_prints_within_its_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
