/* Dates as people and programs write them, and what only looks like one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/sources/dates/date_reader.h"
#include "tests/unit/suite.h"

struct row {
    const char *text, *date; /* "" for none */
};

static void check_date(const char *text, const struct moment *moment, const char *date)
{
    char printed[MOMENT_TEXT_SIZE];
    if (strcmp(moment_print(moment, printed), date) != 0)
        print_error("in '%s'\n", text);
    assert_string_equal(printed, date);
}

static struct text_span span(const char *text)
{
    return (struct text_span){text, strlen(text)};
}

static void check_values(const struct row *rows, size_t count, unsigned style)
{
    for (size_t i = 0; i < count; i++) {
        struct moment moment;
        bool read = date_read_value(span(rows[i].text), style, &moment);
        check_date(rows[i].text, &moment, rows[i].date);
        assert_int_equal(read, rows[i].date[0] != '\0');
    }
}

#define CHECK_VALUES(rows, style) check_values(rows, sizeof(rows) / sizeof *(rows), style)

static void years_come_first(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2022-06-15", "2022-06-15"},
        {"2022/06/15", "2022-06-15"},
        {"2022.06.15", "2022-06-15"},
        {"2022-6-5", "2022-06-05"},
        {"2022/6/5", "2022-06-05"},
        {"2022. 6. 5.", "2022-06-05"},
        {"2022:06:15 11:54:07", "2022-06-15T11:54:07"},
        {"2022\xe2\x80\x91"
         "06\xe2\x80\x91"
         "15",
         "2022-06-15"},
        {"2022-166", "2022-06-15"},
        {"2022_06_15", "2022-06-15"},
        {"2022 06 15", "2022-06-15"},
        {"2022 06 31", ""},
        {"2022 06", "2022"},
        {"2024-366", "2024-12-31"},
        {"2022-Jun-15", "2022-06-15"},
        {"2022 Jun 5", "2022-06-05"},
        {"2022, 15 juin", "2022"},
        {"2022年6月15日", "2022-06-15"},
        {"2022년 6월 15일", "2022-06-15"},
        {"2022-06", "2022-06"},
        {"2022/6", "2022-06"},
        {"2022", "2022"},
        {"2022.0", "2022"},
        {"1860-00-00", "1860"},
        {"1860-07-00", "1860-07"},
        {"1914-1918", "1914"},
        {"1860/1865", "1860"},
        {"2019-20", "2019"},
        {"[1887]", "1887"},
        {"vers 1887 ?", "1887"},
        {"2022-06-15/2022-06-18", "2022-06-15"},
        {"9999-12-31", "9999-12-31"},
    };
    CHECK_VALUES(rows, DATE_PLAIN);
}

static void days_come_first(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"15/06/2022", "2022-06-15"},  {"15.06.2022", "2022-06-15"},
        {"15-06-2022", "2022-06-15"},  {"5/6/2022", "2022-06-05"},
        {"15. 6. 2022", "2022-06-15"}, {"15 / 06 / 2022", "2022-06-15"},
        {"15 06 2022", "2022-06-15"},  {"06/15/2022", "2022-06-15"},
        {"15/06/22", "2022-06-15"},    {"15.06.99", "1999-06-15"},
        {"5.6.22", "2022-06-05"},      {"06/2022", "2022-06"},
        {"6-2022", "2022-06"},         {"06.2022", "2022-06"},
    };
    CHECK_VALUES(rows, DATE_PLAIN);
}

static void months_come_first_where_they_do(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"06/05/2022", "2022-06-05"}, {"6/5/22", "2022-06-05"},     {"15/06/2022", "2022-06-15"},
        {"06.05.2022", "2022-05-06"}, {"2022/06/05", "2022-06-05"},
    };
    CHECK_VALUES(rows, DATE_MONTH_FIRST);
}

