/* Markdown: front matter, the title, and the text without its marks. */
#include <unistd.h>

#include "tests/unit/sources/collect.h"
#include "tests/unit/suite.h"

static void front_matter_gives_title_dates_and_address(void **state)
{
    (void)state;
    static const struct expected pages[] = {
        {"---\ntitle: La crue\ndate: 2022-01-06\nupdated: 2022-02-01T10:00Z\nurl: "
         "https://x.example/\n---\nCorps\n",
         "La crue", "https://x.example/", "2022-01-06", "2022-02-01T10:00Z", "Corps"},
        {"---\ntitle: \"L'eau : \\\"haute\\\"\" # note\npublished: '2021'\n---\n\n\nCorps\n",
         "L'eau : \"haute\"", NULL, "2021", NULL, "Corps"},
        {"---\r\ntitle: 'L''eau'\r\nms.date: 05/04/2017\r\n---\r\nCorps\r\n", "L'eau", NULL,
         "2017-05-04", NULL, "Corps"},
        {"---\nms.date: 5/14/2017\ndate: 14/05/2018\nlastmod: 2020-01\n---\nCorps", NULL, NULL,
         "2018-05-14", "2020-01", "Corps"},
        {"---\nexternal help file: x\nms:assetid: y\nTitle: Deux\n---\nCorps", "Deux", NULL, NULL,
         NULL, "Corps"},
        {"---\ntitle: >-\n  La crue\n  de janvier\ntags:\n- a\n- b\ncanonical_url: "
         "https://c/\nurl: "
         "https://u/\n...\nCorps",
         "La crue de janvier", "https://c/", NULL, NULL, "Corps"},
        {"---\ntitle: La crue\n  de janvier\n---\nCorps", "La crue de janvier", NULL, NULL, NULL,
         "Corps"},
        {"---\ntitle: A\n---\n# B\n\nCorps", "A", NULL, NULL, NULL, "B\n\nCorps"},
        /* none: not closed, or prose between two rules */
        {"---\ntitle: A\n\nCorps", NULL, NULL, NULL, NULL, "title: A\n\nCorps"},
        {"---\nUne phrase sans clef\n\n---\nCorps", NULL, NULL, NULL, NULL,
         "Une phrase sans clef\n\nCorps"},
        {"\n---\nnote: A\n---\nCorps", "note: A", NULL, NULL, NULL, "Corps"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_article(SOURCE_MARKDOWN, &pages[i]);
}

static void the_first_heading_is_the_title(void **state)
{
    (void)state;
    static const struct expected pages[] = {
        {"# La *crue*\n\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"# La crue ##\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"# <a name=\"crue\"></a>La crue\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"Avant\n\n# La crue\n\n# Autre\n\nCorps", "La crue", NULL, NULL, NULL,
         "Avant\n\nAutre\n\nCorps"},
        {"La crue\n=======\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"La crue\n-------\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"Avant\n\nLa crue\n-------\nCorps", NULL, NULL, NULL, NULL, "Avant\n\nLa crue\nCorps"},
        {"## La crue\nCorps", NULL, NULL, NULL, NULL, "La crue\nCorps"},
        {"#La crue\nCorps", NULL, NULL, NULL, NULL, "#La crue\nCorps"},
        {"####### sept\n", NULL, NULL, NULL, NULL, "####### sept"},
        {"# titre", "titre", NULL, NULL, NULL, NULL},
        {"", NULL, NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_article(SOURCE_MARKDOWN, &pages[i]);
}

static void marks_go_and_words_stay(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"un *mot* **gras** ***les deux*** _bas_ __souligné__ ~~barré~~",
         "un mot gras les deux bas souligné barré"},
        {"fran**ç**ais, snake_case_nom, 2 * 3, 2*3, a * b",
         "français, snake_case_nom, 2 * 3, 2*3, a * b"},
        {"`code_x *y*` et ``un ` seul`` et ` seul", "code_x *y* et un ` seul et ` seul"},
        {"[texte](https://x.example/a_(b) \"titre\") fin", "texte fin"},
        {"![une *image*](i.png) [t][ref] [seul] [t](pas un lien)",
         "une image t [seul] [t](pas un lien)"},
        {"[![alt](a.png)](b.html) [lien\ncoupé](c)", "alt lien\ncoupé"},
        {"<https://x.example/> <moi@x.example> a < b > c",
         "https://x.example/ moi@x.example a < b > c"},
        {"fran<b>ç</b>ais<br>ligne <td>un</td><td>deux</td> List<String>",
         "français\nligne un deux  List<String>"},
        {"l&rsquo;&eacute;t&#233;&#xE9;&nbsp;&inconnu; & Cie", "l’étéé\xc2\xa0&inconnu; & Cie"},
        {"\\*pas gras\\* \\_ \\a fin\\\nsuite", "*pas gras* _ \\a fin\nsuite"},
        {"> cité\n> > deux\n\n>trois", "cité\ndeux\n\ntrois"},
        {"> [!NOTE]\n> Attention", "Attention"},
        {"Avec [!INCLUDE [le produit](../x.md)] ici", "Avec le produit ici"},
        {"- un\n* deux\n+ trois\n1. quatre\n- [x] cinq\n-six",
         "un\ndeux\ntrois\n1. quatre\ncinq\n-six"},
        {"a\n\n---\n\n* * *\n\nb", "a\n\nb"},
        {"| Nom | Prix |\n|---|:--:|\n| pain | 1 € |\n| lait \\| crème | 2 |",
         "Nom Prix\npain 1 €\nlait | crème 2"},
        {"a | b\n--- | ---\nc | d\n\ne | f", "a | b\nc d\n\ne | f"},
        {"a\n```c\nint *x_y_; // <b>\n\n# non\n```\nb", "a\nint *x_y_; // <b>\n\n# non\nb"},
        {"~~~\n```\n~~~\nb", "```\nb"},
        {"> ```\n> code\n> ```\n> suite *x*", "code\nsuite x"},
        {"```\njamais fermé *x*", "jamais fermé *x*"},
        {"a <!-- caché\n\nencore --> b", "a  b"},
        {"a <!-- jamais fermé", "a <!-- jamais fermé"},
        {"a `<!-- vu -->` b\n\n```\n<!-- vu -->\n```", "a <!-- vu --> b\n\n<!-- vu -->"},
        {"a\n<script>\nvar interdit;\n</script>\n<style>p{}</style>\nb", "a\n\nb"},
        {"[ref]: https://x.example/ \"t\"\n[^1]: note\n\ntexte[^1]", "[^1]: note\n\ntexte[^1]"},
        {"    code indenté *x*", "code indenté x"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct expected expected = {pairs[i][0], NULL, NULL, NULL, NULL, pairs[i][1]};
        expect_article(SOURCE_MARKDOWN, &expected);
    }
}

/* Appends `head`, `count` times `unit`, and `tail`. */
static void repeat(struct buffer *into, const char *head, const char *unit, const char *tail,
                   size_t count)
{
    buffer_append_string(into, head);
    for (size_t i = 0; i < count; i++)
        buffer_append_string(into, unit);
    buffer_append_string(into, tail);
}

/* A quadratic reader would take minutes over these; the alarm ends it. */
static void hostile_markdown_takes_linear_time(void **state)
{
    (void)state;
    static const char *const pages[][3] = {
        {"", "[", ""},          {"", "[a](", ""},     {"", "![", ""},
        {"", "<a ", ""},        {"", "<!--", ""},     {"", "<!-- x -->", ""},
        {"", "<a '", ""},       {"", "'<a '", ""},    {"", "<script>", ""},
        {"", "*a_", ""},        {"", "> ", ""},       {"", "- ", ""},
        {"", "`", " ``"},       {"", "` `` ", ""},    {"", "&", ""},
        {"", "</", "<script>"}, {"", "a\n", "===\n"}, {"---\n", "a: b\n", ""},
        {"|a|\n", "|-", ""},    {"", "[a][b]", ""},   {"---\ntitle: >\n", " c\n", "---\n"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct buffer text = {0};
        struct collection collection = {0};
        repeat(&text, pages[i][0], pages[i][1], pages[i][2], 300000);
        alarm(60);
        assert_int_equal(collect_bytes(&collection, SOURCE_MARKDOWN, text.data, text.size), 0);
        alarm(0);
        assert_int_equal(collection.count, 1);
        collect_release(&collection);
        buffer_release(&text);
    }
}

SUITE(markdown)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_matter_gives_title_dates_and_address),
        cmocka_unit_test(the_first_heading_is_the_title),
        cmocka_unit_test(marks_go_and_words_stay),
        cmocka_unit_test(hostile_markdown_takes_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
