/* Which files give too little text for their size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/update/yield.h"
#include "tests/unit/suite.h"

static void sizes_are_compared_by_format(void **state)
{
    (void)state;
    static const struct filter filter = {0};
    static const struct {
        enum source_format format;
        bool filtered;
        uint64_t text, size;
        bool small;
    } rows[] = {
        {SOURCE_HTML, false, 0, 1, true},
        {SOURCE_HTML, false, 0, 0, false},
        {SOURCE_PLAIN, false, 0, 5000, false},
        {SOURCE_PLAIN, true, 0, 5000, true},
        {SOURCE_XML, false, 60, 100000, true},
        {SOURCE_XML, false, 2000, 100000, false},
        {SOURCE_XML, false, 60, 9000, false},
        {SOURCE_HTML, false, 90, 100000, true},
        {SOURCE_HTML, false, 200, 100000, false},
        {SOURCE_MARKDOWN, false, 90, 10000, true},
        {SOURCE_MARKDOWN, false, 900, 10000, false},
        {SOURCE_JSON, false, 0, 30, true},
        {SOURCE_JSON, false, 1, 1 << 20, false},
        {SOURCE_HTML, true, 20, 1 << 20, true},
        {SOURCE_HTML, true, 2000, 1 << 20, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct input_kind kind = {.source = {.format = rows[i].format},
                                        .filter = rows[i].filtered ? &filter : NULL};
        assert_int_equal(yield_is_too_small(&kind, rows[i].text, rows[i].size), rows[i].small);
    }
}

SUITE(yield)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sizes_are_compared_by_format)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
