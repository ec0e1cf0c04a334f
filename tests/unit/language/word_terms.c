/* The terms of words of a query, and which were typed as names. */
#include "tests/unit/base/property.h"

#include "common/analysis/analyzer.h"
#include "query/language/word_terms.h"
#include "tests/unit/suite.h"

static struct analyzer *analyzer;
static struct arena arena;

static int create(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 12);
    analyzer = analyzer_create();
    return analyzer == NULL;
}

static int destroy(void **state)
{
    (void)state;
    analyzer_destroy(analyzer);
    arena_release(&arena);
    return 0;
}

static struct query_word read_word(const char *surface, bool capital)
{
    struct query_word word = {.surface = surface, .surface_size = strlen(surface)};
    assert_int_equal(
        word_read_terms(&word, analyzer, (struct word_style){.capital = capital}, &arena), 0);
    assert_true(word.term_count > 0);
    for (size_t i = 0; i < word.term_count; i++)
        assert_int_equal(word.terms[i].data[word.terms[i].size], '\0');
    return word;
}

static bool has_term(const struct query_word *word, const char *term)
{
    for (size_t i = 0; i < word->term_count; i++)
        if (slice_is(word->terms[i], term))
            return true;
    return false;
}

static void words_stand_for_their_readings(void **state)
{
    (void)state;
    const struct query_word notes = read_word("notes", false);
    assert_int_equal(notes.term_count, 1);
    assert_true(notes.known && has_term(&notes, "not\1e\2er"));
    const struct query_word noter = read_word("noter", false);
    assert_true(noter.term_count > 1);
    assert_true(has_term(&noter, "not\2er") && has_term(&noter, "not\1e\2er"));
    const struct query_word unknown = read_word("brexits", false);
    assert_int_equal(unknown.term_count, 1);
    assert_true(!unknown.known && has_term(&unknown, "brex\5it"));
}

static void function_words_stand_for_themselves(void **state)
{
    (void)state;
    static const char *const words[] = {"est", "des", "sont", "sa", "peut", "étais", "les"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct query_word word = read_word(words[i], false);
        if (word.term_count != 1)
            fail_msg("%s: %zu", words[i], word.term_count);
        assert_true(word.known);
    }
    const struct query_word est = read_word("est", false), sont = read_word("sont", false);
    assert_false(slice_equals(est.terms[0], sont.terms[0]));
}

/* Infinitives are asked for as verbs: more than one list. */
static void infinitives_have_all_their_forms(void **state)
{
    (void)state;
    static const char *const words[] = {"être", "avoir", "faire"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct query_word word = read_word(words[i], false);
        assert_true(word.term_count > 1);
    }
}

static void capitals_pick_names(void **state)
{
    (void)state;
    const struct query_word name = read_word("marie", true), both = read_word("marie", false);
    assert_int_equal(name.term_count, 1);
    assert_true(has_term(&name, "mari\2er\3e"));
    assert_true(has_term(&both, "mari\2er\3e") && has_term(&both, "mari\2er"));
}

static void a_term_may_be_set(void **state)
{
    (void)state;
    struct query_word word = {.surface = "123", .surface_size = 3};
    char term[] = "123";
    assert_int_equal(word_set_term(&word, (struct slice){term, 3}, &arena), 0);
    memset(term, 'x', 3); /* a copy was kept */
    assert_true(word.term_count == 1 && has_term(&word, "123") && word.known);
}

static void names_are_typed_with_one_capital(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        bool capitalised;
    } rows[] = {
        {"Marie", true}, {"marie", false}, {"MARIE", false}, {"Élysée", true},  {"élysée", false},
        {"M", false},    {"m", false},     {"", false},      {"ÉLysée", false}, {"O'Brien", true},
        {"É", false},    {"2022", false},  {"Žižek", true},  {"Œuvre", true},   {"œuvre", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const size_t size = strlen(rows[i].typed);
        char *exact = (char *)exact_copy(rows[i].typed, size);
        if (word_is_capitalised((struct slice){exact, size}) != rows[i].capitalised)
            fail_msg("%s", rows[i].typed);
        free(exact);
    }
}

SUITE(word_terms)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_for_their_readings),
        cmocka_unit_test(function_words_stand_for_themselves),
        cmocka_unit_test(infinitives_have_all_their_forms),
        cmocka_unit_test(capitals_pick_names),
        cmocka_unit_test(a_term_may_be_set),
        cmocka_unit_test(names_are_typed_with_one_capital),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
