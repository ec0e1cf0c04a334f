/* Dates of mail and RSS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/sources/text/mail_date.h"
#include "tests/unit/suite.h"

static void expect_date(const char *text, const char *date)
{
    struct moment moment = {.zone = MOMENT_NO_ZONE};
    char printed[MOMENT_TEXT_SIZE];
    bool read = mail_date_parse((struct text_span){text, strlen(text)}, &moment);
    if (!read && date[0] != '\0')
        print_error("%s\n", text);
    assert_int_equal(read, date[0] != '\0');
    assert_string_equal(moment_print(&moment, printed), date);
}

static void dates(void **state)
{
    (void)state;
    expect_date("Thu, 06 Jan 2022 11:54:00 +0100", "2022-01-06T11:54:00+01:00");
    expect_date("6 Jan 2022 11:54:00 GMT", "2022-01-06T11:54:00Z");
    expect_date("Thu,  6 January 2022 11:54 -0530", "2022-01-06T11:54-05:30");
    expect_date("  Thu 06 JAN 22 11:54:00 EST", "2022-01-06T11:54:00-05:00");
    expect_date("31 Dec 99", "1999-12-31");
    expect_date("1 sept 2001 08:00:01", "2001-09-01T08:00:01");
    expect_date("Sat, 29 Feb 2020 25:00:00", "2020-02-29");
    expect_date("Thu, 06 Jan 2022 11:54:00 +99", "2022-01-06T11:54:00");
}

static void other_texts(void **state)
{
    (void)state;
    expect_date("", "");
    expect_date("Thu,", "");
    expect_date("31 Feb 2020", "");
    expect_date("0 Jan 2020", "");
    expect_date("6 janvier", "");
    expect_date("6 Jan 202", "");
    expect_date("2022-01-06", "");
    expect_date("6 Xyz 2022", "");
}

SUITE(mail_date)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(dates), cmocka_unit_test(other_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
