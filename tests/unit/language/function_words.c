/* Which words are function words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

SUITE(function_words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
