/* Composed paths: stated ones, and that composing twice is composing once. */
#include "tests/unit/base/property.h"

#include "common/analysis/compose.h"
#include "common/analysis/decode.h"
#include "tests/unit/suite.h"

static void expect_composed(const char *path, size_t size, const char *composed,
                            size_t composed_size)
{
    struct buffer to;
    buffer_init(&to);
    compose_path(&to, path, size);
    assert_int_equal(to.size, composed_size);
    if (size > 0)
        assert_memory_equal(to.data, composed, composed_size);
    buffer_release(&to);
}

#define COMPOSES(path, composed)                                                                   \
    expect_composed(path, sizeof path - 1, composed, sizeof composed - 1)

static void letters_and_marks_become_one(void **state)
{
    (void)state;
    COMPOSES("", "");
    COMPOSES("a/b.txt", "a/b.txt");
    COMPOSES("cafe\u0301.txt", "caf\u00e9.txt");
    COMPOSES("caf\u00e9.txt", "caf\u00e9.txt");
    COMPOSES("e\u0301te\u0301/o\u0302/n\u0303", "\u00e9t\u00e9/\u00f4/\u00f1");
    COMPOSES("\u1112\u1161\u11ab", "\ud55c");
    COMPOSES("*e\u0301?\u0301", "*\u00e9?\u0301");
}

static void what_is_no_utf8_stays(void **state)
{
    (void)state;
    COMPOSES("caf\xe9.txt", "caf\xe9.txt");
    COMPOSES("\xff"
             "e\u0301\xcc",
             "\xff\u00e9\xcc");
    COMPOSES("e\xcc/\x81", "e\xcc/\x81");
    COMPOSES("a\0b", "a\0b");
}

/* Marks by descending classes, which a sort by exchanges takes longest for. */
static void many_marks_take_linear_time(void **state)
{
    (void)state;
    struct buffer path, composed;
    buffer_init(&path);
    buffer_init(&composed);
    for (int i = 0; i < 1000000; i++)
        buffer_append_string(&path, i % 2 == 0 ? "\u0315" : "\u0316");
    compose_path(&composed, path.data, path.size);
    assert_int_equal(composed.size, path.size);
    buffer_release(&composed);
    buffer_release(&path);
}

static void composing_twice_is_composing_once(void **state)
{
    (void)state;
    static const char *const pieces[] = {"e",      "\u0301", "\u00e9", "\u0327", "c", "/",
                                         "\u1112", "\u1161", "\xe9",   "\xcc",   "*", "\u0345"};
    uint64_t seed = 20;
    for (int round = 0; round < 20000; round++) {
        struct buffer path, once, twice;
        buffer_init(&path);
        buffer_init(&once);
        buffer_init(&twice);
        for (int i = 0; i < 12; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
            buffer_append_string(&path, pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)]);
        }
        compose_path(&once, path.data, path.size);
        compose_path(&twice, once.data, once.size);
        assert_int_equal(once.size, twice.size);
        assert_memory_equal(once.data, twice.data, once.size);
        buffer_release(&path);
        buffer_release(&once);
        buffer_release(&twice);
    }
}

SUITE(compose)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_and_marks_become_one),
        cmocka_unit_test(what_is_no_utf8_stays),
        cmocka_unit_test(many_marks_take_linear_time),
        cmocka_unit_test(composing_twice_is_composing_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
