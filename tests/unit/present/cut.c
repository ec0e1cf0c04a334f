/* Where texts are cut: never within a character with its marks, and never wider than asked. */
#include "tests/unit/present/hostile.h"

#include "common/analysis/safe.h"
#include "query/present/columns.h"
#include "query/present/cut.h"
#include "tests/unit/suite.h"

enum { CASES = 20000, WIDEST = 30 };

struct row {
    const char *text;
    size_t columns;
    const char *first, *last;
};

static bool is(const char *text, size_t from, size_t to, const char *expected)
{
    return to - from == strlen(expected) && memcmp(text + from, expected, to - from) == 0;
}

static void characters_stay_with_their_marks(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", 3, "", ""},
        {"abcdef", 0, "", ""},
        {"abcdef", 2, "ab", "ef"},
        {"abcdef", 9, "abcdef", "abcdef"},
        {"ae\u0301e\u0301b", 2, "ae\u0301", "e\u0301b"},
        {"ae\u0301\u0327c", 1, "a", "c"},
        {"中文字", 3, "中", "字"},
        /* A woman at a computer, and a flag, are characters of several. */
        {"ab\U0001f469\u200d\U0001f4bbcd", 4, "ab", "cd"},
        {"ab\U0001f1eb\U0001f1f7cd", 3, "ab", "cd"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size = strlen(rows[i].text);
        size_t end = cut_forward(rows[i].text, size, 0, rows[i].columns);
        size_t start = cut_back(rows[i].text, 0, size, rows[i].columns);
        if (!is(rows[i].text, 0, end, rows[i].first) ||
            !is(rows[i].text, start, size, rows[i].last))
            print_error("row %zu: [%.*s] [%s]\n", i, (int)end, rows[i].text, rows[i].text + start);
        assert_true(is(rows[i].text, 0, end, rows[i].first));
        assert_true(is(rows[i].text, start, size, rows[i].last));
    }
}

/* Of any bytes: no wider than asked, within the text, and at the border of a character. */
static void any_text_is_cut_to_its_width(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(230, number), random = seed;
        size_t size, columns = random_below(&random, WIDEST);
        char *text = hostile_bytes(&random, 40, &size);
        size_t end = cut_forward(text, size, 0, columns);
        size_t start = cut_back(text, 0, size, columns);
        EXPECT(seed, end <= size && start <= size);
        EXPECT(seed, columns_of(text, end) <= columns);
        EXPECT(seed, columns_of(text + start, size - start) <= columns);
        if (end < size)
            EXPECT(seed, columns_step(text + end, size - end).columns > 0);
        if (start > 0 && start < size)
            EXPECT(seed, columns_step(text + start, size - start).columns > 0);
        free(text);
    }
}

static void a_short_title_is_as_it_is(void **state)
{
    (void)state;
    static const char title[] = " un\n titre\x1b \xff";
    struct buffer to;
    buffer_init(&to);
    cut_title(&to, slice_of(title));
    assert_int_equal(to.size, sizeof title - 1);
    assert_memory_equal(to.data, title, to.size);
    buffer_release(&to);
}

static void a_long_title_is_cut(void **state)
{
    (void)state;
    struct buffer title, to;
    buffer_init(&title);
    buffer_init(&to);
    for (int i = 0; i < 2000; i++)
        buffer_append_string(&title, "é");
    cut_title(&to, (struct slice){title.data, title.size});
    assert_int_equal(to.size, CUT_TITLE * strlen("é") + strlen("…"));
    buffer_clear(&title);
    buffer_clear(&to);
    buffer_append_string(&title, "e");
    for (int i = 0; i < 2000; i++)
        buffer_append_string(&title, "\u0301");
    buffer_append_string(&title, "fin");
    cut_title(&to, (struct slice){title.data, title.size});
    assert_int_equal(to.size, strlen("efin") + SAFE_MARKS * strlen("\u0301"));
    buffer_release(&title);
    buffer_release(&to);
}

SUITE(cut)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_stay_with_their_marks),
        cmocka_unit_test(any_text_is_cut_to_its_width),
        cmocka_unit_test(a_short_title_is_as_it_is),
        cmocka_unit_test(a_long_title_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