static void months_have_names(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"15 juin 2022", "2022-06-15"},
        {"15 Juin 2022", "2022-06-15"},
        {"1er mars 2022", "2022-03-01"},
        {"1ᵉʳ mars 2022", "2022-03-01"},
        {"1 er mars 2022", "2022-03-01"},
        {"le premier mars 2022", "2022-03-01"},
        {"1 janv. 2022", "2022-01-01"},
        {"6 févr. 2022", "2022-02-06"},
        {"6 fév 2022", "2022-02-06"},
        {"6 FÉVRIER 2022", "2022-02-06"},
        {"6 fevrier 2022", "2022-02-06"},
        {"6 fe\xcc\x81vrier 2022", "2022-02-06"},
        {"28 avr. 2022", "2022-04-28"},
        {"9 juil. 2022", "2022-07-09"},
        {"9 juill. 2022", "2022-07-09"},
        {"15 août 2022", "2022-08-15"},
        {"15 aout 2022", "2022-08-15"},
        {"30 sept. 2022", "2022-09-30"},
        {"25 déc. 2022", "2022-12-25"},
        {"15\xc2\xa0juin\xc2\xa0"
         "2022",
         "2022-06-15"},
        {"15-juin-2022", "2022-06-15"},
        {"15/juin/2022", "2022-06-15"},
        {"15 juin 22", "2022-06-15"},
        {"15 juin ’22", "2022-06-15"},
        {"juin 2022", "2022-06"},
        {"Août 1914", "1914-08"},
        {"mercredi 15 juin 2022", "2022-06-15"},
        {"mar. 7 juin 2022", "2022-06-07"},
        {"Publié le mercredi 15 juin 2022", "2022-06-15"},
        {"June 15, 2022", "2022-06-15"},
        {"June 15th, 2022", "2022-06-15"},
        {"Jun 5 2022", "2022-06-05"},
        {"15th of June 2022", "2022-06-15"},
        {"2nd May 2022", "2022-05-02"},
        {"Sept. 3, 2022", "2022-09-03"},
        {"15. Juni 2022", "2022-06-15"},
        {"3. März 2022", "2022-03-03"},
        {"1. Jänner 2022", "2022-01-01"},
        {"9. Dez. 2022", "2022-12-09"},
        {"15 de junio de 2022", "2022-06-15"},
        {"1º de enero del 2022", "2022-01-01"},
        {"15 giugno 2022", "2022-06-15"},
        {"15 de março de 2022", "2022-03-15"},
        {"15 mei 2022", "2022-05-15"},
        {"15 czerwca 2022", "2022-06-15"},
        {"15 Ağustos 2022", "2022-08-15"},
        {"15 июня 2022", "2022-06-15"},
    };
    CHECK_VALUES(rows, DATE_PLAIN);
}

static void times_follow(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2022-06-15T11:54+0100", "2022-06-15T11:54+01:00"},
        {"2022-06-15T11:54:07.123456Z", "2022-06-15T11:54:07Z"},
        {"2022-06-15T11:54-03", "2022-06-15T11:54-03:00"},
        {"2022-06-15 11:54:07 +0530", "2022-06-15T11:54:07+05:30"},
        {"2022-06-15 11:54 -12 morts", "2022-06-15T11:54"},
        {"2022-06-15T24:00", "2022-06-15T24:00"},
        {"2022-06-15T25:00", "2022-06-15"},
        {"2022-06-15T11:60", "2022-06-15"},
        {"2016-12-31T23:59:60Z", "2016-12-31T24:00:00Z"},
        {"2022-06-15T115407Z", "2022-06-15T11:54:07Z"},
        {"2022/06/15 - 9:05", "2022-06-15T09:05"},
        {"15 juin 2022 à 11h54", "2022-06-15T11:54"},
        {"15 juin 2022 à 11 h 54", "2022-06-15T11:54"},
        {"15 juin 2022, 11h", "2022-06-15T11:00"},
        {"15 juin 2022 à 20 heures 30", "2022-06-15T20:30"},
        {"15 juin 2022 | 11:54", "2022-06-15T11:54"},
        {"15 juin 2022 à 12 pages", "2022-06-15"},
        {"15/06/2022 à 11:54:07", "2022-06-15T11:54:07"},
        {"15.06.22, 9h05", "2022-06-15T09:05"},
        {"15. Juni 2022 um 11.54 Uhr", "2022-06-15T11:54"},
        {"15. Juni 2022, 11:54 Uhr", "2022-06-15T11:54"},
        {"June 15, 2022 at 1:05 pm", "2022-06-15T13:05"},
        {"June 15, 2022, 12:05 a.m. EDT", "2022-06-15T00:05-04:00"},
        {"15 June 2022 3pm", "2022-06-15T15:00"},
        {"2022-06-15 11:54 UTC+2", "2022-06-15T11:54+02:00"},
        {"2022-06-15 11:54 (GMT)", "2022-06-15T11:54Z"},
        {"Jeudi 6 janvier 2022 – 11h54 CET", "2022-01-06T11:54+01:00"},
    };
    CHECK_VALUES(rows, DATE_PLAIN);
}

