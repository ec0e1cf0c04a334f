/* Markdown: front matter, the title, and the text without its marks. */
#include <unistd.h>

#include "common/base/utf8.h"
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
        {"---\ndate: 2022/6/5 9:30\nmodified: 6 juin 2022\n---\nCorps", NULL, NULL,
         "2022-06-05T09:30", "2022-06-06", "Corps"},
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
        {"Avant\n\nLa crue\n-------\nCorps", NULL, NULL, NULL, NULL, "Avant\n\nLa crue\n\nCorps"},
        {"## La crue\nCorps", NULL, NULL, NULL, NULL, "La crue\n\nCorps"},
        {"#La crue\nCorps", NULL, NULL, NULL, NULL, "#La crue\nCorps"},
        {"####### sept\n", NULL, NULL, NULL, NULL, "####### sept"},
        {"# titre", "titre", NULL, NULL, NULL, NULL},
        {"##\nUn\ndébut\n\nCorps", NULL, NULL, NULL, NULL, "Un\ndébut\n\nCorps"},
        {"##\n# La crue\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"", NULL, NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_article(SOURCE_MARKDOWN, &pages[i]);
}

static void check_bodies(const char *const (*pairs)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct expected expected = {pairs[i][0], NULL, NULL, NULL, NULL, pairs[i][1]};
        expect_article(SOURCE_MARKDOWN, &expected);
    }
}

#define CHECK_BODIES(pairs) check_bodies(pairs, sizeof(pairs) / sizeof *(pairs))

static void marks_go_and_words_stay(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"un *mot* **gras** ***les deux*** _bas_ __souligné__ ~~barré~~",
         "un mot gras les deux bas souligné barré"},
        {"fran**ç**ais, snake_case_nom, 2 * 3, 2*3, a * b",
         "français, snake_case_nom, 2 * 3, 2*3, a * b"},
        {"_getcwd et bstr_t, un * seul, *deux", "_getcwd et bstr_t, un * seul, *deux"},
        {"`code_x *y*` et ``un ` seul`` et ` seul", "code_x *y* et un ` seul et ` seul"},
        {"l&rsquo;&eacute;t&#233;&#xE9;&nbsp;&inconnu; & Cie", "l’étéé\xc2\xa0&inconnu; & Cie"},
        {"\\*pas gras\\* \\_ \\a fin\\\nsuite", "*pas gras* _ \\a fin\nsuite"},
        {"a \\[b\\] &lt;c&gt;", "a [b] <c>"},
        {"formule $a_1 * b_1$ à 5 $", "formule $a_1 * b_1$ à 5 $"},
    };
    CHECK_BODIES(pairs);
}

static void links_are_their_text(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"[texte](https://x.example/a_(b) \"titre\") fin", "texte fin"},
        {"[texte](<https://x.example/a b>) fin", "texte fin"},
        {"![une *image*](i.png) [t][ref] [seul] [t](pas un lien)",
         "une image [t][ref] [seul] [t](pas un lien)"},
        {"[t][ref] [Réf] [ref][]\n\n[ref]: https://x.example/ \"t\"\n[réf]: <b>", "t Réf ref"},
        {"[![alt](a.png)](b.html) [lien\ncoupé](c)", "alt lien\ncoupé"},
        {"<https://x.example/> <moi@x.example> a < b > c",
         "https://x.example/ moi@x.example a < b > c"},
        {"[[page]] et [[page|texte]]", "page et texte"},
    };
    CHECK_BODIES(pairs);
}

static void footnotes_stay(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"[ref]: https://x.example/ \"t\"\n[^1]: note\n\ntexte[^1]", "[^1]: note\n\ntexte[^1]"},
        {"texte[^n]\n\n[^n]: https://x.example/", "texte[^n]\n\n[^n]: https://x.example/"},
        {"> texte[^n]\n>\n> [^n]: deux mots", "texte[^n]\n\n[^n]: deux mots"},
    };
    CHECK_BODIES(pairs);
}

static void html_is_what_a_browser_shows(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"fran<b>ç</b>ais<br>ligne <td>un</td><td>deux</td> List<String>",
         "français\nligne un deux  List<String>"},
        {"<table>\n  <tr><td>un</td><td>l&rsquo;eau</td></tr>\n  <tr><td>trois</td></tr>\n</table>",
         "un l’eau\ntrois"},
        {"<details>\n<summary>Titre</summary>\n\nTexte *gras*\n\n</details>\nb",
         "Titre\n\nTexte gras\n\nb"},
        {"a <!-- caché --> b <nom du serveur>", "a  b <nom du serveur>"},
        {"<!-- caché\n\nencore -->\nb", "b"},
        {"a <!-- jamais fermé", "a <!-- jamais fermé"},
        {"<!-- jamais\n\nfermé", "<!-- jamais\nfermé"},
        {"a `<!-- vu -->` b\n\n```\n<!-- vu -->\n```", "a <!-- vu --> b\n\n<!-- vu -->"},
        {"a\n<script>\nvar interdit;\n</script>\n<style>p{}</style>\nb", "a\n\nb"},
        {"a <script>var interdit;</script> b", "a  b"},
    };
    CHECK_BODIES(pairs);
}

