/* Commands: cut into arguments without a shell, and found in $PATH. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/base/error.h"
#include "indexer/filters/filters.h"
#include "tests/unit/suite.h"

/* `wanted`: the arguments, each followed by a |. */
static void expect_arguments(const char *text, const char *wanted)
{
    struct command command;
    char got[1000] = "";
    assert_int_equal(command_parse(&command, text), 0);
    for (size_t i = 0; command.arguments[i] != NULL; i++) {
        strcat(got, command.arguments[i]);
        strcat(got, "|");
    }
    assert_string_equal(got, wanted);
    command_release(&command);
}

static void arguments(void **state)
{
    (void)state;
    expect_arguments("cat", "cat|");
    expect_arguments("  cat \t -n\n x ", "cat|-n|x|");
    expect_arguments("cat 'a b' \"c d\" e\\ f", "cat|a b|c d|e f|");
    expect_arguments("cat 'a\\b' \"a\\b\" \"a\\\"b\\\\\" a\\\\b", "cat|a\\b|a\\b|a\"b\\|a\\b|");
    expect_arguments("cat '' \"\" a''b", "cat|||ab|");
    expect_arguments("cat a\"b c\"'d e'", "cat|ab cd e|");
    expect_arguments("cat $HOME `id` $(id) *.c a|b; >x & #y",
                     "cat|$HOME|`id`|$(id)|*.c|a|b;|>x|&|#y|");
    expect_arguments("cat a\\", "cat|a\\|");
    expect_arguments("/bin/sh -c 'exit 1'", "/bin/sh|-c|exit 1|");
}

static void expect_error(const char *text, int status, const char *message)
{
    struct command command;
    assert_int_equal(command_parse(&command, text), status);
    assert_non_null(strstr(error_message(), message));
    command_release(&command);
}

static void bad_commands(void **state)
{
    (void)state;
    char many[400] = "cat";
    for (int i = 0; i < COMMAND_ARGUMENTS_MAX; i++)
        strcat(many, " a");
    expect_error("", ERROR_SYNTAX, "missing command");
    expect_error("  ", ERROR_SYNTAX, "missing command");
    expect_error("cat 'a", ERROR_SYNTAX, "quote");
    expect_error("cat \"a", ERROR_SYNTAX, "quote");
    expect_error(many, ERROR_SYNTAX, "64 arguments");
    expect_error("no-such-program-as-this", ERROR_NOT_FOUND, "program 'no-such-program");
    expect_error("/etc/passwd", ERROR_NOT_FOUND, "program '/etc/passwd' not found");
    expect_error("/tmp", ERROR_NOT_FOUND, "program '/tmp' not found");
}

/* What lies among the articles is not run: folders of $PATH that are not absolute are passed over.
 */
static void relative_folders(void **state)
{
    (void)state;
    char *path = strdup(getenv("PATH"));
    assert_int_equal(setenv("PATH", ":.:bin::", 1), 0);
    expect_error("cat", ERROR_NOT_FOUND, "program 'cat' not found");
    assert_int_equal(setenv("PATH", path, 1), 0);
    free(path);
}

static void paths_stand_for_braces(void **state)
{
    (void)state;
    struct command command;
    assert_int_equal(command_parse(&command, "cat {} --file={}.x {}{} {"), 0);
    assert_true(command.has_path_argument);
    char **got = command_arguments(&command, "/a b/{}/'c'");
    assert_string_equal(got[0], "cat");
    assert_string_equal(got[1], "/a b/{}/'c'");
    assert_string_equal(got[2], "--file=/a b/{}/'c'.x");
    assert_string_equal(got[3], "/a b/{}/'c'/a b/{}/'c'");
    assert_string_equal(got[4], "{");
    assert_null(got[5]);
    free((void *)got);
    command_release(&command);
    assert_int_equal(command_parse(&command, "cat -"), 0);
    assert_false(command.has_path_argument);
    command_release(&command);
}

static void filters(void **state)
{
    (void)state;
    static const char *const formats[] = {"text", "html", NULL};
    struct filters all = {0};
    assert_int_equal(filters_add(&all, ".epub=html:cat {}", formats), 0);
    assert_int_equal(filters_add(&all, ".gz=cat", formats), 0);
    assert_int_equal(filters_add(&all, ".tar.gz=text: cat -n", formats), 0);
    assert_int_equal(filters_add(&all, ".EPUB=html:cat -n", formats), 0);
    assert_string_equal(filters_find(&all, "a.epub")->suffix, ".EPUB");
    assert_string_equal(filters_find(&all, "a.epub")->output, "html");
    assert_string_equal(filters_find(&all, "a.tar.gz")->suffix, ".tar.gz");
    assert_string_equal(filters_find(&all, "A.TAR.GZ")->output, "text");
    assert_string_equal(filters_find(&all, "a.x.gz")->command.arguments[0], "cat");
    assert_null(filters_find(&all, "a.txt"));
    assert_null(filters_find(&all, "gz"));
    assert_int_equal(filters_add(&all, "x", formats), ERROR_SYNTAX);
    assert_int_equal(filters_add(&all, "=cat", formats), ERROR_SYNTAX);
    assert_int_equal(filters_add(&all, "a/b=cat", formats), ERROR_SYNTAX);
    assert_int_equal(filters_add(&all, ".x=pdf:cat", formats), ERROR_SYNTAX);
    assert_int_equal(filters_add(&all, ".x=", formats), ERROR_SYNTAX);
    assert_int_equal(filters_add(&all, ".x=cat a:b", formats), 0);
    assert_int_equal(all.count, 5);
    filters_release(&all);
}

SUITE(command)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments),        cmocka_unit_test(bad_commands),
        cmocka_unit_test(relative_folders), cmocka_unit_test(paths_stand_for_braces),
        cmocka_unit_test(filters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
