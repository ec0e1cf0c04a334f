/* Words that stand for each other: rules, the table, centuries; and words that have no relatives.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "common/analysis/relatives.h"
#include "tests/unit/suite.h"

static bool are_related(const char *surface, const char *other)
{
    struct relatives relatives;
    relatives_find(surface, strlen(surface), &relatives);
    for (size_t i = 0; i < relatives.count; i++)
        if (strcmp(relatives.surfaces[i], other) == 0)
            return true;
    return false;
}

static void relatives_go_both_ways(void **state)
{
    static const char *const pairs[][2] = {
        {"vendeur", "vendeuse"}, {"acteurs", "actrices"}, {"sportif", "sportives"},
        {"public", "publique"},  {"genou", "genoux"},     {"clé", "clefs"},
        {"ambigüe", "ambiguë"},  {"xixe", "19e"},         {"ier", "1er"},
        {"xxe", "20e"},          {"vieux", "vieille"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(are_related(pairs[i][0], pairs[i][1]));
        assert_true(are_related(pairs[i][1], pairs[i][0]));
    }
}

static void others_have_none(void **state)
{
    static const char *const words[] = {"vie", "6e", "pour", "fleuve", "x", "", "pouvoir", "cle"};
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct relatives relatives;
        relatives_find(words[i], strlen(words[i]), &relatives);
        assert_int_equal(relatives.count, 0);
    }
}

static void the_longest_word_is_safe(void **state)
{
    char word[ANALYSIS_WORD_MAX + 1];
    struct relatives relatives;
    (void)state;
    memset(word, 'a', ANALYSIS_WORD_MAX);
    strcpy(word + ANALYSIS_WORD_MAX - 4, "teur");
    relatives_find(word, ANALYSIS_WORD_MAX, &relatives);
    for (size_t i = 0; i < relatives.count; i++)
        assert_true(strlen(relatives.surfaces[i]) <= ANALYSIS_WORD_MAX);
}

SUITE(relatives)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relatives_go_both_ways),
        cmocka_unit_test(others_have_none),
        cmocka_unit_test(the_longest_word_is_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
