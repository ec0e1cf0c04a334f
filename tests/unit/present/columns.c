/* Widths of characters on a terminal, and walking a text both ways. */
#include "tests/unit/present/hostile.h"

#include "common/analysis/safe.h"
#include "query/present/columns.h"
#include "tests/unit/suite.h"

enum { CASES = 20000 };

struct row {
    const char *text;
    size_t columns;
};

static void check(const struct row *rows, size_t count)
{
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        size_t got = columns_of(rows[i].text, strlen(rows[i].text));
        if (got != rows[i].columns)
            print_error("%s: %zu columns, not %zu\n", rows[i].text, got, rows[i].columns);
        all &= got == rows[i].columns;
    }
    assert_true(all);
}

#define CHECK(rows) check((rows), sizeof(rows) / sizeof *(rows))

static void letters_are_one_column(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", 0},       {"a", 1},    {"mot", 3}, {"été", 3}, {"œuvre", 5}, {"Ελλάδα", 6},
        {"Москва", 6}, {"שלום", 4}, {"ｱ", 1},   {"…", 1},   {"«»", 2},    {"12\u00a0000", 6},
    };
    CHECK(rows);
}

static void characters_of_east_asia_and_emoji_are_two(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"中", 2}, {"中文", 4}, {"ひらがな", 8}, {"한국어", 6},
        {"Ａ", 2}, {"😀", 2},    {"𠀀", 2},       {"a中b", 4},
    };
    CHECK(rows);
}

static void combining_and_invisible_marks_are_none(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\u0301", 0}, {"e\u0301", 1}, {"e\u0301\u0327", 1}, {"\u200b", 0},
        {"\u200d", 0}, {"\ufeff", 0},  {"❤\ufe0f", 1},
    };
    CHECK(rows);
}

static void blanks_and_bad_bytes_are_one_each(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {" ", 1},        {"  ", 2},           {"\n\t", 2},           {"\x1b", 1},     {"\x7f", 1},
        {"\xc2\x85", 1}, {"\u2028", 1},       {"\u202e", 1},         {"\xff", 1},     {"\xc3", 1},
        {"\xe4\xb8", 2}, {"\xed\xa0\x80", 3}, {"a\xf0\x9f\x98z", 5}, {"\xc0\xaf", 2},
    };
    CHECK(rows);
}

/* The size of a character is UTF-8's, and what is no character is a blank of one byte. */
static void a_step_is_a_character(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(203, number), random = seed;
        size_t size;
        char *text = hostile_bytes(&random, 20, &size);
        for (size_t at = 0; at < size; at++) {
            struct column_step step = columns_step(text + at, size - at);
            uint32_t character = 0;
            size_t bytes = naive_character(text + at, size - at, &character);
            EXPECT(seed, step.bytes == (bytes == 0 ? 1 : bytes));
            EXPECT(seed, step.blank == (bytes == 0 || safe_is_blank(character)));
            EXPECT(seed, step.columns <= 2 && (!step.blank || step.columns == 1));
        }
        free(text);
    }
}

static bool equal(struct column_step one, struct column_step other)
{
    return one.bytes == other.bytes && one.columns == other.columns && one.blank == other.blank;
}

static void stepping_back_undoes_each_step(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(204, number), random = seed;
        size_t size, columns = 0;
        char *text = hostile_bytes(&random, 20, &size);
        for (size_t at = 0; at < size;) {
            struct column_step step = columns_step(text + at, size - at);
            at += step.bytes;
            columns += step.columns;
            EXPECT(seed, equal(columns_step_back(text, at), step));
        }
        EXPECT(seed, columns_of(text, size) == columns);
        free(text);
    }
}

/* Sequences of continuation bytes, longer than any character: only what begins one ends the walk
 * back. */
static void stepping_back_takes_bad_bytes_one_by_one(void **state)
{
    (void)state;
    static const char *const texts[] = {"\x80",
                                        "\x80\x80\x80\x80\x80\x80",
                                        "\xc3\xa9\xa9",
                                        "\xf0\x9f\x98",
                                        "\xf0\x9f\x98\x80\x80",
                                        "é\xe4\xb8",
                                        "\xff\xbf\xbf",
                                        "\xc0\xaf"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t size = strlen(texts[i]), forward = 0, back = 0;
        for (size_t at = 0; at < size; forward++)
            at += columns_step(texts[i] + at, size - at).bytes;
        for (size_t at = size; at > 0; back++)
            at -= columns_step_back(texts[i], at).bytes;
        assert_int_equal(forward, back);
    }
}

SUITE(columns)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_one_column),
        cmocka_unit_test(characters_of_east_asia_and_emoji_are_two),
        cmocka_unit_test(combining_and_invisible_marks_are_none),
        cmocka_unit_test(blanks_and_bad_bytes_are_one_each),
        cmocka_unit_test(a_step_is_a_character),
        cmocka_unit_test(stepping_back_undoes_each_step),
        cmocka_unit_test(stepping_back_takes_bad_bytes_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
