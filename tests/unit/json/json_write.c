/* JSON strings: what a JSON reader has again, and nothing that could harm on its way there. */
#include <stdio.h>

#include "tests/unit/present/hostile.h"

#include "common/analysis/safe.h"
#include "common/json/json_write.h"
#include "tests/unit/suite.h"

enum { CASES = 20000 };

#define REPLACEMENT "\xef\xbf\xbd"

struct row {
    const char *text, *expected;
};

static void check(const struct row *rows, size_t count)
{
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        struct buffer got;
        buffer_init(&got);
        json_string(&got, rows[i].text, strlen(rows[i].text));
        bool equal = strcmp(buffer_string(&got), rows[i].expected) == 0;
        if (!equal)
            print_error("expected  %s\n     got  %s\n", rows[i].expected, buffer_string(&got));
        buffer_release(&got);
        all &= equal;
    }
    assert_true(all);
}

#define CHECK(rows) check((rows), sizeof(rows) / sizeof *(rows))

static void text_stays_text(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", "\"\""},         {"mot", "\"mot\""},         {"été 中文 😀", "\"été 中文 😀\""},
        {"a/b", "\"a/b\""},   {"l'état", "\"l'état\""},   {"\u00a0", "\"\u00a0\""},
        {" a  ", "\" a  \""}, {"e\u0301", "\"e\u0301\""},
    };
    CHECK(rows);
}

static void quotes_and_backslashes_are_escaped(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"", "\"\\\"\""},
        {"\\", "\"\\\\\""},
        {"\\\"", "\"\\\\\\\"\""},
        {"a\\u0041", "\"a\\\\u0041\""},
        {"dit \"non\"", "\"dit \\\"non\\\"\""},
    };
    CHECK(rows);
}

static void every_control_is_escaped(void **state)
{
    (void)state;
    for (unsigned control = 0; control < 0xa0; control++) {
        if (control == 0x20)
            control = 0x7f;
        char text[3] = {'a', (char)control, 'z'}, expected[32];
        char c1[4] = {'a', '\xc2', (char)control, 'z'};
        struct buffer got;
        buffer_init(&got);
        json_string(&got, control < 0x80 ? text : c1, control < 0x80 ? sizeof text : sizeof c1);
        if (control == '\n')
            strcpy(expected, "\"a\\nz\"");
        else if (control == '\t')
            strcpy(expected, "\"a\\tz\"");
        else
            snprintf(expected, sizeof expected, "\"a\\u%04xz\"", control);
        assert_string_equal(buffer_string(&got), expected);
        buffer_release(&got);
    }
}

static void directional_marks_and_separators_are_escaped(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"txt\u202e.exe", "\"txt\\u202e.exe\""},
        {"\u061c", "\"\\u061c\""},
        {"\u200e\u200f", "\"\\u200e\\u200f\""},
        {"\u202a\u202b\u202c\u202d", "\"\\u202a\\u202b\\u202c\\u202d\""},
        {"\u2066\u2067\u2068\u2069", "\"\\u2066\\u2067\\u2068\\u2069\""},
        {"\u2028\u2029", "\"\\u2028\\u2029\""},
    };
    CHECK(rows);
}

static void bad_bytes_are_replaced_one_by_one(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\xff", "\"" REPLACEMENT "\""},
        {"caf\xe9.", "\"caf" REPLACEMENT ".\""},
        {"\xe2\x80", "\"" REPLACEMENT REPLACEMENT "\""},
        {"\xc0\xaf", "\"" REPLACEMENT REPLACEMENT "\""},
        {"\xed\xa0\x80\"", "\"" REPLACEMENT REPLACEMENT REPLACEMENT "\\\"\""},
        {"\xc3\n", "\"" REPLACEMENT "\\n\""},
    };
    CHECK(rows);
}

/* What an escape of a JSON string says; *at moves behind it. */
static uint32_t read_escape(const char **at)
{
    const char *escape = *at;
    *at += 2;
    switch (escape[1]) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'u':
        *at += 4;
        return (uint32_t)strtoul((char[]){escape[2], escape[3], escape[4], escape[5], '\0'}, NULL,
                                 16);
    default:
        return (unsigned char)escape[1];
    }
}

/* Reads the string and the bytes it was made of side by side. */
static void check_string(const char *string, const char *end, const char *bytes, size_t size,
                         uint64_t seed)
{
    const char *at = string + 1;
    size_t done = 0;
    EXPECT(seed, end - string >= 2 && string[0] == '"' && end[-1] == '"');
    while (done < size) {
        uint32_t expected = 0xfffd, got = 0;
        size_t there = naive_character(bytes + done, size - done, &expected);
        EXPECT(seed, at < end - 1);
        if (*at == '\\') {
            got = read_escape(&at);
        } else {
            size_t taken = naive_character(at, (size_t)(end - at), &got);
            EXPECT(seed, taken > 0 && got != '"' && !safe_is_forbidden(got));
            at += taken;
        }
        EXPECT(seed, got == expected);
        done += there == 0 ? 1 : there;
    }
    EXPECT(seed, at == end - 1);
}

static void a_reader_has_the_text_again(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(205, number), random = seed;
        size_t size;
        char *bytes = hostile_bytes(&random, 30, &size);
        struct buffer got;
        buffer_init(&got);
        json_string(&got, bytes, size);
        check_string(got.data, got.data + got.size, bytes, size, seed);
        buffer_release(&got);
        free(bytes);
    }
}

static void a_text_is_cut_between_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t most;
        const char *expected;
        bool all;
    } rows[] = {
        {"abc", 3, "\"abc\"", true},
        {"abc", 2, "\"ab\"", false},
        {"abc", 0, "\"\"", false},
        {"", 0, "\"\"", true},
        {"aéb", 2, "\"aé\"", false},
        {"a\u202eb", 2, "\"a\\u202e\"", false},
        {"a\xff\xff", 2, "\"a" REPLACEMENT "\"", false},
        {"\n\n\n", 4, "\"\\n\\n\"", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer got = {0};
        buffer_append_string(&got, "before"); /* does not count */
        bool all = json_string_cut(&got, rows[i].text, strlen(rows[i].text), rows[i].most);
        assert_string_equal(buffer_string(&got) + strlen("before"), rows[i].expected);
        assert_int_equal(all, rows[i].all);
        buffer_release(&got);
    }
}

SUITE(json_write)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stays_text),
        cmocka_unit_test(quotes_and_backslashes_are_escaped),
        cmocka_unit_test(every_control_is_escaped),
        cmocka_unit_test(directional_marks_and_separators_are_escaped),
        cmocka_unit_test(bad_bytes_are_replaced_one_by_one),
        cmocka_unit_test(a_reader_has_the_text_again),
        cmocka_unit_test(a_text_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
