/* Operators, groups, filters, weights and escapes: what queries with them say, and what is wrong
 * with those that are refused. */
#include "tests/unit/language/reading.h"

#include "query/language/period.h"
#include "tests/unit/suite.h"

struct row {
    const char *text, *expected;
};

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

static void check(const struct row *rows, size_t count, struct query_options options)
{
    bool all = true;
    for (size_t i = 0; i < count; i++)
        all &= reads_as(analyzer, rows[i].text, options, rows[i].expected);
    assert_true(all);
}

#define CHECK(rows, ...)                                                                           \
    check((rows), sizeof(rows) / sizeof *(rows), (struct query_options){__VA_ARGS__})

static void operators_are_lists_where_they_can_be(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a ET b", "+a +b"},
        {"a AND b AND c", "+a +b +c"},
        {"a OU b OR c", "a b c"},
        {"a SAUF b", "+a -b"},
        {"a NOT b", "+a -b"},
        {"a ET SAUF b", "+a -b"},
        {"a SAUF b c", "+a -b -c"},
        {"a SAUF (b OU c)", "+a -b -c"},
        {"a ET (b ET c)", "+a +b +c"},
        {"a OU (b OU (c OU d))", "a b c d"},
        {"((a)) (b c)", "a b c"},
        {"(a)", "a"},
        {"SAUF a ET b", "-a +b"},
        {"-a ET b", "-a +b"},
        {"+a OU b", "a b"},
        {"+(a) -(b) -(c d)", "+a -b -c -d"},
        {"a ET ()", "+a"},
        {"a ET …", "+a"},
        {"() ( )", ""},
        {"a ET \"b c\"", "+a +[b c]"},
    };
    CHECK(rows, .all_words = false);
}

static void operators_make_trees(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a b ET c", "+(a b) +c"},
        {"a ET b OU c", "(+a +b) c"},
        {"a OU b ET c", "a (+b +c)"},
        {"(a OU b) ET c", "+(a b) +c"},
        {"(a OU b) ET (c OU d) SAUF e", "+(a b) +(c d) -e"},
        {"a OU SAUF b", "a (-b)"},
        {"a SAUF -b", "+a -(-b)"},
        {"(a ET b) c", "(+a +b) c"},
        {"+(a b) c", "+(a b) c"},
        {"a -(b ET c)", "a -(+b +c)"},
        {"a -(+b c)", "a -(+b c)"},
        {"a ET (b SAUF (c ET d))", "+a +b -(+c +d)"},
        {"(-a) b", "(-a) b"},
    };
    static const struct row all_words[] = {
        {"a b OU c", "(+a +b) c"}, {"(a OU b) c", "+(a b) +c"}, {"a (b c)", "+a +b +c"}};
    CHECK(rows, .all_words = false);
    CHECK(all_words, .all_words = true);
}

static void what_only_looks_like_an_operator_is_text(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a et b ou c sauf d", "a et b ou c sauf d"},
        {"LIBERTÉ ET ÉGALITÉ", "liberté et égalité"},
        {"A ET (B OU C)", "a et b ou c"},
        {"ETA ETb b", "eta etb b"},
        {"adhérent(e)s", "adhérents"},
        {"(adhérent(e)s ET b)", "+adhérents +b"},
        {"a) b) :-)", "a b"},
        {"(a :-) b", "a b"},
        {"\\ET a", "et a"},
        {"a \\(b c)", "a b c"},
        {"\\-a \\+b titre\\:c", "a b titre c"},
        {"\"a ET (b\"", "[a et b]"},
        {"a\\", "a"},
        {"\"a \\\" b\" c", "[a b] c"},
        {"\\\"a b\\\"", "a b"},
        {"PROCHE ET/5 proche/5 b", "proche et 5 proche 5 b"},
    };
    static const struct row plain[] = {{"a ET (b OU c) date:x d^3", "a et b ou c date x d 3"}};
    static const struct row phrase[] = {{"a ET (b", "[a et b]"}};
    CHECK(rows, .all_words = false);
    CHECK(plain, .plain_words = true);
    CHECK(phrase, .phrase = true);
}

