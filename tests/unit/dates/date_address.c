/* Dates in addresses and names of files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/sources/dates/date_address.h"
#include "tests/unit/suite.h"

struct row {
    const char *text, *date; /* "" for none */
};

static void check_rows(const struct row *rows, size_t count,
                       bool (*read)(struct text_span, struct moment *))
{
    for (size_t i = 0; i < count; i++) {
        struct moment moment;
        char printed[MOMENT_TEXT_SIZE];
        bool found = read((struct text_span){rows[i].text, strlen(rows[i].text)}, &moment);
        if (strcmp(moment_print(&moment, printed), rows[i].date) != 0)
            print_error("in '%s'\n", rows[i].text);
        assert_string_equal(printed, rows[i].date);
        assert_int_equal(found, rows[i].date[0] != '\0');
    }
}

static void addresses(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"https://exemple.fr/2022/06/15/la-crue/", "2022-06-15"},
        {"https://exemple.fr/2022/6/5/la-crue", "2022-06-05"},
        {"https://exemple.fr/eau/2022/jun/15/la-crue", "2022-06-15"},
        {"https://exemple.fr/2022/06/15", "2022-06-15"},
        {"https://exemple.fr/2022/0615/la-crue.html", "2022-06-15"},
        {"https://exemple.fr/2022/06-15/la-crue.html", "2022-06-15"},
        {"https://exemple.fr/archives/1944/12/19/x.html", "1944-12-19"},
        {"https://exemple.fr/eau/la-crue-2022-06-15.html", "2022-06-15"},
        {"https://exemple.fr/2022-06-15-la-crue", "2022-06-15"},
        {"https://exemple.fr/2022_06_15/la-crue", "2022-06-15"},
        {"https://exemple.fr/20220615/la-crue", "2022-06-15"},
        {"https://exemple.fr/la-crue-20220615", "2022-06-15"},
        {"https://exemple.fr/ART20220615.html", "2022-06-15"},
        {"https://exemple.fr/la-crue_202206151154.html", "2022-06-15"},
        {"https://exemple.fr/la-crue-15-06-2022", "2022-06-15"},
        {"https://exemple.fr/la-crue-15-06-2022.html", "2022-06-15"},
        {"https://exemple.fr/2022/06/15/avant-le-2023-01-01", "2022-06-15"},
        {"/2022/06/15/la-crue", "2022-06-15"},
        {"https://exemple.fr/2022-06/15/la-crue", "2022-06-15"},
        {"https://archive.example/web/20240101000000/https://exemple.fr/2022/06/15/", "2022-06-15"},
        {"https://archive.example/web/20240101000000/https://exemple.fr/la-crue", ""},
        {"https://exemple.fr/2022/06/la-crue", "2022-06"},
        {"https://exemple.fr/2022/la-crue", ""},
        {"https://exemple.fr/la-crue-2022", ""},
        {"https://exemple.fr/2022/13/15/la-crue", ""},
        {"https://exemple.fr/2022/02/30", ""},
        {"https://exemple.fr/article-120220615", ""},
        {"https://exemple.fr/article-20221315", ""},
        {"https://exemple.fr/article-18450312", ""},
        {"https://exemple.fr/3017954/", ""},
        {"https://exemple.fr/de-15-06-2022-personnes", ""},
        {"https://exemple.fr/agenda?date=2022-06-15", ""},
        {"https://exemple.fr/page#20220615", ""},
        {"https://www.2022-06-15.fr/page", ""},
        {"https://exemple.fr", ""},
        {"", ""},
    };
    check_rows(rows, sizeof rows / sizeof *rows, date_read_address);
}

static void names_of_files(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"articles/2022-06-15-la-crue.md", "2022-06-15"},
        {"2022-06-15.md", "2022-06-15"},
        {"2022-6-5 la crue.txt", "2022-06-05"},
        {"20220615_la_crue.html", "2022-06-15"},
        {"la-crue-2022.06.15.txt", "2022-06-15"},
        {"15-06-2022 la crue.txt", "2022-06-15"},
        {"la crue.15.06.2022.txt", "2022-06-15"},
        {"2022-06-15-10-conseils.md", "2022-06-15"},
        {"2022-06-15/la-crue.md", ""},
        {"2022-06.md", ""},
        {"rapport-2022.md", ""},
        {"fouille-2.10.20.tar", ""},
        {"IMG_0042.html", ""},
        {"x.20220615", ""},
        {".md", ""},
        {"", ""},
    };
    check_rows(rows, sizeof rows / sizeof *rows, date_read_file_name);
}

SUITE(date_address)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(addresses),
                                       cmocka_unit_test(names_of_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
