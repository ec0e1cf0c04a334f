/* Pages: which of their dates is that of the article. */
#include <unistd.h>

#include "tests/unit/sources/collect.h"

#include "tests/unit/suite.h"

#define HEAD "<html lang=fr><head><title>La crue emporte le pont - Le Journal</title>"
#define BODY "</head><body><h1>La crue emporte le pont</h1>"
#define TEXT                                                                                       \
    "<p>La rivière a débordé. Le pont date du 3 mai 1995 et rouvrira le 1er juillet 2022.</p>"

struct page {
    const char *text, *published, *modified;
};

static void check_pages(const struct page *pages, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct collection collection = {0};
        collect_text(&collection, SOURCE_HTML, pages[i].text);
        assert_int_equal(collection.count, 1);
        const struct collected *article = &collection.articles[0];
        if (strcmp(article->published, pages[i].published) != 0 ||
            strcmp(article->modified, pages[i].modified) != 0)
            print_error("in: %s\n", pages[i].text);
        assert_string_equal(article->published, pages[i].published);
        assert_string_equal(article->modified, pages[i].modified);
        collect_release(&collection);
    }
}

#define CHECK_PAGES(pages) check_pages(pages, sizeof(pages) / sizeof *(pages))

static void what_is_written_for_programs_comes_first(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {HEAD "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":"
              "\"2022-06-15T09:54:00Z\",\"dateModified\":\"2022-06-16T08:00:00Z\"}</script>"
              "<meta name=date content=2020-01-01>" BODY "<p>Publié le 1 mai 2021</p>" TEXT,
         "2022-06-15T09:54:00Z", "2022-06-16T08:00:00Z"},
        {HEAD "<meta property='article:published_time' content='2022-06-15T11:54:00+02:00'>"
              "<meta property='article:modified_time' content='2022-06-16'>" BODY
              "<p>Publié le 1 mai 2021</p>" TEXT,
         "2022-06-15T11:54:00+02:00", "2022-06-16"},
        {HEAD "<meta name='DC.date.issued' content='15/06/2022'>" BODY TEXT, "2022-06-15", ""},
        {HEAD "<meta itemprop=datePublished content='20220615'>" BODY TEXT, "2022-06-15", ""},
        {HEAD "<meta name=publication_date content='15 juin 2022 à 11h54'>" BODY TEXT,
         "2022-06-15T11:54", ""},
        {HEAD "<meta name=pubdate content='Wed, 15 Jun 2022 11:54:00 +0200'>" BODY TEXT,
         "2022-06-15T11:54:00+02:00", ""},
        {HEAD BODY "<time itemprop=datePublished datetime='2022-06-15T11:54'>hier</time>" TEXT,
         "2022-06-15T11:54", ""},
        {HEAD BODY "<span itemprop=dateModified content='2022-06-16'>x</span>"
                   "<span itemprop=datePublished content='2022-06-15'>x</span>" TEXT,
         "2022-06-15", "2022-06-16"},
        {HEAD "<link rel=canonical href='https://exemple.fr/2022/06/15/la-crue'>" BODY
              "<p>Publié le 1 mai 2021</p>" TEXT,
         "2022-06-15", ""},
        {HEAD "<meta property='og:url' content='https://exemple.fr/la-crue-20220615'>" BODY TEXT,
         "2022-06-15", ""},
    };
    CHECK_PAGES(pages);
}

