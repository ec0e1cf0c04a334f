/* Build parameters as a text: what is in it, and that nothing else passes for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/run/build_parameters.h"
#include "indexer/run/help.h"
#include "tests/unit/suite.h"

static void what_decides_on_the_index_is_in_it(void **state)
{
    (void)state;
    struct buffer build_parameters = {0};
    build_parameters_add(&build_parameters, OPTION_EXCLUDE, "*.bak");
    build_parameters_add(&build_parameters, OPTION_QUIET, NULL);
    build_parameters_add(&build_parameters, OPTION_THREADS, "3");
    build_parameters_add(&build_parameters, OPTION_NO_STORE, NULL);
    build_parameters_add(&build_parameters, OPTION_FILTER, ".x=sh -c 'a'\tb");
    assert_int_equal(build_parameters_finish(&build_parameters, BUILD_PARAMETERS_MEMORY), 0);
    assert_string_equal(build_parameters_text(&build_parameters),
                        " --exclude '*.bak' --no-store --filter '.x=sh -c '\\''a'\\''?b'");
    assert_true(build_parameters_are_valid(build_parameters_text(&build_parameters)));
    buffer_release(&build_parameters);
}

static void only_another_memory_is_in_it(void **state)
{
    (void)state;
    struct buffer build_parameters = {0};
    assert_int_equal(build_parameters_finish(&build_parameters, BUILD_PARAMETERS_MEMORY), 0);
    assert_string_equal(build_parameters_text(&build_parameters), "");
    buffer_release(&build_parameters);
    assert_int_equal(build_parameters_finish(&build_parameters, 1 << 24), 0);
    assert_string_equal(build_parameters_text(&build_parameters), " --memory 16777216");
    assert_true(build_parameters_are_valid(build_parameters_text(&build_parameters)));
    buffer_release(&build_parameters);
}

/* Users are shown it in a command to type in, and it comes from a file that anybody may have put
 * there. */
static void nothing_else_is_valid(void **state)
{
    (void)state;
    static const char *const good[] = {"", " --no-store", " --exclude 'a b' --include '*'",
                                       " --encoding ''", " --memory 1"};
    static const char *const bad[] = {
        " ",
        "--no-store",
        " --no-store ",
        " --no-stores",
        " --quiet",
        " --forget 'x'",
        " --exclude",
        " --exclude x",
        " --exclude 'x",
        " --exclude 'x'; rm -r '/'",
        " --exclude 'x''y'",
        " --exclude 'x'\\'y",
        " --exclude 'a\nb'",
        " --exclude 'a\033b'",
        " --memory ",
        " --memory 1x",
        " --memory 1 --no-store",
        " --memory $(id)",
        " `id`",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!build_parameters_are_valid(good[i]))
            fail_msg("%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (build_parameters_are_valid(bad[i]))
            fail_msg("%s", bad[i]);
}

SUITE(build_parameters)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_decides_on_the_index_is_in_it),
        cmocka_unit_test(only_another_memory_is_in_it),
        cmocka_unit_test(nothing_else_is_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