static void directives_go(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"> [!NOTE]\n> Attention", "Attention"},
        {"> [!Note] Attention", "Attention"},
        {"Avec [!INCLUDE [le produit](../x.md)] ici", "Avec le produit ici"},
        {"Cliquez sur [!UICONTROL Enregistrer] > [!UICONTROL [Tout]].",
         "Cliquez sur Enregistrer > [Tout]."},
        {"[!DNL A] et [[!DNL B]](c.md)", "A et B"},
        {"> [!div class=\"étape\"]\n> [Suivant](b.md)", "Suivant"},
        {"> [!VIDEO https://x.example/a]\n\nb", "b"},
        {"[!code-csharp[Main](a.cs#1)]\n[!include[avis](../b.md)]", "Main\navis"},
        {"les motifs [!a-z] et [! vide]", "les motifs [!a-z] et [! vide]"},
    };
    CHECK_BODIES(pairs);
}

static void blocks_are_apart(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"> cité\n> > deux\n\n>trois", "cité\n\ndeux\n\ntrois"},
        {"- un\n* deux\n+ trois\n1. quatre\n- [x] cinq\n-six",
         "un\n\ndeux\n\ntrois\n\n1. quatre\n\ncinq\n-six"},
        {"- un\n  - deux\n  - trois\n- [ ] quatre", "un\ndeux\ntrois\nquatre"},
        {"- un\n\n- deux\n\n  suite", "un\n\ndeux\n\nsuite"},
        {"- un\n- deux\n\n  >\n  > trois", "un\ndeux\n\ntrois"},
        {"3) a\n1) b\n\nx\n\n1. c", "3) a\n4) b\n\nx\n\n1. c"},
        {"- \n- a\n-\n", "a"},
        {"a\n\n---\n\n* * *\n\nb", "a\n\nb"},
        {"a\n```c\nint *x_y_; // <b>\n\n# non\n```\nb", "a\n\nint *x_y_; // <b>\n\n# non\n\nb"},
        {"~~~\n```\n~~~\nb", "```\n\nb"},
        {"> ```\n> code\n> ```\n> suite *x*", "code\n\nsuite x"},
        {"```\njamais fermé *x*", "jamais fermé *x*"},
        {"a\n\n    code indenté *x*\n      &lt;", "a\n\ncode indenté *x*\n  &lt;"},
        {"1. a\n\n   ```\n   code\n   ```\n2. b", "1. a\n\ncode\n\n2. b"},
    };
    CHECK_BODIES(pairs);
}

static void tables_are_rows(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"| Nom | Prix |\n|---|:--:|\n| pain | 1 € |\n| lait \\| crème | 2 |",
         "Nom Prix\npain 1 €\nlait | crème 2"},
        {"a | b\n--- | ---\nc | d\n\ne | f", "a b\nc d\n\ne | f"},
        {"a | b\n-|-\nc | `d\\|e`", "a b\nc d|e"},
        {"|||\n|-|:-|\n|a|b|", "a b"},
        {"Avant :\n|a|b|\n|-|-|\n|c|d|\nfin", "Avant :\n\na b\nc d\nfin"},
        {"|a|b|\n|---|---|\n|c|d (|) e|\n|f|g|h|i|\n|j|", "a b\nc d (|) e\nf g|h|i\nj"},
        {"- |a|b|\n  |-|-|\n  |c|d|", "a b\nc d"},
        {"a|b\n|-|\nc", "a|b\n\n|-|\nc"},
        {"2024 | b\n--- | ---\n1 | 2 | 3", "2024 b\n1 2 | 3"},
        {"- x | y\n  - | -\n  c | d", "x | y\n| -\nc | d"},
    };
    CHECK_BODIES(pairs);
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
        {"", "[", ""},
        {"", "[a](", ""},
        {"", "![", ""},
        {"", "<a ", ""},
        {"", "<!--", ""},
        {"", "<!-- x -->", ""},
        {"", "<a '", ""},
        {"", "'<a '", ""},
        {"", "<script>", ""},
        {"", "*a_", ""},
        {"", "> ", ""},
        {"", "- ", ""},
        {"", "`", " ``"},
        {"", "` `` ", ""},
        {"", "&", ""},
        {"", "</", "<script>"},
        {"", "a\n", "===\n"},
        {"---\n", "a: b\n", ""},
        {"|a|\n", "|-", ""},
        {"", "[a][b]", ""},
        {"---\ntitle: >\n", " c\n", "---\n"},
        {"[z]: u\n\n", "[", "]"},
        {"", "[a](\n", ""},
        {"", "x [a](b \"x\n", ""},
        {"", "[a]: <b\n", ""},
        {"", "[a]: b\n'x\n", ""},
        {"", "- [a](\n", ""},
        {"|a|\n|-|\n", "|[a](\n", ""},
        {"- x\n\n  |a|\n  |-|\n", "|[a\n", ""},
        {"", "- a\n\n  ", ""},
        {"", "<b\n", ""},
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

