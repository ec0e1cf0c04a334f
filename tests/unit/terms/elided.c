/* Spellings that have lost an apostrophe. */
#include "tests/unit/base/property.h"

#include <stdio.h>
#include <string.h>

#include "query/terms/elided.h"
#include "tests/unit/suite.h"

enum { ARTICLES = 100000 };

/* Writes the ways to read a surface form: "l'état". */
static void write_ways(const char *surface, char text[256])
{
    text[0] = '\0';
    for (unsigned way = 0; way < ELIDED_MAX; way++) {
        struct elided_spelling spelling;
        if (!elided_read(slice_of(surface), way, &spelling))
            continue;
        const size_t used = strlen(text);
        snprintf(text + used, 256 - used, "%s%s'%s", used == 0 ? "" : " ", spelling.elision,
                 surface + spelling.size);
    }
}

static void french_elides_so(void **state)
{
    (void)state;
    static const struct {
        const char *surface, *ways;
    } rows[] = {
        {"lécole", "l'école"},
        {"lecole", "l'ecole"},
        {"lhôpital", "l'hôpital"},
        {"leurope", "l'europe"},
        {"dailleurs", "d'ailleurs"},
        {"quelle", "qu'elle"},
        {"quils", "qu'ils"},
        {"quavec", "qu'avec"},
        {"lorsquon", "lorsqu'on l'orsquon"},
        {"puisquelle", "puisqu'elle"},
        {"jusquici", "jusqu'ici"},
        {"jai", "j'ai"},
        {"jhabite", "j'habite"},
        {"nimporte", "n'importe"},
        {"nest", "n'est"},
        {"sappelle", "s'appelle"},
        {"sil", "s'il"},
        {"sen", "s'en"},
        {"cest", "c'est"},
        {"cétaient", "c'étaient"},
        {"maider", "m'aider"},
        {"tinquiète", "t'inquiète"},
        {"loral", "l'oral"},
        {"soral", ""},
        {"nexit", ""},
        {"sargent", ""},
        {"coral", ""},
        {"cassiette", ""},
        {"jorage", ""},
        {"lmaison", ""},
        {"la", ""},
        {"l", ""},
        {"bécole", ""},
    };
    bool all = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char ways[256];
        write_ways(rows[i].surface, ways);
        if (strcmp(ways, rows[i].ways) == 0)
            continue;
        print_error("%s is read as %s, not %s\n", rows[i].surface, ways, rows[i].ways);
        all = false;
    }
    assert_true(all);
}

static bool is_misspelling(const char *surface, uint64_t typed, uint64_t meant)
{
    struct elided_spelling spelling;
    for (unsigned way = 0; way < ELIDED_MAX; way++)
        if (elided_read(slice_of(surface), way, &spelling))
            return elided_may_be_misspelling(slice_of(surface), typed, ARTICLES) &&
                   elided_is_misspelling(&spelling, typed, meant);
    return false;
}

static void misspellings_are_rare(void **state)
{
    (void)state;
    assert_true(is_misspelling("lassemblée", 1, 3));
    assert_true(is_misspelling("lassemblée", 2, 900));
    assert_true(is_misspelling("lassemblée", 20, 8000));
    assert_true(is_misspelling("quil", 1, 5));
    assert_true(is_misspelling("jai", 3, 2000));
    assert_true(is_misspelling("lespagne", 2, 700));
    assert_false(is_misspelling("lassemblée", 2, 3));
    assert_false(is_misspelling("lassemblée", 100, 8000));
    assert_false(is_misspelling("lantoine", 2, 60)); /* a name after an article */
    assert_false(is_misspelling("den", 1, 100000));  /* too short */
    assert_false(is_misspelling("lot", 1, 100000));
    assert_false(elided_may_be_misspelling(slice_of("level"), 700, ARTICLES));
    assert_true(elided_may_be_misspelling(slice_of("level"), 0, ARTICLES));
}

SUITE(elided)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(french_elides_so),
        cmocka_unit_test(misspellings_are_rare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
