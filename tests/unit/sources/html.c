/* HTML pages: visible text, title, dates, address, charset; hostile ones too. */
#include <unistd.h>

#include "tests/unit/sources/collect.h"
#include "tests/unit/suite.h"

static void visible_text_is_kept(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"<p>fran<b>çais</b> et <a href=x>l<i>i</i>en</a></p>", "français et lien"},
        {"<p>un</p><p>deux<br>trois<div>quatre</div>", "un\ndeux\ntrois\nquatre"},
        {"<table><tr><td>un</td><td>deux</td></tr><tr><th>trois</th></tr></table>",
         "un deux\ntrois"},
        {"<ul><li>un<li>deux</ul>fin", "un\ndeux\nfin"},
        {"<p>a\n   b\t<b> c</b> d</p>", "a b c d"},
        {"<p>prix&nbsp;: 20&#8239;000&nbsp;&euro;, L&rsquo;&#xE9;t&eacute; &amp; &lt;b&gt;</p>",
         "prix\xc2\xa0: 20\xe2\x80\xaf"
         "000\xc2\xa0€, L’été & <b>"},
        {"<p>Gr&acirc;ce&shy;ment</p>", "Grâce\xc2\xadment"},
        {"a<script>var interdit = '<p>non</p>';</script><style>p{color:red}</style>b", "ab"},
        {"a<svg><title>non</title><text>non</text></svg>b", "ab"},
        {"<p>a</p><noscript><p>non</p></noscript><noframes>non</noframes><p>b</p>", "a\nb"},
        {"a<template>non</template><textarea>non</textarea><iframe>non</iframe>b", "ab"},
        {"a<!-- caché --> b<!-- <p>caché</p> -->", "a b"},
        {"a<!-- caché --!> b<!--> c<!---> d<!-- -- > --> e", "a b c d e"},
        {"a <![if !IE]>b<![endif]> <!--[if IE]>non<![endif]-->c", "a b c"},
        {"<p>a <![CDATA[b]]> c <?php if (1 > 0) echo 'non' ?>d</p>", "a b c d"},
        {"<p>a</p><script src=x /><p>b</p><script>non</script><p>c</p>", "a\nb\nc"},
        {"<p>a</p><script src='x'/></script><style/><p>b</p>", "a\nb"},
        {"<p>a</p><script type=x />non('</p>')</script><p>b</p>", "a\nb"},
        {"<p>a</p><script />", "a"},
        {"<head><title/></head><p>a</p><iframe src='x'/><textarea/><noscript/><p>b</p>", "a\nb"},
        {"l&eacutet&eacute &agrave&nbsp;l'&Eacutecole", "lété à\xc2\xa0l'École"},
        {"&laquo oui &raquo, 5 &lt 6 &amp 7 &copy 2020 &oelig", "« oui », 5 < 6 & 7 © 2020 œ"},
        {"&amp;eacute &amp;eacute; AT&T a&b; &inconnu;", "&eacute &eacute; AT&T a&b; &inconnu;"},
        {"&comma;&lstrok;&#146;&#x9C; &#233 &#xe9", ",ł’œ é é"},
        {"l\xc2\x92\xc5\x93uvre", "l’œuvre"},
        {"a<p hidden>non</p><div style='display : none'>non</div><i aria-hidden=true>non</i>", "a"},
        {"<p hidden=until-found>a</p><dialog>non</dialog><details><summary>b</summary>c</details>",
         "a\nb\nc"},
        {"<p>a</p><pre>  un\n    deux\n</pre><p>b</p>", "a\n  un\n    deux\nb"},
        {"<article><section>un</section><aside>deux</aside></article>", "un\ndeux"},
        {"<p>non fermé <b>gras <p>suite", "non fermé gras\nsuite"},
        {"a < b && c > d", "a < b && c > d"},
        {"", ""},
        {" \n ", ""},
        {"<!DOCTYPE html><html></html>", ""},
        {"texte nu", "texte nu"},
        {"<header>sans <head> ni corps</header>", "sans ni corps"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct expected expected = {pairs[i][0], NULL, NULL, NULL, NULL, pairs[i][1]};
        expect_article(SOURCE_HTML, &expected);
    }
}

