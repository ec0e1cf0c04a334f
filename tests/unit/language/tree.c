/* Operators, groups, filters, weights and escapes: what queries with them say, and what is wrong
 * with those that are refused. */
#include "tests/unit/language/reading.h"

#include "query/language/period.h"
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

static void operators_are_lists_where_they_can_be(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"f ET b", "+f +b"},
        {"f AND b AND g", "+f +b +g"},
        {"f OU b OR g", "f b g"},
        {"f SAUF b", "+f -b"},
        {"f NOT b", "+f -b"},
        {"f ET SAUF b", "+f -b"},
        {"f SAUF b g", "+f -b -g"},
        {"f SAUF (b OU g)", "+f -b -g"},
        {"f ET (b ET g)", "+f +b +g"},
        {"f OU (b OU (g OU h))", "f b g h"},
        {"((f)) (b g)", "f b g"},
        {"(f)", "f"},
        {"SAUF f ET b", "-f +b"},
        {"-f ET b", "-f +b"},
        {"+f OU b", "f b"},
        {"+(f) -(b) -(g h)", "+f -b -g -h"},
        {"f ET ()", "+f"},
        {"f ET …", "+f"},
        {"() ( )", ""},
        {"f ET \"b g\"", "+f +[b g]"},
    };
    CHECK(rows, .all_words = false);
}

static void operators_make_trees(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"f b ET g", "+(f b) +g"},
        {"f ET b OU g", "(+f +b) g"},
        {"f OU b ET g", "f (+b +g)"},
        {"(f OU b) ET g", "+(f b) +g"},
        {"(f OU b) ET (g OU h) SAUF e", "+(f b) +(g h) -e"},
        {"f OU SAUF b", "f (-b)"},
        {"f SAUF -b", "+f -(-b)"},
        {"(f ET b) g", "(+f +b) g"},
        {"+(f b) g", "+(f b) g"},
        {"f -(b ET g)", "f -(+b +g)"},
        {"f -(+b g)", "f -(+b g)"},
        {"f ET (b SAUF (g ET h))", "+f +b -(+g +h)"},
        {"(-f) b", "(-f) b"},
    };
    static const struct row all_words[] = {
        {"f b OU g", "(+f +b) g"}, {"(f OU b) g", "+(f b) +g"}, {"f (b g)", "+f +b +g"}};
    CHECK(rows, .all_words = false);
    CHECK(all_words, .all_words = true);
}

static void what_only_looks_like_an_operator_is_text(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"f et b ou g sauf h", "f &et b &ou g sauf h"},
        {"LIBERTÉ ET ÉGALITÉ", "liberté &et égalité"},
        {"F ET (B OU G)", "f &et b &ou g"},
        {"ETA ETb b", "eta etb b"},
        {"adhérent(e)s", "adhérents"},
        {"(adhérent(e)s ET b)", "+adhérents +b"},
        {"f) b) :-)", "f b"},
        {"(f :-) b", "f b"},
        {"\\ET f", "et f"},
        {"f \\(b g)", "f b g"},
        {"\\-f \\+b titre\\:g", "f b titre g"},
        {"\"f ET (b\"", "[f et b]"},
        {"f\\", "f"},
        {"\"f \\\" b\" g", "[f b] g &f &b"},
        {"\\\"f b\\\"", "f b"},
        {"PROCHE ET/5 proche/5 b", "proche et 5 proche 5 b"},
    };
    static const struct row plain[] = {{"f ET (b OU g) date:x h^3", "f &et b &ou g date x h 3"}};
    static const struct row phrase[] = {{"f ET (b", "[f et b]"}};
    CHECK(rows, .all_words = false);
    CHECK(plain, .plain_words = true);
    CHECK(phrase, .phrase = true);
}

static void weights_multiply(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"f^3 b", "f^3 b"},
        {"f^0.5 b^1,5", "f^0.5 b^1.5"},
        {"\"f b\"^2 titre:g^4", "[f b]^2 titre:g^4 &f^2 &b^2"},
        {"(f b^2)^3 g", "f^3 b^6 g"},
        {"f^x b^ g\\^2", "f x b g 2"},
        {"+f^2 -b^3", "+f^2 -b^3"},
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
        {"f**b *f* f*?b", "f*b *f* f*?b"},
        {"foi? f ?b * ** *** ?", "foi f b"},
        {"quoi?non", "quoi?non"},
        {"l'inond* d’urg* qu'un*", "inond* urg* un*"},
        {"’urg* '*ion \"’ ét* ’\" tant’urg*", "urg* *ion ét* [tant urg*]"},
        {"porte-parol* jusqu*-là", "[porte parol*] [jusqu* là]"},
        {"\"état d'urg* à l'ét?\"", "[état urg* à ét]"},
        {"\"gouvern* français\" \"d'urg*\"", "[gouvern* français] urg* &français"},
        {"gouvern\\* f\\*b", "gouvern f b"},
        {"f*\\*b", "[f* b]"},
        {"minsitre~ minsitre~1 minsitre~2", "minsitre~1 minsitre~1 minsitre~2"},
        {"+minsitre~^2 l'ecole~", "+minsitre~1^2 ecole~1"},
        {"~f f~b f~~ ~ ~2", "f f b f 2"},
        {"mot\\~2", "mot 2"},
        {"=marché +=Marché titre:=marché", "=marché +=marché titre:=marché"},
        {"=\"marché noir\" =«l'état»", "[=marché =noir] =état"},
        {"=porte-parole f=b == = =,", "[=porte =parole]|=porteparole f b"},
        {"=gouvern*", "gouvern*"},
    };
    CHECK(rows, .all_words = false);
}