static void weights_multiply(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a^3 b", "a^3 b"},
        {"a^0.5 b^1,5", "a^0.5 b^1.5"},
        {"\"a b\"^2 titre:c^4", "[a b]^2 titre:c^4"},
        {"(a b^2)^3 c", "a^3 b^6 c"},
        {"a^x b^ c\\^2", "a x b c 2"},
        {"+a^2 -b^3", "+a^2 -b^3"},
        {"^3", "3"},
    };
    CHECK(rows, .all_words = false);
}

static void words_may_stand_for_forms(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"gouvern* m?nistre *tion", "gouvern* m?nistre *tion"},
        {"GOUVERN* Œuvr* É?E*", "gouvern* oeuvr* é?e*"},
        {"+gouvern* -m?nistre titre:*tion^2", "+gouvern* -m?nistre titre:*tion^2"},
        {"a**b *a* a*?b", "a*b *a* a*?b"},
        {"quoi? a ?b * ** *** ?", "quoi a b"},
        {"quoi?non", "quoi?non"},
        {"l'inond* d’urg* qu'un*", "inond* urg* un*"},
        {"’urg* '*ion \"’ ét* ’\" tant’urg*", "urg* *ion ét* [tant urg*]"},
        {"porte-parol* jusqu*-là", "[porte parol*] [jusqu* là]"},
        {"\"état d'urg* à l'ét?\"", "[état urg* à ét]"},
        {"\"gouvern* français\" \"d'urg*\"", "[gouvern* français] urg*"},
        {"gouvern\\* a\\*b", "gouvern a b"},
        {"a*\\*b", "[a* b]"},
        {"minsitre~ minsitre~1 minsitre~2", "minsitre~1 minsitre~1 minsitre~2"},
        {"+minsitre~^2 l'ecole~", "+minsitre~1^2 ecole~1"},
        {"~a a~b a~~ ~ ~2", "a a b a 2"},
        {"mot\\~2", "mot 2"},
        {"=marché +=Marché titre:=marché", "=marché +=marché titre:=marché"},
        {"=\"marché noir\" =«l'état»", "[=marché =noir] =état"},
        {"=porte-parole a=b == = =,", "[=porte =parole]|=porteparole a b"},
        {"=gouvern*", "gouvern*"},
    };
    CHECK(rows, .all_words = false);
}

static void parts_may_stand_near_each_other(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a PROCHE/5 b", "[a, b]~5"},
        {"x a NEAR/5 b y", "x [a, b]~5 y"},
        {"A PROCHE/5 B", "[a, b]~5"},
        {"+a PROCHE/5 b -c PROCHE/0 d", "+[a, b]~5 -[c, d]~0"},
        {"a PROCHE/2 b PROCHE/3 c", "[a, b, c]~5"},
        {"\"a b\" PROCHE/5 c", "[a b, c]~5"},
        {"week-end PROCHE/5 c", "[week end, c]|[weekend, c]~5"},
        {"jusqu'à PROCHE/5 10 000", "[jusque à, 10000]~5"},
        {"a^2 PROCHE/5 b^3", "[a, b]~5^6"},
        {"titre:a PROCHE/5 b", "titre:[a, b]~5"},
        {"gouvern* PROCHE/5 =b", "[gouvern*, =b]~5"},
        {"a PROCHE/5 b ET c", "+[a, b]~5 +c"},
        {"\"a b c\"~5", "[a, b, c]~5"},
        {"\"a l'école c\"~0^2", "[a, école, c]~0^2"},
        {"\"week-end prolongé\"~2", "[week, end, prolongé]|[weekend, prolongé]~2"},
        {"\"a\"~5", "a"},
        {"a PROCHE/5 …", "a"},
        {"\"a b\"~ c", "[a b] c"},
        {"a PROCHE/x b PROCHE b", "a proche x b proche b"},
    };
    CHECK(rows, .all_words = false);
}