static void titles_dates_and_addresses_are_found(void **state)
{
    (void)state;
    static const struct expected pages[] = {
        {"<head><title> La\n crue &amp; l&#39;eau </title></head><body><h1>Non</h1>a",
         "La crue & l'eau", NULL, NULL, NULL, "Non\na"},
        {"<meta property=og:title content='La crue'><title></title><h1>Non</h1>a", "La crue", NULL,
         NULL, NULL, "Non\na"},
        {"<p>x</p><h1>La <b>crue</b></h1><h1>Non</h1>a", "La crue", NULL, NULL, NULL,
         "x\nLa crue\nNon\na"},
        {"<h1>La crue", "La crue", NULL, NULL, NULL, "La crue"},
        {"<svg><title>non</title></svg><title>oui</title><title>non</title>", "oui", NULL, NULL,
         NULL, NULL},
        {"<meta property='article:published_time' content='2022-01-06T11:54:00+01:00'>"
         "<meta name=date content='2021'><meta itemprop=dateModified content=2022-02-01>"
         "<meta property='article:modified_time' content='2022-01-07'>a",
         NULL, NULL, "2022-01-06T11:54:00+01:00", "2022-01-07", "a"},
        {"<meta name='DC.date' content='2020-05'><time datetime='2019'>hier</time>", NULL, NULL,
         "2020-05", NULL, "hier"},
        {"<time datetime='n/a'>x</time><time datetime='06/01/2022'>y</time><time "
         "datetime=2020>z</time>",
         NULL, NULL, "2022-01-06", NULL, "xyz"},
        {"<time itemprop=datePublished datetime=2018></time><span itemprop=dateModified "
         "content='2019-01-01'></span>",
         NULL, NULL, "2018", "2019-01-01", NULL},
        {"<meta property=og:url content='https://og.example/'><link rel='x Canonical' "
         "href='https://c.example/a?b&amp;c'>",
         NULL, "https://c.example/a?b&c", NULL, NULL, NULL},
        {"<link rel=canonical href=/relatif><meta property=og:url content='https://og.example/'>",
         NULL, "https://og.example/relatif", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_article(SOURCE_HTML, &pages[i]);
}

static void titles_are_those_of_articles(void **state)
{
    (void)state;
#define SITE "<meta property=og:site_name content='Le Courrier du Val'>"
#define HOST "<link rel=canonical href='https://www.lavallee.example/2022/crue'>"
    static const char *const pages[][2] = {
        {"<meta property=og:title content='La crue'><title>Autre</title><h1>Non</h1>", "La crue"},
        {SITE "<meta property=og:title content='La crue - Le Courrier du Val'>", "La crue"},
        {SITE "<title>La crue - Actualités | Le courrier du val</title>", "La crue - Actualités"},
        {HOST "<title>La crue, un an après – La Vallée</title>", "La crue, un an après"},
        {HOST "<title>La crue, un an après - lavallee.example</title>", "La crue, un an après"},
        {"<title>La crue, un an après | Le Journal</title>", "La crue, un an après"},
        {"<title>La crue - Le maire répond</title>", "La crue - Le maire répond"},
        {"<title>La crue - Le maire répond - Le Journal</title><h1>La crue - Le maire répond</h1>",
         "La crue - Le maire répond"},
        {"<title>Journal : la crue a duré un mois</title><h1>la crue a duré un mois</h1>",
         "la crue a duré un mois"},
        {SITE "<title>Le Courrier du Val</title><h1>La crue a duré</h1>", "La crue a duré"},
        {SITE "<title>Le Courrier du Val</title>", "Le Courrier du Val"},
        {"<title>Crue - Le Journal</title><h1>Le Journal</h1>", "Crue - Le Journal"},
        {"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\" : \"La "
         "cr\\u00fbe \\\"noire\\\"\"}</script><p>a",
         "La crûe \"noire\""},
        {"<h1>Titre</h1><script type='application/ld+json'>{\"headline\":\"Non\"}</script>",
         "Titre"},
        {"<meta property=og:title content='L&#146;eau'>", "L’eau"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct collection collection = {0};
        collect_text(&collection, SOURCE_HTML, pages[i][0]);
        if (strcmp(collection.articles[0].title, pages[i][1]) != 0)
            print_error("in: %s\n", pages[i][0]);
        assert_string_equal(collection.articles[0].title, pages[i][1]);
        collect_release(&collection);
    }
}

static void addresses_are_made_absolute(void **state)
{
    (void)state;
#define BASE "<base href='https://a.example/b/c?d#e'>"
    static const char *const pages[][2] = {
        {BASE "<link rel=canonical href='f'>", "https://a.example/b/f"},
        {BASE "<link rel=canonical href='./f/../g?h=/../i'>", "https://a.example/b/g?h=/../i"},
        {BASE "<link rel=canonical href='../../../f'>", "https://a.example/f"},
        {BASE "<link rel=canonical href='/f/./g/'>", "https://a.example/f/g/"},
        {BASE "<link rel=canonical href='//z.example/f'>", "https://z.example/f"},
        {BASE "<link rel=canonical href='?f'>", "https://a.example/b/c?f"},
        {"<base href='https://a.example'><link rel=canonical href='f'>", "https://a.example/f"},
        {"<link rel=canonical href='/f'><meta property=og:url content='http://o.example/x'>",
         "http://o.example/f"},
        {BASE "<link rel=canonical href='HTTPS://A.example/f'>", "HTTPS://A.example/f"},
        {BASE "<link rel=canonical href='mailto:a@b.example'>", "mailto:a@b.example"},
        {"<link rel=canonical href='/f'>", "/f"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct expected expected = {pages[i][0], NULL, pages[i][1], NULL, NULL, NULL};
        expect_article(SOURCE_HTML, &expected);
    }
}

static void the_charset_is_found(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<meta charset=iso-8859-1><p>\xe9t\xe9",
        "<META http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-1\"><p>\xe9t\xe9",
        "<meta charset='windows-1252' ><p>\xe9t\xe9",
        "<?xml version='1.0' encoding=\"iso-8859-15\"?><p>\xe9t\xe9",
        "<!-- <meta charset=utf-8> --><meta charset = latin1><p>\xe9t\xe9",
        /* lies: UTF-8 it is, or is not */
        "<meta charset=utf-8><p>\xe9t\xe9",
        "<meta charset=utf-16><p>été",
        "<meta charset=utf-8><p>été",
        "<p>\xe9t\xe9",
        "<p>été",
        "\xef\xbb\xbf<meta charset=iso-8859-1><p>été",
        "\xfe\xff\0<\0p\0>\0\xe9\0t\0\xe9",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct collection collection = {0};
        size_t size = (unsigned char)pages[i][0] == 0xfe ? 14 : strlen(pages[i]);
        assert_int_equal(collect_bytes(&collection, SOURCE_HTML, pages[i], size), 0);
        if (strcmp(collection.articles[0].body, "été") != 0)
            print_error("page %zu\n", i);
        assert_string_equal(collection.articles[0].body, "été");
        collect_release(&collection);
    }
}

static void declared_charsets_are_read(void **state)
{
    (void)state;
    static const char *const pages[][2] = {
        {"<meta charset=x-cp1250><p>Dvo\xf8\xe1k", "Dvořák"},
        {"<meta charset='Mac'><p>\x8et\x8e", "été"},
        {"<meta charset=x-mac-roman><p>\x8et\x8e", "été"},
        {"<meta charset=windows-1251><p>\xcc\xee\xf1\xea\xe2\xe0", "Москва"},
        {"<meta charset=koi8_r><p>\xed\xcf\xd3\xcb\xd7\xc1", "Москва"},
        {"<meta charset=x-sjis><p>\x93\x8c\x8b\x9e", "東京"},
        {"<meta charset=gb_2312-80><p>\xb1\xb1\xbe\xa9", "北京"},
        {"<meta charset=latin5><p>\xdd\xfe", "İş"},
        {"<meta charset=cp819><p>l\x92\xe9t\xe9", "l’été"},
        {"<meta charset=csisolatin9><p>c\xbdur", "cœur"},
        {"<meta charset=inconnu><p>\xe9t\xe9", "été"},
        {"<meta charset=utf-7><p>+AOk-t\xe9", "+AOk-té"},
        {"<meta charset=cp037><p>\xe9t\xe9", "été"},
        {"<meta charset=windows-1251><p>Москва", "Москва"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct expected expected = {pages[i][0], NULL, NULL, NULL, NULL, pages[i][1]};
        expect_article(SOURCE_HTML, &expected);
    }
}

static void declared_latin1_is_not_guessed(void **state)
{
    (void)state;
    /* valid as UTF-8 too: only the declaration tells that it is not */
    static const struct expected page = {
        "<meta charset=utf-8><title>\xc3\xa9</title>", "é", NULL, NULL, NULL, NULL};
    expect_article(SOURCE_HTML, &page);
}

/* A quadratic reader would take minutes over these; the alarm ends it. */
static void hostile_html_takes_linear_time(void **state)
{
    (void)state;
    static const char *const pages[][3] = {
        {"<b>", "x", "</i>"},       {"<div>", "x", "</p>"}, {"<div>", "mot", "</div>"},
        {"<p><b><i>", "mot", ""},   {"<", "", ""},          {"&", "", ""},
        {"<!-- ", "", ""},          {"<a href=\"", "", ""}, {"</scrip", "", "<script>"},
        {"<ul><li>", "mot", ""},    {"<h1>x", "", ""},      {"<font>", "mot", "</b>"},
        {"<form>", "", "</table>"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct buffer text = {0};
        struct collection collection = {0};
        for (size_t round = 0; round < 200000; round++)
            buffer_append_string(&text, pages[i][0]);
        buffer_append_string(&text, pages[i][1]);
        for (size_t round = 0; round < 200000; round++)
            buffer_append_string(&text, pages[i][2]);
        alarm(60);
        assert_int_equal(collect_bytes(&collection, SOURCE_HTML, text.data, text.size), 0);
        alarm(0);
        if (strcmp(pages[i][1], "mot") == 0)
            assert_string_equal(collection.articles[0].body, "mot");
        collect_release(&collection);
        buffer_release(&text);
    }
}

static void thousands_of_attributes_take_linear_time(void **state)
{
    (void)state;
    struct buffer text = {0};
    struct collection collection = {0};
    buffer_append_string(&text, "<title>La crue</title><p ");
    for (size_t i = 0; i < 50000; i++)
        buffer_append_format(&text, "a%zu=\"1 > 0\" ", i);
    buffer_append_string(&text, ">un<br>d&eacute;j&agrave;<script>non</script><td>vu</p>");
    alarm(60);
    assert_int_equal(collect_bytes(&collection, SOURCE_HTML, text.data, text.size), 0);
    alarm(0);
    assert_string_equal(collection.articles[0].title, "La crue");
    assert_string_equal(collection.articles[0].body, "un\ndéjà vu");
    collect_release(&collection);
    buffer_release(&text);
}

SUITE(html)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visible_text_is_kept),
        cmocka_unit_test(titles_dates_and_addresses_are_found),
        cmocka_unit_test(titles_are_those_of_articles),
        cmocka_unit_test(addresses_are_made_absolute),
        cmocka_unit_test(the_charset_is_found),
        cmocka_unit_test(declared_charsets_are_read),
        cmocka_unit_test(declared_latin1_is_not_guessed),
        cmocka_unit_test(hostile_html_takes_linear_time),
        cmocka_unit_test(thousands_of_attributes_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
