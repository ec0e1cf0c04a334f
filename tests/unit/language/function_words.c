/* Which words are function words, and what weighing them does to the clauses of a query. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "common/analysis/analyzer.h"
#include "query/language/function_words.h"
#include "tests/unit/suite.h"

static void words_are_found(void **state)
{
    /* from all over the list, which must be sorted for each to be found */
    static const char *const in[] = {"a",      "aux",   "ça",   "comment", "de",   "des",  "dès",
                                     "est",    "etait", "êtes", "être",    "il",   "l",    "les",
                                     "lorsqu", "ou",    "où",   "peut",    "quel", "sont", "tres",
                                     "très",   "votre", "y",    "à",       "était"};
    static const char *const out[] = {"",   "été",   "pouvoir", "devoir", "bien",  "fait", "car",
                                      "or", "maire", "zoo",     "aa",     "êtrex", "jour", "ville"};
    (void)state;
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        assert_true(is_function_word(in[i]));
    for (size_t i = 0; i < sizeof out / sizeof *out; i++)
        assert_false(is_function_word(out[i]));
}

/* The boosts of a query's clauses, a letter each: f for one that weighs less. */
static void weights_of(const char *text, char weights[16])
{
    struct analyzer *analyzer = analyzer_create();
    struct query query;
    const struct query_options options = {0};
    assert_non_null(analyzer);
    assert_int_equal(query_parse(&query, analyzer, text, strlen(text), &options), 0);
    function_words_weigh(&query, 0.25);
    assert_true(query.clause_count < 16);
    for (size_t i = 0; i < query.clause_count; i++) {
        weights[i] = query.clauses[i].function_word ? 'f' : 'c';
        assert_true(query.clauses[i].function_word ? query.clauses[i].boost <= 0.5
                                                   : query.clauses[i].boost >= 1);
    }
    weights[query.clause_count] = '\0';
    query_release(&query);
    analyzer_destroy(analyzer);
}

static void queries_are_weighed(void **state)
{
    static const struct {
        const char *text, *weights;
    } cases[] = {
        {"quels sont les effets", "fffc"},
        {"comment peut-on voter", "fffc"},
        {"être ou ne pas être", "ccccc"}, /* nothing else */
        {"être -maire", "cc"},            /* nothing else is sought */
        {"\"le maire\" le", "cf"},
        {"titre:le maire", "cc"},
        {"=le maire", "cc"},
        {"le^2 maire", "fc"}, /* both weights count */
        {"maire", "c"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char weights[16];
        weights_of(cases[i].text, weights);
        assert_string_equal(weights, cases[i].weights);
    }
}

SUITE(function_words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found),
        cmocka_unit_test(queries_are_weighed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