static void fields_hold_for_groups(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"titre:(a OU b) c", "titre:a titre:b c"},
        {"+titre:(a ET \"b c\") d", "+titre:a +titre:[b c] d"},
    };
    CHECK(rows, .all_words = false);
}

static void filters_hold_for_what_they_stand_beside(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"date:1970", "+{date 0 364}"},
        {"a date:1970-01", "a +{date 0 30}"},
        {"a OU b date:1970-01", "a b +{date 0 30}"},
        {"a SAUF b date:1970-01", "+a -b +{date 0 30}"},
        {"a ET date:1970-01-02", "+a +{date 1 1}"},
        {"a SAUF date:1970", "+a -{date 0 364}"},
        {"a -date:1970", "a -{date 0 364}"},
        {"a (date:1970-01 OU date:1970-02)", "a +({date 0 30} {date 31 58})"},
        {"(a date:1970-01) OU (b date:1970-02)", "(a +{date 0 30}) (b +{date 31 58})"},
        {"a date:1970-01..1970-02", "a +{date 0 58}"},
        {"date:02/01/1970", "+{date 1 1}"},
        {"date:>1970", "+{date 365 2147483647}"},
        {"date:<=1970-01", "+{date -2147483647 30}"},
        {"site:HTTPS://www.Exemple.FR/page", "+{site exemple.fr}"},
        {"site:https://moi:secret@www.exemple.fr:8080/a@b", "+{site exemple.fr}"},
        {"site:exemple.fr/a@b", "+{site exemple.fr}"},
        {"url:Sport a", "a +{url sport}"},
        {"chemin:\"Mes articles/*\" path:a\\ b", "+{path Mes articles/*} +{path a b}"},
        {"date: site: a", "date site a"},
        {"a (date:1970-01 b) c", "a (b +{date 0 30}) c"},
    };
    static const struct row days[] = {{"a b", "a b +{date 0 30}"},
                                      {"a OU b", "a b +{date 0 30}"},
                                      {"a ET (b c)", "+a +(b c) +{date 0 30}"},
                                      {"", "+{date 0 30}"}};
    CHECK(rows, .all_words = false);
    CHECK(days, .since = "1970", .until = "1970-01");
}

static void periods_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool read;
        int32_t first, last;
    } rows[] = {
        {"1970-02", true, 31, 58},
        {"1972-02", true, 761, 789},
        {"1970-12", true, 334, 364},
        {"1970-01-01", true, 0, 0},
        {"1969-12-31", true, -1, -1},
        {"..1970-01-02", true, INT32_MIN + 1, 1},
        {"1970-01-02..", true, 1, INT32_MAX},
        {">=1970", true, 0, INT32_MAX},
        {"<1970", true, INT32_MIN + 1, -1},
        {">1970-01", true, 31, INT32_MAX},
        {"1970-01-02..1970-01-01", true, 1, 0}, /* no day */
        {"", false, 0, 0},
        {"..", false, 0, 0},
        {"1970-13", false, 0, 0},
        {"1970..x", false, 0, 0},
        {"197", false, 0, 0},
        {">", false, 0, 0},
        {">1970..", false, 0, 0},
        {"1970-01-01x", false, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct period period = {0, 0};
        bool read = period_read(rows[i].text, strlen(rows[i].text), &period);
        if (read != rows[i].read || period.first != rows[i].first || period.last != rows[i].last)
            fail_msg("%s: %d, %d to %d", rows[i].text, read, period.first, period.last);
    }
}

