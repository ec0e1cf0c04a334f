/* What matches and what only adds to scores. */
#include "tests/unit/language/reading.h"
#include "tests/unit/suite.h"

static struct analyzer *analyzer;

static int create(void **state)
{
    (void)state;
    analyzer = analyzer_create();
    return analyzer == NULL;
}

static int destroy(void **state)
{
    (void)state;
    analyzer_destroy(analyzer);
    return 0;
}

#define CHECK(rows, ...)                                                                           \
    check_rows(analyzer, (rows), sizeof(rows) / sizeof *(rows), (struct query_options){__VA_ARGS__})

static void function_words_beside_content_words_only_add_to_scores(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"réforme des retraites", "réforme &des retraites"},
        {"quels sont les effets", "&quels &sont &les effets"},
        {"comment peut-on voter", "&comment &peut &on voter"},
        {"(le maire) OU (la ville)", "&le maire &la ville"},
        {"le ET maire", "+le +maire"},
        {"le maire SAUF la ville", "+(&le maire) -(&la ville)"},
        {"titre:(le maire)", "&titre:le titre:maire"},
        {"le site:exemple.fr maire", "&le maire +{site exemple.fr}"},
    };
    CHECK(rows, .all_words = false);
}

/* As each operand of OU by itself says; parentheses change nothing. */
static void operands_are_decided_where_they_are_typed(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plus OU maire", "plus maire"},
        {"(plus OU maire)", "plus maire"},
        {"(plus OU maire) ET ville", "+(plus maire) +ville"},
        {"(plus OU maire) la ville", "plus maire &la ville"},
        {"((plus)) ville", "plus ville"},
        {"(la ville) maire", "&la ville maire"},
        {"(la) OU (\"la ville\" maire)", "la [la ville] maire &ville"},
        {"((\"la ville\" maire)) rue", "[la ville] maire &ville rue"},
    };
    CHECK(rows, .all_words = false);
}

static void function_words_alone_match(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"être ou ne pas être", "être ou ne pas être"},
        {"être -maire", "être -maire"}, /* nothing else is sought */
        {"le site:exemple.fr", "le +{site exemple.fr}"},
    };
    CHECK(rows, .all_words = false);
}

static void signs_phrases_and_forms_are_meant(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"+le maire", "+le maire"},     {"=le maire", "=le maire"}, {"\"le\" maire", "le maire"},
        {"\"le maire\"", "[le maire]"}, {"le* maire", "le* maire"}, {"le~ maire", "le~1 maire"},
    };
    CHECK(rows, .all_words = false);
}

static void all_words_asks_for_content_words(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"réforme des retraites", "+réforme &des +retraites"},
        {"être ou ne pas être", "+être +ou +ne +pas +être"},
        {"+des retraites", "+des +retraites"},
    };
    CHECK(rows, .all_words = true);
}

static void two_capitals_are_a_content_word(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"SA Peugeot", "sa peugeot"},  {"Sa Peugeot", "&sa peugeot"}, {"sa Peugeot", "&sa peugeot"},
        {"A Peugeot", "&a peugeot"}, /* one capital begins sentences */
        {"SA PEUGEOT", "&sa peugeot"}, {"LES ELUS", "&les elus"},
    };
    CHECK(rows, .all_words = false);
}

static void words_of_a_phrase_add_to_scores_beside_others(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"état d'urgence\" sanitaire", "[état urgence] sanitaire &état &urgence"},
        {"\"état de droit\" hongrie", "[état de droit] hongrie &état &droit"},
        {"\"état de droit\"", "[état de droit]"},
        {"\"état de droit\" le", "[état de droit] &le"},
        {"\"un deux\" \"trois quatre\"",
         "[un deux] [trois quatre]|troisquatre &deux &trois &quatre"},
        {"-\"état de droit\" hongrie", "-[état de droit] hongrie"},
        {"+\"état de droit\" hongrie", "+[état de droit] hongrie &état &droit"},
        {"\"état de droit\"^2 hongrie", "[état de droit]^2 hongrie &état^2 &droit^2"},
        {"titre:\"état de droit\" hongrie",
         "titre:[état de droit] hongrie &titre:état &titre:droit"},
        {"\"état de droit\"~5 hongrie", "[état, de, droit]~5 hongrie"},
        {"\"=état de\" hongrie", "[état de] hongrie &état"},
        {"=\"état grave\" hongrie", "[=état =grave] hongrie"},
        {"porte-parole hongrie", "[porte parole]|porteparole hongrie"},
    };
    CHECK(rows, .all_words = false);
}

static void both_weights_of_a_function_word_count(void **state)
{
    (void)state;
    static const char text[] = "le^2 maire les";
    static const double boosts[] = {0.5, 1, 0.25};
    struct query query;
    const struct query_options options = {.function_weight = 0.25};
    assert_int_equal(query_parse(&query, analyzer, text, strlen(text), &options), 0);
    assert_int_equal(query.clause_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(query.clauses[i].boost == boosts[i]); /* powers of two */
        assert_int_equal(query.clauses[i].function_word, i != 1);
    }
    query_release(&query);
}

/* The words that a phrase adds count to the limit, and none is lost of what was typed. */
static void added_words_keep_to_the_limit(void **state)
{
    (void)state;
    struct query query;
    struct buffer text;
    buffer_init(&text);
    for (int i = 0; i < QUERY_CLAUSES_MAX - 1; i++)
        buffer_append_string(&text, "\"grand mot\" ");
    buffer_append_string(&text, "fin");
    assert_int_equal(query_parse(&query, analyzer, text.data, text.size,
                                 &(struct query_options){.function_weight = 1}),
                     0);
    assert_int_equal(query.clause_count, QUERY_CLAUSES_MAX);
    assert_int_equal(query.clauses[QUERY_CLAUSES_MAX - 1].occur, OCCUR_SHOULD);
    query_release(&query);
    buffer_release(&text);
}

SUITE(content)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(function_words_beside_content_words_only_add_to_scores),
        cmocka_unit_test(operands_are_decided_where_they_are_typed),
        cmocka_unit_test(function_words_alone_match),
        cmocka_unit_test(signs_phrases_and_forms_are_meant),
        cmocka_unit_test(all_words_asks_for_content_words),
        cmocka_unit_test(two_capitals_are_a_content_word),
        cmocka_unit_test(words_of_a_phrase_add_to_scores_beside_others),
        cmocka_unit_test(both_weights_of_a_function_word_count),
        cmocka_unit_test(added_words_keep_to_the_limit),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