static void dates_near_the_title_count(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {HEAD BODY "<p>Publié le 15 juin 2022 à 11h54</p>" TEXT, "2022-06-15T11:54", ""},
        {HEAD BODY "<p>Publié le <b>15 juin 2022</b> &ndash; Mis à jour le 16/06/2022</p>" TEXT,
         "2022-06-15", "2022-06-16"},
        {HEAD BODY "<p>Mis à jour le 16 juin 2022, publié le 15 juin 2022</p>" TEXT, "2022-06-15",
         "2022-06-16"},
        {HEAD BODY "<dl><dt>Mis en ligne</dt><dd>1<sup>er</sup> mars 2022</dd></dl>" TEXT,
         "2022-03-01", ""},
        {HEAD "<meta name='DC.date.issued' content=2022>" BODY "<p>15 juin 2022</p>" TEXT,
         "2022-06-15", ""},
        {HEAD "<meta name='DC.date.issued' content=2022>" BODY TEXT, "2022", ""},
        {HEAD "<link rel=canonical href='https://exemple.fr/2022/06/crue'>" BODY TEXT, "2022-06",
         ""},
        {HEAD BODY "<p>Publié le 15/06/22 à 11h54</p>" TEXT, "2022-06-15T11:54", ""},
        {HEAD BODY "<span property='dc:date dc:created' content='2022-06-15T11:54:00+02:00'>Par "
                   "Jeanne</span>" TEXT,
         "2022-06-15T11:54:00+02:00", ""},
        {HEAD BODY "<div class=article-date>15.06.22</div>" TEXT, "2022-06-15", ""},
        {HEAD BODY
         "<div class='entry-meta'>Par Jeanne Martin | 15/06/2022 | 3 commentaires</div>" TEXT,
         "2022-06-15", ""},
        {HEAD BODY "<time datetime='2022-06-15'>il y a 2 jours</time>" TEXT, "2022-06-15", ""},
        {HEAD BODY "<time>15 juin 2022</time>" TEXT, "2022-06-15", ""},
        {HEAD BODY "<abbr class=published title='2022-06-15T11:54:00+02:00'>11h54</abbr>" TEXT,
         "2022-06-15T11:54:00+02:00", ""},
        {HEAD BODY
         "<p>(15.06.2022) La rivière a débordé dans la nuit, et l'eau monte encore dans les rues "
         "du "
         "bas de la ville, où les pompiers vont de maison en maison depuis hier soir.</p>",
         "2022-06-15", ""},
        {HEAD BODY
         "<p>Paris, le 15 juin 2022 (AFP) – La rivière a débordé dans la nuit, et l'eau monte "
         "encore "
         "dans les rues du bas de la ville, où les pompiers vont de maison en maison.</p>",
         "2022-06-15", ""},
        {HEAD BODY "<p>Le 15 juin 2022 à 11 h 54 • Mis à jour le 16 juin 2022 à 9 h</p>" TEXT,
         "2022-06-15T11:54", "2022-06-16T09:00"},
        {HEAD BODY "<p>15 juin 2022 à 11h54, mis à jour à 14h02</p>" TEXT, "2022-06-15T11:54", ""},
        {HEAD "</head><body><p>15 juin 2022</p><h1>La crue emporte le pont</h1>" TEXT, "2022-06-15",
         ""},
        {HEAD
         "</head><body><table><tr><td><font size=5>La crue emporte le pont</font><tr><td>15 juin "
         "2022</table>" TEXT,
         "2022-06-15", ""},
        /* the words of the page do not say which heading is the title */
        {"<h1>La crue</h1><p>15 juin 2022</p>" TEXT, "2022-06-15", ""},
        {HEAD BODY
         "<p><time itemprop=dateModified datetime='2022-06-16'>16 juin 2022</time></p>"
         "<p><time itemprop=datePublished datetime='2022-06-15'>15 juin 2022</time></p>" TEXT,
         "2022-06-15", "2022-06-16"},
        {HEAD BODY "<span class='date updated'>15 juin 2022</span>" TEXT, "2022-06-15",
         "2022-06-15"},
        {HEAD BODY "<p>Dernière mise à jour : 16 juin 2022</p>" TEXT, "2022-06-16", "2022-06-16"},
        {HEAD BODY "<p>June 15, 2022</p>" TEXT, "2022-06-15", ""},
        {"<html lang=en><title>The flood takes the bridge</title><h1>The flood takes the "
         "bridge</h1>"
         "<div class=date>06/05/2022</div>",
         "2022-06-05", ""},
        {"<html lang=en><title>The flood takes the bridge</title><link rel=canonical "
         "href='https://example.co.uk/flood'><h1>The flood takes the bridge</h1><div "
         "class=date>06/05/2022</div>",
         "2022-05-06", ""},
    };
    CHECK_PAGES(pages);
}

static void dates_of_other_things_do_not_count(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {HEAD BODY TEXT, "", ""},
        {HEAD "</head><body><nav>15 juin 2022</nav><h1>La crue emporte le pont</h1>" TEXT, "", ""},
        {HEAD BODY TEXT "<aside><h2>À lire aussi</h2><time datetime='2022-06-10'>10 juin</time>"
                        "</aside>",
         "", ""},
        {HEAD BODY TEXT "<div class=sidebar><p>Publié le 10 juin 2022</p></div>", "", ""},
        {HEAD BODY "<div class=sidebar><p class=date>10 juin 2022</p></div>"
                   "<p class=date>15 juin 2022</p>" TEXT,
         "2022-06-15", ""},
        {HEAD BODY TEXT "<ol class=comments><li><time datetime='2022-06-20T10:00'>20 juin</time>"
                        "</ol>",
         "", ""},
        {HEAD BODY TEXT "<footer>© 2022 Le Journal, 15 juin 2022</footer>", "", ""},
        {HEAD BODY TEXT "<aside><meta itemprop=datePublished content='2022-06-10'></aside>", "",
         ""},
        {HEAD BODY
         "<table class=infobox><tr><td>Première version<td class='bday published'>28 mars "
         "1998</table>" TEXT,
         "", ""},
        {HEAD BODY "<p>Page consultée le 20 juin 2022</p>" TEXT, "", ""},
        {HEAD BODY "<p>Du 14 – 20 juin 2022</p>" TEXT, "", ""},
        /* versions, telephone numbers, prices; a day to come, a day long ago */
        {HEAD BODY "<p>Version 2.10.4</p><p>01.02.03.04.05</p><p>12.05.22 €</p>" TEXT, "", ""},
        {HEAD BODY "<p>15 juin 2999</p><p>15 juin 1843</p>" TEXT, "", ""},
        {HEAD "<meta property='article:published_time' content='1970-01-01T00:00:00Z'>" BODY TEXT,
         "", ""},
        /* days far from the title are a list */
        {"<title>Le Journal</title><h1>Accueil</h1>" TEXT TEXT TEXT TEXT TEXT TEXT TEXT TEXT TEXT
             TEXT TEXT "<div><h4>Un</h4><p class=date>10 juin 2022</p></div><div><h4>Deux</h4><p "
         "class=date>9 juin "
         "2022</p></div>",
         "", ""},
        /* a list of articles before the article */
        {HEAD "</head><body><div class=latest><h3>Autre</h3><time datetime='2022-06-20'>20</time>"
              "</div><h1>La crue emporte le pont</h1><time datetime='2022-06-15'>15</time>" TEXT,
         "2022-06-15", ""},
    };
    CHECK_PAGES(pages);
}