static void errors_have_a_column(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a ET", "column 5: expected a word or a group after the operator"},
        {"é ET ", "column 6: expected a word or a group after"},
        {"a OU ET b", "column 6: expected a word or a group after"},
        {"ET a", "column 1: expected a word or a group before the operator"},
        {"a (b ET c", "column 3: expected a ) to close this group"},
        {"a (b ET (c OU )", "column 15: expected a word"},
        {"date:demain a", "column 6: expected a date such as"},
        {"a date:2022-13", "column 8: expected a date such as"},
        {"site:/", "column 6: expected the name of a site"},
        {"site:moi@", "column 6: expected the name of a site"},
        {"a^0 b", "column 3: expected a weight"},
        {"\"a b\"^1001", "column 7: expected a weight"},
        {"(a b)^0", "column 7: expected a weight"},
        {"mot~3", "column 5: expected ~1 or ~2"},
        {"\"a b\"~1001", "column 7: expected a distance"},
        {"a PROCHE/10000 b", "column 10: expected a distance"},
        {"a PROCHE/5", "column 11: expected a word or a phrase after the operator"},
        {"a PROCHE/5 (b c)", "column 12: expected a word or a phrase after the operator"},
        {"a PROCHE/5 date:2022", "column 12: expected a word or a phrase after the operator"},
        {"PROCHE/5 a", "column 1: expected a word or a group before the operator"},
        {"(a b) PROCHE/5 c", "column 7: expected a word before the operator"},
        {"\n\t\u00e9 (", "column 5: expected a )"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct query query;
        int status = query_parse(&query, analyzer, rows[i].text, strlen(rows[i].text),
                                 &(struct query_options){.all_words = false});
        if (status != ERROR_SYNTAX || strstr(error_message(), rows[i].expected) == NULL)
            fail_msg("%s: %d, %s", rows[i].text, status, error_message());
    }
}

static int parse_repeated(const char *before, size_t times, const char *after)
{
    struct query query;
    struct buffer text;
    buffer_init(&text);
    for (size_t i = 0; i < times; i++)
        buffer_append_string(&text, before);
    for (size_t i = 0; i < times; i++)
        buffer_append_string(&text, after);
    int status = query_parse(&query, analyzer, text.data, text.size,
                             &(struct query_options){.all_words = false});
    buffer_release(&text);
    if (status == 0)
        query_release(&query);
    return status;
}

static void depth_and_size_are_limited(void **state)
{
    (void)state;
    assert_int_equal(parse_repeated("a ET (b OU ", QUERY_DEPTH_MAX, "c)"), 0);
    assert_int_equal(parse_repeated("a ET (b OU ", QUERY_DEPTH_MAX + 1, "c)"), ERROR_SYNTAX);
    assert_int_equal(parse_repeated("(", 100000, ")"), ERROR_SYNTAX);
    assert_int_equal(parse_repeated("mot ", QUERY_CLAUSES_MAX, ""), 0);
    assert_int_equal(parse_repeated("mot ", QUERY_CLAUSES_MAX + 1, ""), ERROR_SYNTAX);
    assert_int_equal(parse_repeated("a OU ", 1000, "b "), 0);
    assert_int_equal(parse_repeated("a PROCHE/1 ", QUERY_PARTS_MAX - 1, "b "), 0);
    assert_int_equal(parse_repeated("a PROCHE/1 ", QUERY_PARTS_MAX, "b "), ERROR_SYNTAX);
}

SUITE(tree)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_are_lists_where_they_can_be),
        cmocka_unit_test(operators_make_trees),
        cmocka_unit_test(what_only_looks_like_an_operator_is_text),
        cmocka_unit_test(weights_multiply),
        cmocka_unit_test(words_may_stand_for_forms),
        cmocka_unit_test(parts_may_stand_near_each_other),
        cmocka_unit_test(fields_hold_for_groups),
        cmocka_unit_test(filters_hold_for_what_they_stand_beside),
        cmocka_unit_test(periods_are_read),
        cmocka_unit_test(errors_have_a_column),
        cmocka_unit_test(depth_and_size_are_limited),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
