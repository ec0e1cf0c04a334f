/* Metadata at the top of Markdown and plain text, in each of its syntaxes. */
#include "tests/unit/sources/collect.h"

#include <time.h>

#include "tests/unit/suite.h"

static void yaml_is_read_as_people_write_it(void **state)
{
    (void)state;
    static const struct expected pages[] = {
        /* escapes */
        {"---\ntitle: \"L'\\u00e9t\\xe9\\_: \\u0153uvre \\\"x\\\"\\n\\tfin \\\\ \\/\"\n---\nCorps",
         "L'été\xc2\xa0: œuvre \"x\" fin \\ /", NULL, NULL, NULL, "Corps"},
        {"---\ntitle: \"\\ud83d\\ude00 \\U0001F600 \\ud83d \\x4\\0\"\n---\nCorps",
         "😀 😀 \xef\xbf\xbd 4", NULL, NULL, NULL, "Corps"},
        {"---\ntitle: 'C:\\nom d''été'\n---\nCorps", "C:\\nom d'été", NULL, NULL, NULL, "Corps"},
        {"---\ntitle: \"é\\é\"\n---\nCorps", "éé", NULL, NULL, NULL, "Corps"},
        /* lists, keys, tags, several lines */
        {"---\ntitle:\n  - La crue\n  - non\ndate: [2022-01-06, 2021]\n---\nCorps", "La crue", NULL,
         "2022-01-06", NULL, "Corps"},
        {"---\ntitle:\n- \"La crue\"\ntags: [a, b]\n---\nCorps", "La crue", NULL, NULL, NULL,
         "Corps"},
        {"---\n\"title\": !!str \"La crue\"\n'date': 2022-01-06\n---\nCorps", "La crue", NULL,
         "2022-01-06", NULL, "Corps"},
        {"---\ntitle: \"La crue\n  de janvier\"\n---\nCorps", "La crue de janvier", NULL, NULL,
         NULL, "Corps"},
        {"---\ntitle: |-\n  La crue\n---\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"---\nTitre: La crue\nlien: https://x.example/\npermalink: /crue/\n---\nCorps", "La crue",
         "https://x.example/", NULL, NULL, "Corps"},
        /* no comment without a blank after it */
        {"---\ntitle: Tout sur #Rive # note\n---\nCorps", "Tout sur #Rive", NULL, NULL, NULL,
         "Corps"},
        /* odd lines */
        {"---\ntitle:La crue\nligne perdue\n\tx\n%y\n---\nCorps", "La crue", NULL, NULL, NULL,
         "Corps"},
        {"---\n# note\n\ntitle: La crue : suite : fin\nauthor: @x\n---\nCorps",
         "La crue : suite : fin", NULL, NULL, NULL, "Corps"},
        {"---\nlayout: post\nUn résumé\nsur deux lignes.\n---\nCorps", NULL, NULL, NULL, NULL,
         "Corps"},
        /* prose between rules */
        {"---\nUne phrase.\nnote: x\n\n---\nCorps", NULL, NULL, NULL, NULL,
         "Une phrase.\nnote: x\n\nCorps"},
        {"---\nNote: un.\nUne phrase.\nUne autre.\nEncore.\nToujours.\nFin.\n\n---\nCorps", NULL,
         NULL, NULL, NULL, "Note: un.\nUne phrase.\nUne autre.\nEncore.\nToujours.\nFin.\n\nCorps"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_article(SOURCE_MARKDOWN, &pages[i]);
}

static void other_syntaxes_are_read(void **state)
{
    (void)state;
    static const struct expected pages[] = {
        /* TOML */
        {"+++\ntitle = \"L'\\u00e9t\\u00e9\" # note\ndate = 2022-01-06T11:54:00+02:00\ndraft = "
         "true\n+++\nCorps",
         "L'été", NULL, "2022-01-06T11:54:00+02:00", NULL, "Corps"},
        {"+++\n# note\ntags = [\n  \"a]\",\n  \"title = 'non'\",\n]\ntitle = "
         "'''La\ncrue'''\n\"lastmod\" = "
         "\"2022-02-01\"\n[extra]\ntitle = \"non\"\n+++\n\nCorps",
         "La crue", NULL, NULL, "2022-02-01", "Corps"},
        {"+++\ntitle = 'C:\\nom'\nurl=\"https://x.example/\"\n+++\nCorps", "C:\\nom",
         "https://x.example/", NULL, NULL, "Corps"},
        {"+++\ntitle = \"ouvert\n\nCorps", NULL, NULL, NULL, NULL,
         "+++\ntitle = \"ouvert\n\nCorps"},
        /* JSON */
        {"{\"title\":\"La "
         "crue\",\"date\":\"2022-01-06\",\"tags\":[\"a\"],\"params\":{\"title\":\"non\"}}"
         "\n\nCorps",
         "La crue", NULL, "2022-01-06", NULL, "Corps"},
        {"{\n  \"titre\": \"L'\\u00e9t\\u00e9\"\n}\nCorps", "L'été", NULL, NULL, NULL, "Corps"},
        {";;;\n{\"title\":\"La crue\"}\n;;;\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"---json\n{\"title\":\"La crue\"}\n---\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"{\"a\": 1} est un objet.", NULL, NULL, NULL, NULL, "{\"a\": 1} est un objet."},
        /* Pandoc */
        {"% La crue\n  de janvier\n% Jeanne ; Paul\n% 2022-01-06\n\nCorps", "La crue de janvier",
         NULL, "2022-01-06", NULL, "Corps"},
        {"%\n%\n% 06/01/2022\nCorps", NULL, NULL, "2022-01-06", NULL, "Corps"},
        {"% La crue\n\n% Corps", "La crue", NULL, NULL, NULL, "% Corps"},
        {"%note%\n\nCorps", NULL, NULL, NULL, NULL, "%note%\n\nCorps"},
        /* Pelican, MultiMarkdown, Hexo */
        {"Title: La crue\nDate: 2022-01-06 10:20\nModified: 2022-02-01\nTags: a, b\n\nCorps",
         "La crue", NULL, "2022-01-06T10:20", "2022-02-01", "Corps"},
        {"Titre: La crue  \nAuteur: Jeanne  \nRésumé: un\n    deux  \n\nCorps", "La crue", NULL,
         NULL, NULL, "Corps"},
        {"title: La crue\ndate: 2022-01-06\n---\nCorps", "La crue", NULL, "2022-01-06", NULL,
         "Corps"},
        {"Slug: x\nTitle: La crue\n", "La crue", NULL, NULL, NULL, NULL},
        /* what begins like a header */
        {"Lieu: Paris\nDate: 2022-01-06\n\nCorps", NULL, NULL, NULL, NULL,
         "Lieu: Paris\nDate: 2022-01-06\n\nCorps"},
        {"Titre: la suite\nest une phrase.\n\nCorps", NULL, NULL, NULL, NULL,
         "Titre: la suite\nest une phrase.\n\nCorps"},
        {"Title:\n\nCorps", NULL, NULL, NULL, NULL, "Title:\n\nCorps"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct expected page = pages[i];
        expect_article(SOURCE_MARKDOWN, &page);
    }
}

static void plain_text_may_have_a_yaml_header(void **state)
{
    (void)state;
    static const struct expected pages[] = {
        {"---\ntitle: La crue\nauthor: Jeanne\nurl: https://x.example/\nhostname: x.example\ndate: "
         "2022-01-06\ncategories: \n---\nLe quai.\nLa rive.\n",
         "La crue", "https://x.example/", "2022-01-06", NULL, "Le quai.\nLa rive."},
        {"---\nauteur: Jeanne\n---\nLe quai.", NULL, NULL, NULL, NULL,
         "---\nauteur: Jeanne\n---\nLe quai."},
        {"---\ntitle: La crue\n\nLe quai.", NULL, NULL, NULL, NULL,
         "---\ntitle: La crue\n\nLe quai."},
        {"Title: La crue\nDate: 2022\n\nLe quai.", NULL, NULL, NULL, NULL,
         "Title: La crue\nDate: 2022\n\nLe quai."},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_article(SOURCE_PLAIN, &pages[i]);
}

static double seconds_to_read(const char *first, const char *piece, const char *last, size_t count)
{
    struct collection collection = {0};
    struct buffer text = {0};
    buffer_append_string(&text, first);
    for (size_t i = 0; i < count; i++)
        buffer_append_string(&text, piece);
    buffer_append_string(&text, last);
    clock_t start = clock();
    assert_int_equal(collect_bytes(&collection, SOURCE_MARKDOWN, text.data, text.size), 0);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    collect_release(&collection);
    buffer_release(&text);
    return seconds;
}

static void hostile_metadata_takes_linear_time(void **state)
{
    (void)state;
    static const struct {
        const char *first, *piece, *last;
    } rows[] = {
        {"---\ntitle: \"a", "\\", "\n---\n"},   {"---\ntitle: ", "!a ", "\n---\n"},
        {"---\ntitle:\n", " - a\n", "---\n"},   {"---\na: b\n", "title: c\n", "---\n"},
        {"+++\ntags = ", "[\"a\",", "\n+++\n"}, {"+++\n", "title = '''a\n", "+++\n"},
        {"+++\n", "a = \"\"\"b\n", "\n+++\n"},  {"{", "\"a\":{", "\n"},
        {"{\"title\":\"", "\\u00e9", "\"}\n"},  {"% a\n", " b\n", "\n"},
        {"Title: a\n", " b\n", "\n"},           {"---json\n", "{\"a\":\n", "---\n"},
        {";;;\n", "{\"a\":1}\n", ";;;\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double once =
            seconds_to_read(rows[i].first, rows[i].piece, rows[i].last, 100000 / HOSTILE_DIVISOR);
        double twice =
            seconds_to_read(rows[i].first, rows[i].piece, rows[i].last, 200000 / HOSTILE_DIVISOR);
        if (twice > 0.2 && twice > 3.5 * once)
            fail_msg("%s: %.3f s, then %.3f s", rows[i].piece, once, twice);
    }
}

SUITE(front_matter)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_is_read_as_people_write_it),
        cmocka_unit_test(other_syntaxes_are_read),
        cmocka_unit_test(plain_text_may_have_a_yaml_header),
        cmocka_unit_test(hostile_metadata_takes_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