static void regular_expressions_stand_between_slashes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"/dés.*ment/", "/dés.*ment/"},
        {"+/d.s/ -/a|b/ titre:/c+/^2", "+/d.s/ -/a|b/ titre:/c+/^2"},
        {"f /(d|e)s?/ b", "f /(d|e)s?/ b"},
        {"(/a.c/ OU /b/) ET f", "+(/a.c/ /b/) +f"},
        {"\"loi /s[uû]r/ la /se.*/\"", "[loi /s[uû]r/ la /se.*/]"},
        {"\"/a.*/ d'urg*\"", "[/a.*/ urg*]"},
        {"/a.*/ PROCHE/3 /b.*/", "[/a.*/, /b.*/]~3"},
        {"/a\\d+/", "/a\\d+/"},
        {"/a\"b/", "/a\"b/"},
        {"/x[(]y/ f", "/x[(]y/ f"},
        {"km/h et/ou /usr/bin /f", "km h &et &ou usr bin f"},
        {"/a b/", "&a b"},
        {"// / f", "f"},
        {"\\/a.b/ f", "ab f"},
        {"f/b.*/", "f b"},
        {"=/a/ %/b/", "&a b"},
    };
    static const struct row plain[] = {{"/dés.*ment/", "dés ment"}};
    CHECK(rows, .all_words = false);
    CHECK(plain, .plain_words = true);
}

static void parts_may_stand_near_each_other(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"f PROCHE/5 b", "[f, b]~5"},
        {"x f NEAR/5 b z", "x [f, b]~5 z"},
        {"F PROCHE/5 B", "[f, b]~5"},
        {"+f PROCHE/5 b -g PROCHE/0 h", "+[f, b]~5 -[g, h]~0"},
        {"f PROCHE/2 b PROCHE/3 g", "[f, b, g]~5"},
        {"\"f b\" PROCHE/5 g", "[f b, g]~5"},
        {"week-end PROCHE/5 g", "[week end, g]|[weekend, g]~5"},
        {"jusqu'à PROCHE/5 10 000", "[jusque à, 10000]~5"},
        {"f^2 PROCHE/5 b^3", "[f, b]~5^6"},
        {"titre:f PROCHE/5 b", "titre:[f, b]~5"},
        {"gouvern* PROCHE/5 =b", "[gouvern*, =b]~5"},
        {"f PROCHE/5 b ET g", "+[f, b]~5 +g"},
        {"\"f b g\"~5", "[f, b, g]~5"},
        {"\"f l'école g\"~0^2", "[f, école, g]~0^2"},
        {"\"week-end prolongé\"~2", "[week, end, prolongé]|[weekend, prolongé]~2"},
        {"\"f\"~5", "f"},
        {"f PROCHE/5 …", "f"},
        {"\"f b\"~ g", "[f b] g &f &b"},
        {"f PROCHE/x b PROCHE b", "f proche x b proche b"},
    };
    CHECK(rows, .all_words = false);
}

static void fields_hold_for_groups(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"titre:(f OU b) g", "titre:f titre:b g"},
        {"+titre:(f ET \"b g\") h", "+titre:f +titre:[b g] h"},
    };
    CHECK(rows, .all_words = false);
}

static void filters_hold_for_what_they_stand_beside(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"date:1970", "+{date 0 364}"},
        {"f date:1970-01", "f +{date 0 30}"},
        {"f OU b date:1970-01", "f b +{date 0 30}"},
        {"f SAUF b date:1970-01", "+f -b +{date 0 30}"},
        {"f ET date:1970-01-02", "+f +{date 1 1}"},
        {"f SAUF date:1970", "+f -{date 0 364}"},
        {"f -date:1970", "f -{date 0 364}"},
        {"f (date:1970-01 OU date:1970-02)", "f +({date 0 30} {date 31 58})"},
        {"(f date:1970-01) OU (b date:1970-02)", "(f +{date 0 30}) (b +{date 31 58})"},
        {"f date:1970-01..1970-02", "f +{date 0 58}"},
        {"date:02/01/1970", "+{date 1 1}"},
        {"date:>1970", "+{date 365 2147483647}"},
        {"date:<=1970-01", "+{date -2147483647 30}"},
        {"site:HTTPS://www.Exemple.FR/page", "+{site exemple.fr}"},
        {"site:https://moi:secret@www.exemple.fr:8080/a@b", "+{site exemple.fr}"},
        {"site:exemple.fr/a@b", "+{site exemple.fr}"},
        {"url:Sport f", "f +{url sport}"},
        {"chemin:\"Mes articles/*\" path:a\\ b", "+{path Mes articles/*} +{path a b}"},
        {"date: site: f", "date site f"},
        {"f (date:1970-01 b) g", "f (b +{date 0 30}) g"},
    };
    static const struct row days[] = {{"f b", "f b +{date 0 30}"},
                                      {"f OU b", "f b +{date 0 30}"},
                                      {"f ET (b g)", "+f +(b g) +{date 0 30}"},
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
        cmocka_unit_test(regular_expressions_stand_between_slashes),
        cmocka_unit_test(parts_may_stand_near_each_other),
        cmocka_unit_test(fields_hold_for_groups),
        cmocka_unit_test(filters_hold_for_what_they_stand_beside),
        cmocka_unit_test(periods_are_read),
        cmocka_unit_test(errors_have_a_column),
        cmocka_unit_test(depth_and_size_are_limited),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