static void programs_have_ways_of_their_own(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Thu, 06 Jan 2022 11:54:00 +0100", "2022-01-06T11:54:00+01:00"},
        {"6 Jan 2022 11:54:00 GMT", "2022-01-06T11:54:00Z"},
        {"Thu,  6 January 2022 11:54 -0530", "2022-01-06T11:54-05:30"},
        {"  Thu 06 JAN 22 11:54:00 EST", "2022-01-06T11:54:00-05:00"},
        {"31 Dec 99", "1999-12-31"},
        {"1 sept 2001 08:00:01", "2001-09-01T08:00:01"},
        {"Sat, 29 Feb 2020 25:00:00", "2020-02-29"},
        {"Thu, 06 Jan 2022 11:54:00 +99", "2022-01-06T11:54:00"},
        {"Thursday, 06-Jan-22 11:54:00 GMT", "2022-01-06T11:54:00Z"},
        {"Thu Jan  6 11:54:00 2022", "2022-01-06T11:54:00"},
        {"Thu Jan  6 11:54:00 CET 2022", "2022-01-06T11:54:00+01:00"},
        {"Thu Jan 06 2022 11:54:00 GMT+0100 (CET)", "2022-01-06T11:54:00+01:00"},
        {"06/Jan/2022:11:54:00 +0100", "2022-01-06T11:54:00+01:00"},
        {"20220615", "2022-06-15"},
        {"20220615T115407Z", "2022-06-15T11:54:07Z"},
        {"20220615T1154+0200", "2022-06-15T11:54+02:00"},
        {"2022061511", "2022-06-15T11:00"},
        {"202206151154", "2022-06-15T11:54"},
        {"20220615115407123", "2022-06-15T11:54:07"},
        {"15062022", "2022-06-15"},
        {"20220615115407", "2022-06-15T11:54:07"},
        {"20220615 11:54", "2022-06-15T11:54"},
        {"D:20220615115407+02'00'", "2022-06-15T11:54:07+02:00"},
        {"1654502400", "2022-06-06T08:00:00Z"},
        {"1654502400.25", "2022-06-06T08:00:00Z"},
        {"1654502400000", "2022-06-06T08:00:00Z"},
        {"1654502400000000", "2022-06-06T08:00:00Z"},
        {"1654502400000000000", "2022-06-06T08:00:00Z"},
        {"@1654502400", "2022-06-06T08:00:00Z"},
        {"/Date(1654502400000)/", "2022-06-06T08:00:00Z"},
        {"/Date(1654502400000+0200)/", "2022-06-06T08:00:00Z"},
        {"100000000", "1973-03-03T09:46:40Z"},
    };
    CHECK_VALUES(rows, DATE_PLAIN);
}

static void what_is_no_date_is_not_read(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"   ", ""},
        {"demain", ""},
        {"0999", ""},
        {"0000-00-00", ""},
        {"0001-01-01T00:00:00", ""},
        {"-0044-03-15", ""},
        {"2023-02-30", ""},
        {"1900-02-29", ""},
        {"2022-00-01", ""},
        {"2022-13-01", ""},
        {"2022-06-151", ""},
        {"2022-06-31T11:54", ""},
        {"31/02/2022", ""},
        {"15/13/2022 15/13", ""},
        {"00/00/2022", ""},
        {"30 février 2022", ""},
        {"0 janvier 2022", ""},
        {"31 Feb 2020", ""},
        {"15 juin", ""},
        {"15 juin 202", ""},
        {"6 Xyz", ""},
        {"10.11.12.13", ""},
        {"1.2.3", ""},
        {"v2.10.4-rc1", ""},
        {"01.02.2003.04", ""},
        {"06 12 34 56 78", ""},
        {"01.23.45.67.89", ""},
        {"+33 1 23 45 67 89", ""},
        {"20221306", ""},
        {"20220631", ""},
        {"123456", ""},
        {"0612345678", ""},
        {"12345678901234567890", ""},
        {"99999999999999999999999999", ""},
        {"1654502400x", ""},
        {"12 500 €", ""},
        {"$2022", ""},
    };
    CHECK_VALUES(rows, DATE_PLAIN);
}