/* What costs a page's size by what else it has: two parts, each as often as said. */
static void hostile_pages_of_two_parts_take_linear_time(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        const char *first;
        size_t first_count;
        const char *middle, *second;
        size_t second_count;
        const char *tail;
    } pages[] = {
        {"[a]: ", "&amp;", 40000, "\n\n", "[a]", 60000, ""},
        {"[a]: u '", "&amp;\n", 3000, "'\n\n", "[a]", 60000, ""},
        {"> [a]: u '", "&amp;\n", 3000, "'\n\n", "[a]", 60000, ""},
        {"[z]: u\n\n", "[", 50000, "a", "]", 50000, ""},
        {"[z]: u\n\n", "[`]`", 50000, "a", "]", 50000, ""},
        {"[z]: u\n\n", "[a\n", 50000, "a", "]", 50000, ""},
        {"", "|a", 30000, "\n|-", "|-", 29999, "\n|b|\n|b|\n"},
        {"", "> ", 50000, "", "\n> a", 50000, ""},
        {"", "- ", 50000, "", "\n\n  a", 50000, ""},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct buffer text = {0};
        struct collection collection = {0};
        repeat(&text, pages[i].head, pages[i].first, pages[i].middle, pages[i].first_count);
        repeat(&text, "", pages[i].second, pages[i].tail, pages[i].second_count);
        alarm(60);
        assert_int_equal(collect_bytes(&collection, SOURCE_MARKDOWN, text.data, text.size), 0);
        alarm(0);
        assert_int_equal(collection.count, 1);
        collect_release(&collection);
        buffer_release(&text);
    }
}

/* Files that md4c is given in parts: no word and no character is lost at their ends. */
static void large_pages_are_read_in_parts(void **state)
{
    (void)state;
    static const char *const units[] = {"été\n\n", "été\n", "- été\n", "été"};
    enum { SIZE = 20 << 20 };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buffer text = {0};
        struct collection collection = {0};
        size_t count = SIZE / strlen(units[i]), found = 0;
        repeat(&text, "", units[i], "", count);
        assert_int_equal(collect_bytes(&collection, SOURCE_MARKDOWN, text.data, text.size), 0);
        const char *body = collection.articles[0].body;
        assert_int_equal(utf8_valid_prefix(body, strlen(body)), strlen(body));
        for (const char *at = body; *at != '\0'; at++)
            found += strncmp(at, "\xc3\xa9", 2) == 0;
        assert_int_equal(found, 2 * count);
        collect_release(&collection);
        buffer_release(&text);
    }
}

/* What bounds the work may not lose a word of long paragraphs, tables and code. */
static void long_pages_keep_their_words(void **state)
{
    (void)state;
    static const char *const units[][3] = {
        {"", "mot ", "mot"},
        {"", "mot\n", "mot"},
        {"", "[mot](https://x.example/) ", "mot"},
        {"|a|b|\n|---|---|\n", "|[mot](b)||\n", "mot"},
        {"a|b\n---|---\n", "[mot](b)|\n", "mot"},
        {"```\n", "mot\n", "mot"},
        {"<table>\n", "   <tr><td>mot</td>\n", "mot"},
        {"", "- [mot](b)\n", "mot"},
        {"", "[ mot ", "mot"},
        {"[r]: b\n\n", "[mot][r]\n", "mot"},
    };
    enum { COUNT = 20000 };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buffer text = {0};
        struct collection collection = {0};
        repeat(&text, units[i][0], units[i][1], "", COUNT);
        assert_int_equal(collect_bytes(&collection, SOURCE_MARKDOWN, text.data, text.size), 0);
        size_t found = 0;
        for (const char *at = collection.articles[0].body; (at = strstr(at, "mot")) != NULL; at++)
            found++;
        if (found != COUNT || strstr(collection.articles[0].body, "](") != NULL ||
            strstr(collection.articles[0].body, "<t") != NULL)
            fail_msg("%s: %zu", units[i][1], found);
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
        cmocka_unit_test(links_are_their_text),
        cmocka_unit_test(footnotes_stay),
        cmocka_unit_test(html_is_what_a_browser_shows),
        cmocka_unit_test(directives_go),
        cmocka_unit_test(blocks_are_apart),
        cmocka_unit_test(tables_are_rows),
        cmocka_unit_test(hostile_markdown_takes_linear_time),
        cmocka_unit_test(hostile_pages_of_two_parts_take_linear_time),
        cmocka_unit_test(long_pages_keep_their_words),
        cmocka_unit_test(large_pages_are_read_in_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
