/* Regular expressions over forms. */
#include "tests/unit/base/property.h"

#include <string.h>

#include "common/base/error.h"
#include "query/language/expression.h"
#include "tests/unit/suite.h"

/* The result of fitting a form, -1 where the text is refused. */
static int fits(const char *text, const char *form)
{
    struct arena arena;
    struct expression *expression;
    arena_init(&arena, 1 << 12);
    int status = expression_compile(&expression, &arena, slice_of(text));
    if (status == 0)
        status = expression_fits(expression, form, strlen(form));
    arena_release(&arena);
    return status < 0 ? -1 : status;
}

static void whole_forms_fit_in_any_case(void **state)
{
    (void)state;
    static const struct {
        const char *text, *form;
        int fits;
    } rows[] = {
        {"/dés.*ment/", "désarmement", 1},
        {"/dés.*ment/", "désarmements", 0},
        {"/dés.*ment/", "indésarmement", 0},
        {"/des.*ment/", "désarmement", 0},
        {"/d[eé]s.*ment/", "désarmement", 1},
        {"/Désarm.+/", "désarmement", 1},
        {"/DÉSARM.+/", "désarmement", 1},
        {"/é.é/", "été", 1},
        {"/\\w+/", "été", 1},
        {"/a|ab/", "ab", 1},
        {"/ab?c?/", "ac", 1},
        {"/ab*c/", "ac", 1},
        {"/ab{0,2}c/", "ac", 1},
        {"/cœur.?/", "coeurs", 1},
        {"/œ?uvre/", "uvre", 1},
        {"/n[œ]ud/", "noud", 1},
        {"/e\u0301t.*/", "été", 1},
        {"/(.)\\1.*/", "aaron", 1},
        {"/(.)\\1.*/", "baron", 0},
        {"/[0-9]{4}/", "1984", 1},
        {"/(?!in).*able/", "capable", 1},
        {"/(?!in).*able/", "incapable", 0},
        {"/^ab$/", "ab", 1},
        {"/a\\/b/", "a/b", 1},
        {"/.*/", "\xff", 0},
        {"/(/", "", -1},
        {"/[a/", "", -1},
        {"/*a/", "", -1},
        {"/\\C/", "", -1},
        {"/(a*)*(a*)*(a*)*[bc]/", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", -1},
        {"/(?R)/", "a", -1},
    };
    bool all = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int found = fits(rows[i].text, rows[i].form);
        if (found != rows[i].fits)
            print_error("%s with %s: %d\n", rows[i].text, rows[i].form, found);
        all &= found == rows[i].fits;
    }
    assert_true(all);
}

static void the_prefix_is_what_all_that_fit_begin_with(void **state)
{
    (void)state;
    static const struct {
        const char *text, *prefix;
    } rows[] = {
        {"/dés.*ment/", "des"}, {"/abc/", "abc"},  {"/ABc.d/", "abc"}, {"/abé?c/", "ab"},
        {"/abc*/", "ab"},       {"/abc+/", "abc"}, {"/ab{0,1}/", "a"}, {"/ab|ac/", ""},
        {"/ab(c|d)/", "ab"},    {"/(ab|a)c/", ""}, {"/a[b|c]d/", ""},  {"/a\\Qb|c\\E/", ""},
        {"/a\\|b/", "a"},       {"/.*/", ""},      {"/(?i)ab/", ""},   {"/^ab/", "ab"},
        {"/œuf/", ""},          {"/abÉ/", "ab"},   {"/a\\Eb?/", ""},   {"/a(b/", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        struct expression *expression;
        arena_init(&arena, 1 << 12);
        if (expression_compile(&expression, &arena, slice_of(rows[i].text)) == 0 &&
            !slice_is(expression_prefix(expression), rows[i].prefix))
            fail_msg("%s: %.*s", rows[i].text, (int)expression_prefix(expression).size,
                     expression_prefix(expression).data);
        arena_release(&arena);
    }
}

static void an_expression_ends_the_word(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t size; /* 0: no expression */
    } rows[] = {
        {"/a/", 3},  {"/a/ b", 3}, {"/a/)", 3},  {"/a/^2", 3}, {"/a\\/b/", 6},   {"/(a)/", 5},
        {"//", 0},   {"/", 0},     {"/a", 0},    {"/a/b", 0},  {"/usr/bin/", 0}, {"/a b/", 0},
        {"a/b/", 0}, {"/a/^x", 0}, {"/a\\/", 0}, {"/a/.", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *end = rows[i].text + strlen(rows[i].text);
        const char *after = expression_end(rows[i].text, end);
        if (after != (rows[i].size == 0 ? NULL : rows[i].text + rows[i].size))
            fail_msg("%s", rows[i].text);
    }
}

static void a_long_expression_is_refused(void **state)
{
    (void)state;
    char text[EXPRESSION_SIZE_MAX + 4];
    memset(text, 'a', sizeof text);
    text[0] = text[EXPRESSION_SIZE_MAX + 1] = '/';
    text[EXPRESSION_SIZE_MAX + 2] = '\0';
    assert_int_equal(fits(text, "a"), 0);
    text[EXPRESSION_SIZE_MAX + 1] = 'a';
    text[EXPRESSION_SIZE_MAX + 2] = '/';
    text[EXPRESSION_SIZE_MAX + 3] = '\0';
    assert_int_equal(fits(text, "a"), -1);
}

/* A form now and then may cost more than the rest; many may not. */
static void dear_forms_are_counted(void **state)
{
    (void)state;
    struct arena arena;
    struct expression *expression;
    const char *form = "aaaaaaaaaaaaaaaaaaaaaaaa";
    int status = 0;
    arena_init(&arena, 1 << 12);
    assert_int_equal(expression_compile(&expression, &arena, slice_of("/.*.*.*[bc]/")), 0);
    size_t forms = 0;
    while (status == 0 && forms < 100000) {
        status = expression_fits(expression, form, strlen(form));
        forms++;
    }
    assert_int_equal(status, ERROR_SYNTAX);
    assert_true(forms > 100);
    const size_t reserved = arena.reserved;
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(expression_fits(expression, "b", 1), 1);
    assert_int_equal(arena.reserved, reserved);
    arena_release(&arena);
}

SUITE(expression)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_forms_fit_in_any_case),
        cmocka_unit_test(the_prefix_is_what_all_that_fit_begin_with),
        cmocka_unit_test(an_expression_ends_the_word),
        cmocka_unit_test(a_long_expression_is_refused),
        cmocka_unit_test(dear_forms_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