static void days_are_those_that_the_page_shows(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {HEAD "<meta property='article:published_time' content='2022-06-14T22:30:00Z'>" BODY
              "<p>Publié le 15 juin 2022 à 0h30</p>" TEXT,
         "2022-06-15T00:30", ""},
        {HEAD "<meta property='article:published_time' content='2022-06-14T22:30:00Z'>" BODY
              "<time datetime='2022-06-15T00:30:00+02:00'>15 juin</time>" TEXT,
         "2022-06-15T00:30:00+02:00", ""},
        {HEAD "<meta property='article:published_time' content='2022-06-14T22:30:00Z'>" BODY
              "<p>14 juin 2022</p><p>15 juin 2022</p>" TEXT,
         "2022-06-14T22:30:00Z", ""},
        {HEAD "<meta property='article:published_time' content='2022-06-14T22:30:00Z'>" BODY
              "<p>Mis à jour le 15 juin 2022</p>" TEXT,
         "2022-06-14T22:30:00Z", "2022-06-15"},
        {HEAD "<meta property='article:published_time' content='2022-06-14T12:30:00Z'>" BODY
              "<p>15 juin 2022</p>" TEXT,
         "2022-06-14T12:30:00Z", ""},
    };
    CHECK_PAGES(pages);
}

/* The names of classes around an article may be those of a sidebar; its title says better. */
static void a_title_is_not_in_a_sidebar(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {HEAD "</head><body><div class='nav-wrapper'><p class=date>15 juin 2022</p>"
              "<h1>La crue emporte le pont</h1>" TEXT "</div>",
         "2022-06-15", ""},
        {HEAD "</head><body><div class='nav-wrapper'><h1>La crue emporte le pont</h1>"
              "<p class=date>15 juin 2022</p>" TEXT "</div>",
         "2022-06-15", ""},
        {HEAD BODY "<aside class=meta><time datetime='2022-06-15'>15</time></aside>" TEXT,
         "2022-06-15", ""},
        {HEAD BODY "<p>15 juin 2022 <span class=comments>3 commentaires</span></p>" TEXT,
         "2022-06-15", ""},
    };
    CHECK_PAGES(pages);
}

/* A quadratic reader would take minutes over these; the alarm ends it. */
static void pages_full_of_dates_take_linear_time(void **state)
{
    (void)state;
    static const char *const pages[][3] = {
        {"<title>La crue du fleuve</title>", "<h1>La crue du fleuve</h1>", ""},
        {"", "<time datetime=2022-06-15>15</time>", ""},
        {"", "<p class='nav date'>15 juin 2022</p>", ""},
        {"", "<script type=ld+json>{", ""},
        {"", "<script ld+json ", ""},
        {"", "ld+json", "<script>"},
        {"<script type=application/ld+json>", "{\"@graph\":[", ""},
        {"<script type=application/ld+json>", "\"\\", ""},
        {"<script type=application/ld+json>{\"@type\":\"Article\"", ",\"datePublished\":\"1 \"",
         ""},
        {"<meta name=date content='", "15 juin ", "'>"},
        {"<meta name=date content='", "2022-06-", "'>"},
        {"<meta name=date content='1", "  ", "'>"},
        {"<meta name=date content='1", "é", "'>"},
        {"<link rel=canonical href='https://e.fr", "/2022", "'>"},
        {"<link rel=canonical href='https://e.fr", "/http", "'>"},
        {"<p class='", "date-nav ", "'>15 juin 2022"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct buffer text = {0};
        struct collection collection = {0};
        buffer_append_string(&text, pages[i][0]);
        for (size_t round = 0; round < 200000; round++)
            buffer_append_string(&text, pages[i][1]);
        buffer_append_string(&text, pages[i][2]);
        alarm(60);
        assert_int_equal(collect_bytes(&collection, SOURCE_HTML, text.data, text.size), 0);
        alarm(0);
        collect_release(&collection);
        buffer_release(&text);
    }
}

SUITE(html_dates)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_for_programs_comes_first),
        cmocka_unit_test(dates_near_the_title_count),
        cmocka_unit_test(dates_of_other_things_do_not_count),
        cmocka_unit_test(days_are_those_that_the_page_shows),
        cmocka_unit_test(a_title_is_not_in_a_sidebar),
        cmocka_unit_test(pages_full_of_dates_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
