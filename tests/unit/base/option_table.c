/* How options combine, by the columns of their table. */
#include "tests/unit/base/property.h"
#include "tests/unit/suite.h"

#include "common/base/error.h"
#include "common/base/option_table.h"

enum { TSV = 300, JSON, HEADER, BATCH, COUNT };

static const struct option_row rows[] = {
    {.help = "Output:"},
    {TSV, 0, "tsv", NULL, NULL, NULL, "tsv|json", "tabs"},
    {JSON, 'j', "json", NULL, NULL, NULL, NULL, "objects"},
    {HEADER, 0, "header", NULL, NULL, "tsv|batch", "json", "names first"},
    {BATCH, 'b', "batch", "FILE", "@file", NULL, NULL, "many"},
    {COUNT, 'c', "count", NULL, NULL, "batch", NULL, "number"},
};

/* Returns the status of the arguments after parsing and checking. */
static int check(char **arguments)
{
    struct option_parser parser;
    int count = 0, option;
    while (arguments[count] != NULL)
        count++;
    option_parser_init(&parser, rows, sizeof rows / sizeof *rows);
    optind = 0;
    while ((option = option_parser_next(&parser, count, arguments, "")) != -1)
        if (option < 0)
            return option;
    return option_parser_check(&parser);
}

#define CHECK(...) check((char *[]){(char *)"program", __VA_ARGS__, NULL})

static void what_an_option_requires_is_asked_for(void **state)
{
    (void)state;
    assert_int_equal(CHECK((char *)"--header"), ERROR_SYNTAX);
    assert_string_equal(error_message(), "--header requires --tsv or --batch");
    assert_int_equal(CHECK((char *)"-c"), ERROR_SYNTAX);
    assert_string_equal(error_message(), "--count requires --batch");
    assert_int_equal(CHECK((char *)"--header", (char *)"--tsv"), 0);
    assert_int_equal(CHECK((char *)"-b", (char *)"file", (char *)"--header"), 0);
    assert_int_equal(CHECK((char *)"--batch=file", (char *)"--count", (char *)"word"), 0);
}

static void what_an_option_excludes_is_refused(void **state)
{
    (void)state;
    assert_int_equal(CHECK((char *)"--tsv", (char *)"--json"), ERROR_SYNTAX);
    assert_string_equal(error_message(), "--tsv and --json cannot be combined");
    assert_int_equal(CHECK((char *)"-j", (char *)"-b", (char *)"file", (char *)"--head"),
                     ERROR_SYNTAX);
    assert_string_equal(error_message(), "--header and --json cannot be combined");
    assert_int_equal(CHECK((char *)"--json", (char *)"--", (char *)"--tsv"), 0);
}

static void an_option_may_be_given_twice(void **state)
{
    (void)state;
    assert_int_equal(CHECK((char *)"--tsv", (char *)"--tsv"), 0);
}

SUITE(option_table)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_option_requires_is_asked_for),
        cmocka_unit_test(what_an_option_excludes_is_refused),
        cmocka_unit_test(an_option_may_be_given_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