static void texts_have_dates_in_them(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Publié le 15 juin 2022 à 11h54 par la rédaction", "2022-06-15T11:54"},
        {"le 15/06/2022", "2022-06-15"},
        {"Mis en ligne :15.06.2022", "2022-06-15"},
        {"On June 15, 2022, it rained.", "2022-06-15"},
        {"réf. 15.06.22", ""},
        {"1.15.06.2022", ""},
        {"n° 20220615", ""},
        {"loi n° 2022-123 du 15 juin 2022", "2022-06-15"},
        {"version 2022.06.15.3", ""},
        {"le 5.6", ""},
        {"A15/06/2022", ""},
        {"tél. 15 06 2022", ""},
        {"15/06/20222", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text_span rest = span(rows[i].text);
        struct found_date found = {.moment = {.zone = MOMENT_NO_ZONE}};
        bool is_found = date_find(&rest, DATE_PLAIN, &found);
        while (is_found && found.moment.precision < MOMENT_DAY)
            is_found = date_find(&rest, DATE_PLAIN, &found);
        if (!is_found)
            found.moment = (struct moment){.zone = MOMENT_NO_ZONE};
        check_date(rows[i].text, &found.moment, rows[i].date);
    }
}

static void a_date_has_a_place(void **state)
{
    (void)state;
    const char *text = "Le 15 juin 2022, puis 01/07/2022.";
    struct text_span rest = span(text);
    struct found_date found;
    assert_true(date_find(&rest, DATE_PLAIN, &found));
    assert_int_equal(found.at.bytes - text, 3);
    assert_int_equal(found.at.size, strlen("15 juin 2022"));
    assert_true(date_find(&rest, DATE_PLAIN, &found));
    assert_memory_equal(found.at.bytes, "01/07/2022", found.at.size);
    assert_false(date_find(&rest, DATE_PLAIN, &found));
    assert_int_equal(rest.size, 0);
    struct moment moment;
    assert_int_equal(date_read(span("2022-06-15 Titre"), DATE_PLAIN, &moment), 10);
    assert_int_equal(date_read(span("le 2022-06-15"), DATE_PLAIN, &moment), 0);
}

/* Each cut is in memory of its own, so that reading past its end is found. */
static void cut_texts_are_never_read_past_their_end(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "2022-06-15T11:54:07.5+01:00",
        "1er févr. 2022 à 11 h 54 (UTC+2)",
        "Thu Jan  6 11:54:00 CET 2022",
        "D:20220615115407+02'00'",
        "2022年6月15日",
        "/Date(1654502400000+0200)/",
        "15.06.22, 9.05 p.m. CEST",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t size = 1; size <= strlen(texts[i]); size++) {
            char *exact = malloc(size);
            assert_non_null(exact);
            memcpy(exact, texts[i], size);
            struct moment moment;
            date_read_value((struct text_span){exact, size}, DATE_FIELD, &moment);
            assert_true(date_read((struct text_span){exact, size}, DATE_FIELD, &moment) <= size);
            free(exact);
        }
}

SUITE(date_reader)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_come_first),
        cmocka_unit_test(days_come_first),
        cmocka_unit_test(months_come_first_where_they_do),
        cmocka_unit_test(months_have_names),
        cmocka_unit_test(times_follow),
        cmocka_unit_test(programs_have_ways_of_their_own),
        cmocka_unit_test(what_is_no_date_is_not_read),
        cmocka_unit_test(texts_have_dates_in_them),
        cmocka_unit_test(a_date_has_a_place),
        cmocka_unit_test(cut_texts_are_never_read_past_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
