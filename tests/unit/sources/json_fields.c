/* JSON as crawlers, newspapers and blogs write it: names of fields, values that lie deeper, HTML in
 * strings, what is reported. */
#include "tests/unit/sources/collect.h"

#include <time.h>

#include "tests/unit/suite.h"

static void names_are_known_in_english_and_french(void **state)
{
    (void)state;
    static const struct expected lines[] = {
        {"{\"titre\":\"La "
         "crue\",\"lien\":\"https://x.example/a\",\"date_publication\":\"2022-06-15\","
         "\"mise_a_jour\":\"2022-06-16\",\"texte\":\"Le quai.\"}",
         "La crue", "https://x.example/a", "2022-06-15", "2022-06-16", "Le quai."},
        {"{\"headline\":\"La crue\",\"articleBody\":\"Le quai.\",\"datePublished\":\"2022-06-15\","
         "\"dateModified\":\"2022-06-17\"}",
         "La crue", NULL, "2022-06-15", "2022-06-17", "Le quai."},
        {"{\"Titre de l'article\":\"non\",\"TITRE_ARTICLE\":\"oui\",\"Contenu Intégral\":\"Le "
         "quai.\"}",
         "oui", NULL, NULL, NULL, "Le quai."},
        {"{\"intitulé\":\"Arrêté\",\"corps\":\"Le quai.\",\"datePublication\":\"2022-06\"}",
         "Arrêté", NULL, "2022-06", NULL, "Le quai."},
        {"{\"post_title\":\"P\",\"post_content\":\"Le quai.\",\"post_date\":\"2022-06-15\"}", "P",
         NULL, "2022-06-15", NULL, "Le quai."},
        {"{\"og:title\":\"O\",\"cleaned_text\":\"Le "
         "quai.\",\"canonical_link\":\"https://x.example/\"}",
         "O", "https://x.example/", NULL, NULL, "Le quai."},
        {"{\"page_content\":\"Le quai.\",\"@timestamp\":\"2022-06-15\"}", NULL, NULL, "2022-06-15",
         NULL, "Le quai."},
        {"{\"texte_nettoyé\":\"Le quai.\",\"text_length\":8,\"body_class\":\"c\"}", NULL, NULL,
         NULL, NULL, "Le quai."},
        {"{\"ArticleFullText\":\"Le quai.\",\"shortDescription\":\"Le résumé.\"}", NULL, NULL, NULL,
         NULL, "Le quai."},
        {"{\"title\":\"T\",\"author_description\":\"Une plume\",\"content_type\":\"x\"}", "T", NULL,
         NULL, NULL, NULL},
        {"{\"source\":\"https://x.example/\",\"raw_text\":\"Le quai.\"}", NULL,
         "https://x.example/", NULL, NULL, "Le quai."},
        {"{\"source\":\"Le Quai\",\"text\":\"Le quai.\"}", NULL, NULL, NULL, NULL, "Le quai."},
        {"{\"text\":\"Le qu…\",\"extended_tweet\":{\"full_text\":\"Le quai.\"}}", NULL, NULL, NULL,
         NULL, "Le quai."},
        /* less than all of the text only where there is nothing else */
        {"{\"description\":\"Le résumé.\",\"contenu\":\"Le quai.\"}", NULL, NULL, NULL, NULL,
         "Le quai."},
        {"{\"title\":\"T\",\"description\":\"Le résumé.\"}", "T", NULL, NULL, NULL, "Le résumé."},
        /* the whole text before a part of it */
        {"{\"text\":\"Le qu…\",\"full_text\":\"Le quai est noyé.\"}", NULL, NULL, NULL, NULL,
         "Le quai est noyé."},
        /* a lead stands before the text that does not repeat it */
        {"{\"titre\":\"T\",\"chapo\":\"La pluie dure.\",\"texte\":\"Le quai.\"}", "T", NULL, NULL,
         NULL, "La pluie dure.\n\nLe quai."},
        {"{\"subtitle\":\"La pluie dure.\",\"text\":\"La pluie dure. Le quai.\"}", NULL, NULL, NULL,
         NULL, "La pluie dure. Le quai."},
        /* the same name for something else */
        {"{\"text\":\"Le quai.\",\"page\":3,\"post\":true}", NULL, NULL, NULL, NULL, "Le quai."},
        {"{\"title\":\"T\",\"page\":3}", "T", NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect_article(SOURCE_JSON_LINES, &lines[i]);
}

static void null_and_blank_count_as_absent(void **state)
{
    (void)state;
    static const struct expected lines[] = {
        {"{\"text\":null,\"content\":\"c\"}", NULL, NULL, NULL, NULL, "c"},
        {"{\"text\":\" \\n\",\"content\":\"c\"}", NULL, NULL, NULL, NULL, "c"},
        {"{\"content\":\"c\",\"text\":\"\"}", NULL, NULL, NULL, NULL, "c"},
        {"{\"text\":[],\"body\":\"b\"}", NULL, NULL, NULL, NULL, "b"},
        {"{\"text\":12,\"body\":\"b\"}", NULL, NULL, NULL, NULL, "b"},
        {"{\"text\":\"a\",\"text\":[]}", NULL, NULL, NULL, NULL, "a"},
        {"{\"title\":\"\",\"titre\":\"T\",\"url\":null,\"link\":\"l\",\"text\":\"x\"}", "T", "l",
         NULL, NULL, "x"},
        {"{\"date\":\"\",\"published\":\"2021\",\"text\":\"x\"}", NULL, NULL, "2021", NULL, "x"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect_article(SOURCE_JSON_LINES, &lines[i]);
}

static void values_may_lie_deeper(void **state)
{
    (void)state;
    static const struct expected lines[] = {
        {"{\"title\":{\"rendered\":\"T\"},\"content\":{\"rendered\":\"<p>Le "
         "quai.</p>\",\"protected\":"
         "false},\"guid\":{\"rendered\":\"g\"}}",
         "T", NULL, NULL, NULL, "Le quai."},
        {"{\"_source\":{\"titre\":\"T\",\"texte\":\"Le quai.\",\"url\":\"u\"}}", "T", "u", NULL,
         NULL, "Le quai."},
        {"{\"_source\":{\"content\":{\"rendered\":\"Le quai.\"}}}", NULL, NULL, NULL, NULL,
         "Le quai."},
        {"{\"fields\":{\"headline\":[\"T\"],\"bodyText\":[\"Le quai.\"]}}", "T", NULL, NULL, NULL,
         "Le quai."},
        {"{\"article\":{\"title\":\"T\",\"text\":\"Le quai.\"}}", "T", NULL, NULL, NULL,
         "Le quai."},
        {"{\"data\":{\"attributes\":{\"title\":\"T\",\"body\":{\"value\":\"Le "
         "quai.\",\"format\":\"x\"}}}}",
         "T", NULL, NULL, NULL, "Le quai."},
        {"{\"title\":{\"fr\":\"T\",\"de\":\"non\"},\"text\":{\"fr\":\"Le quai.\"}}", "T", NULL,
         NULL, NULL, "Le quai."},
        {"{\"date\":{\"$date\":\"2022-06-15\"},\"text\":\"x\"}", NULL, NULL, "2022-06-15", NULL,
         "x"},
        /* an object of unknown name only with a text in it */
        {"{\"fiche_presse\":{\"titre\":\"T\",\"texte\":\"Le quai.\"}}", "T", NULL, NULL, NULL,
         "Le quai."},
        {"{\"text\":\"Le quai.\",\"journaliste\":{\"title\":\"non\",\"url\":\"non\"}}", NULL, NULL,
         NULL, NULL, "Le quai."},
        {"{\"text\":\"Le quai.\",\"encart\":{\"title\":\"non\",\"text\":\"non\"}}", NULL, NULL,
         NULL, NULL, "Le quai."},
        {"{\"text\":\"Le quai.\",\"content_owner\":{\"title\":\"non\",\"url\":\"non\"}}", NULL,
         NULL, NULL, NULL, "Le quai."},
        /* what is about the article is not the article */
        {"{\"text\":\"Le "
         "quai.\",\"author\":{\"name\":\"non\",\"url\":\"non\"},\"comments\":[{\"text\":"
         "\"non\"}],\"source\":{\"name\":\"non\"}}",
         NULL, NULL, NULL, NULL, "Le quai."},
        {"{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"text\":\"trop profond\"}}}}},\"text\":\"Le "
         "quai.\"}",
         NULL, NULL, NULL, NULL, "Le quai."},
        {"{\"author\":{},\"data\":{},\"text\":\"Le quai.\"}", NULL, NULL, NULL, NULL, "Le quai."},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect_article(SOURCE_JSON_LINES, &lines[i]);
}

static void arrays_of_texts_are_paragraphs(void **state)
{
    (void)state;
    static const struct expected lines[] = {
        {"{\"text\":[\"Un.\",null,\"Deux.\"]}", NULL, NULL, NULL, NULL, "Un.\n\nDeux."},
        {"{\"paragraphes\":[{\"texte\":\"Un.\",\"rang\":1},{\"texte\":\"Deux.\"}]}", NULL, NULL,
         NULL, NULL, "Un.\n\nDeux."},
        {"{\"blocks\":[{\"type\":\"paragraph\",\"data\":{\"text\":\"Un.\"}},{\"type\":\"list\","
         "\"data\":{"
         "\"items\":[\"a\",\"b\"]}}]}",
         NULL, NULL, NULL, NULL, "Un.\na\nb"},
        {"{\"sections\":[{\"titre\":\"Tête\",\"contenu\":\"Un.\"},{\"contenu\":[\"Deux.\"]}]}",
         NULL, NULL, NULL, NULL, "Tête\n\nUn.\n\nDeux."},
        {"{\"title\":[\"T\",\"non\"],\"date\":[null,\"2022\"],\"text\":\"x\"}", "T", NULL, "2022",
         NULL, "x"},
        {"{\"text\":[[[[[[[[[[[[[[[\"trop profond\"]]]]]]]]]]]]]],\"Un.\"]}", NULL, NULL, NULL,
         NULL, "Un."},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect_article(SOURCE_JSON_LINES, &lines[i]);
}

static void html_in_strings_is_read(void **state)
{
    (void)state;
    static const struct expected lines[] = {
        {"{\"title\":\"L&rsquo;<em>&eacute;t&eacute;</em> &amp; l'eau\",\"text\":\"x\"}",
         "L’été & l'eau", NULL, NULL, NULL, "x"},
        {"{\"text\":\"<div class=\\\"a\\\"><h2>Tête</h2><p>Un <a "
         "href=\\\"b\\\">mot</a></p></div>\"}",
         NULL, NULL, NULL, NULL, "Tête\nUn mot"},
        {"{\"text\":\"Un<br>deux<br />trois\"}", NULL, NULL, NULL, NULL, "Un\ndeux\ntrois"},
        {"{\"text\":\"Un <b>mot</b> fort.\"}", NULL, NULL, NULL, NULL, "Un mot fort."},
        {"{\"text\":\"<!-- wp:paragraph -->\\n<p>Un.</p>\\n<!-- /wp:paragraph -->\"}", NULL, NULL,
         NULL, NULL, "Un."},
        {"{\"text\":\"&lt;p&gt;Le quai est noy&eacute;.&lt;/p&gt;\"}", NULL, NULL, NULL, NULL,
         "Le quai est noyé."},
        {"{\"text\":[\"<p>Un.</p>\",\"<p>Deux.</p>\"]}", NULL, NULL, NULL, NULL, "Un.\nDeux."},
        /* text that speaks of tags, or only looks so */
        {"{\"text\":\"si a < b et c > d\"}", NULL, NULL, NULL, NULL, "si a < b et c > d"},
        {"{\"text\":\"si a<b et c>d, alors\"}", NULL, NULL, NULL, NULL, "si a<b et c>d, alors"},
        {"{\"text\":\"List<String> et <nom du serveur>\"}", NULL, NULL, NULL, NULL,
         "List<String> et <nom du serveur>"},
        {"{\"text\":\"La balise <b> met en gras.\"}", NULL, NULL, NULL, NULL,
         "La balise <b> met en gras."},
        {"{\"text\":\"# Page\\n\\n```\\n<p id=\\\"a\\\">b</p>\\n```\"}", NULL, NULL, NULL, NULL,
         "# Page\n\n```\n<p id=\"a\">b</p>\n```"},
        {"{\"text\":\"AT&T, R&D; a &inconnu; b\"}", NULL, NULL, NULL, NULL,
         "AT&T, R&D; a &inconnu; b"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect_article(SOURCE_JSON_LINES, &lines[i]);
}

static void a_whole_page_fills_what_is_missing(void **state)
{
    (void)state;
    static const struct expected lines[] = {
        {"{\"url\":\"https://x.example/a\",\"html\":\"<!DOCTYPE html><html><head><title>T</title>"
         "<meta property=\\\"article:published_time\\\" "
         "content=\\\"2022-06-15\\\"></head><body><p>Le "
         "quai.</p></body></html>\"}",
         "T", "https://x.example/a", "2022-06-15", NULL, "Le quai."},
        {"{\"html\":\"<html><title>non</title><p>non</p></html>\",\"text\":\"Le quai.\"}", NULL,
         NULL, NULL, NULL, "Le quai."},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect_article(SOURCE_JSON_LINES, &lines[i]);
}

static void values_that_are_not_json_count_as_null(void **state)
{
    (void)state;
    static const char *const values[] = {"NaN", "Infinity",  "-Infinity",
                                         "nan", "undefined", "None"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct collection collection = {0};
        char text[200];
        snprintf(text, sizeof text, "{\"text\":%s,\"body\":\"b\",\"n\":[%s,{\"a\":%s}]}", values[i],
                 values[i], values[i]);
        collect_text(&collection, SOURCE_JSON_LINES, text);
        assert_int_equal(collection.count, 1);
        assert_string_equal(collection.articles[0].body, "b");
        assert_int_equal(collection.complaints, 0);
        assert_int_equal(collection.notice_count, 1);
        assert_int_equal(collection.notice_kinds[0], NOTICE_VALUE);
        collect_release(&collection);
    }
}

/* What is said of one line; NULL: nothing. */
static void expect_notice(const char *line, const char *message)
{
    struct collection collection = {0};
    collect_text(&collection, SOURCE_JSON_LINES, line);
    if (collection.notice_count != (message != NULL))
        print_error("%s\n", line);
    assert_int_equal(collection.notice_count, message != NULL);
    if (message != NULL) {
        assert_int_equal(collection.notice_kinds[0], NOTICE_TEXT);
        assert_int_equal(collection.notice_lines[0], 1);
        assert_string_equal(collection.notices[0], message);
    }
    collect_release(&collection);
}

static void text_that_nobody_takes_is_reported(void **state)
{
    (void)state;
    struct buffer line = {0};
    expect_notice("{\"title\":\"T\",\"prose\":\"Le quai est noyé.\"}",
                  "the longest text, 'prose', is not indexed");
    expect_notice(
        "{\"title\":\"T\",\"x\":{\"y\":{\"z\":{\"t\":{\"prose\":\"Le quai est noyé.\"}}}}}",
        "the longest text, 't', is not indexed");
    expect_notice("{\"title\":\"T\",\"x\":[[\"Le quai est noyé.\"]]}",
                  "the longest text, 'x', is not indexed");
    expect_notice("{\"title\":\"T\",\"text\":\"\"}", "no text in it");
    expect_notice("{\"title\":\"Le quai est noyé\",\"prose\":\"Le quai.\"}", NULL);
    expect_notice("{\"title\":\"T\",\"image\":\"Une photo de la rive.\"}", NULL);
    expect_notice("{\"title\":\"T\",\"hash\":\"aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo\"}", NULL);
    for (int outranked = 0; outranked <= 1; outranked++) {
        buffer_clear(&line);
        buffer_append_format(&line, "{\"text\":\"Le quai.\",\"%s\":\"",
                             outranked ? "body" : "prose");
        for (size_t i = 0; i < 100; i++)
            buffer_append_string(&line, "la rive ");
        buffer_append_string(&line, "\"}");
        expect_notice(buffer_string(&line), outranked
                                                ? "the longest text, 'body', is not indexed"
                                                : "the longest text, 'prose', is not indexed");
    }
    buffer_release(&line);
}

static double seconds_to_read(const char *piece, const char *last, size_t count)
{
    struct collection collection = {0};
    struct buffer line = {0};
    buffer_append_string(&line, "{\"x\":");
    for (size_t i = 0; i < count; i++)
        buffer_append_string(&line, piece);
    buffer_append_string(&line, last);
    clock_t start = clock();
    collect_text(&collection, SOURCE_JSON_LINES, buffer_string(&line));
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    collect_release(&collection);
    buffer_release(&line);
    return seconds;
}

static void hostile_records_take_linear_time(void **state)
{
    (void)state;
    static const struct {
        const char *piece, *last;
        size_t count;
    } rows[] = {
        {"1,\"text\":", "\"x\"}", 100000},
        {"1,\"body\":\"a b\",\"text\":\"<p>a\",\"content\":", "\"x\"}", 30000},
        {"{\"text\":\"a\"},\"y\":", "1,\"text\":\"x\"}", 50000},
        {"{\"a\":{},\"b\":[[", "1}", 50000},
        {"1,\"text\":[\"a\",{\"text\":[\"b\"]}],\"title\":", "\"x\"}", 30000},
        {"\"a b\",\"x\":", "\"x\",\"text\":\"t\"}", 50000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const size_t count = rows[i].count / HOSTILE_DIVISOR + 1;
        double once = seconds_to_read(rows[i].piece, rows[i].last, count);
        double twice = seconds_to_read(rows[i].piece, rows[i].last, 2 * count);
        if (twice > 0.2 && twice > 3.5 * once)
            fail_msg("%s: %.3f s, then %.3f s", rows[i].piece, once, twice);
    }
}

static void hostile_markup_takes_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<",     "&",         "<p ",     "<!-- ",
                                         "<a b=", "&lt;p&gt;", "<script "};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        double seconds[2];
        for (size_t round = 0; round < 2; round++) {
            struct buffer piece = {0};
            buffer_append_string(&piece, "1,\"text\":\"<b>x</b>");
            for (size_t n = 0; n < ((size_t)200000 << round) / HOSTILE_DIVISOR; n++)
                buffer_append_string(&piece, pieces[i]);
            seconds[round] = seconds_to_read(buffer_string(&piece), "\"}", 1);
            buffer_release(&piece);
        }
        if (seconds[1] > 0.3 && seconds[1] > 3.5 * seconds[0])
            fail_msg("%s: %.3f s, then %.3f s", pieces[i], seconds[0], seconds[1]);
    }
}

SUITE(json_fields)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_known_in_english_and_french),
        cmocka_unit_test(null_and_blank_count_as_absent),
        cmocka_unit_test(values_may_lie_deeper),
        cmocka_unit_test(arrays_of_texts_are_paragraphs),
        cmocka_unit_test(html_in_strings_is_read),
        cmocka_unit_test(a_whole_page_fills_what_is_missing),
        cmocka_unit_test(values_that_are_not_json_count_as_null),
        cmocka_unit_test(text_that_nobody_takes_is_reported),
        cmocka_unit_test(hostile_records_take_linear_time),
        cmocka_unit_test(hostile_markup_takes_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
