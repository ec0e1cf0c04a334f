/* XML: feeds, TEI, MediaWiki's export, and the rest; and documents that mean harm. */
#include "common/base/utf8.h"
#include "tests/unit/sources/collect.h"

#include <time.h>
#include <unistd.h>

#include "common/base/buffer.h"
#include "indexer/sources/xml/xml_entities.h"
#include "tests/unit/suite.h"

static void expect_body(const char *text, const char *body)
{
    expect_article(SOURCE_XML, &(struct expected){.text = text, .body = body});
}

/* --- feeds --- */

static const char rss[] =
    "<?xml version='1.0' encoding='utf-8'?>\n"
    "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'\n"
    " xmlns:media='http://search.yahoo.com/mrss/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\n"
    "<channel><title>Le Journal</title><link>https://e.fr/</link>\n"
    "<item><title>La rivi&#232;re</title><link>https://e.fr/1</link><guid>g1</guid>"
    "<pubDate>Thu, 06 Jan 2022 11:54:00 +0100</pubDate><description>Court</description>"
    "<content:encoded><![CDATA[<p>L'eau monte.</p><p>L&rsquo;école.</p>]]></content:encoded>"
    "<media:title>non</media:title><dc:title>non</dc:title></item>\n"
    "<item><title>Deux &lt;b&gt;mots&lt;/b&gt;</title><guid>https://e.fr/2</guid>"
    "<dc:date>2022-01-07</dc:date>"
    "<description>&lt;p&gt;&amp;eacute;t&eacute;&lt;/p&gt;</description></item>\n"
    "<item><title>Double</title><guid>g1</guid></item>\n"
    "<item><title>Sans rien</title></item>\n"
    "</channel></rss>\n";

static void rss_items(void **state)
{
    (void)state;
    struct collection collection = {0};
    collect_text(&collection, SOURCE_XML, rss);
    const struct collected *first = &collection.articles[0], *second = first + 1;
    assert_int_equal(collection.count, 3);
    assert_string_equal(first->title, "La rivière");
    assert_string_equal(first->url, "https://e.fr/1");
    assert_string_equal(first->id, "g1");
    assert_string_equal(first->published, "2022-01-06T11:54:00+01:00");
    assert_string_equal(first->body, "L'eau monte.\nL’école.");
    assert_string_equal(second->title, "Deux mots");
    assert_string_equal(second->url, "https://e.fr/2");
    assert_string_equal(second->published, "2022-01-07");
    assert_string_equal(second->body, "été");
    assert_int_equal(second->ordinal, 1);
    assert_string_equal(collection.articles[2].title, "Sans rien");
    assert_string_equal(collection.articles[2].body, "");
    assert_int_equal(collection.complaints, 1);
    assert_string_equal(collection.messages[0],
                        "an article has the id of an earlier one; it is left out");
    assert_true(first->hash != second->hash);
    collect_release(&collection);
}

/* Items without guid have ids that do not depend on their place, and none is lost. */
static void rss_items_without_guid(void **state)
{
    (void)state;
    static const char *const orders[] = {"%1$s%2$s%3$s%4$s%5$s%5$s", "%4$s%5$s%3$s%1$s%2$s"};
    char ids[2][5][80];
    for (size_t i = 0; i < 2; i++) {
        char items[1000], text[1100];
        struct collection collection = {0};
        snprintf(items, sizeof items, orders[i], "<item><link>https://e.fr/1</link></item>",
                 "<item><title>Un</title><pubDate>2022-01-06</pubDate></item>",
                 "<item><title>Un</title><pubDate>2022-01-07</pubDate></item>",
                 "<item><link>https://e.fr/</link><description>x</description></item>",
                 "<item><link>https://e.fr/</link><description>y</description></item>");
        snprintf(text, sizeof text, "<rss><channel>%s</channel></rss>", items);
        collect_text(&collection, SOURCE_XML, text);
        assert_int_equal(collection.count, 5);
        assert_int_equal(collection.complaints, i == 0); /* the same twice */
        static const size_t places[2][5] = {{0, 1, 2, 3, 4}, {3, 4, 2, 0, 1}};
        for (size_t item = 0; item < 5; item++)
            snprintf(ids[i][item], sizeof ids[i][item], "%s",
                     collection.articles[places[i][item]].id);
        collect_release(&collection);
    }
    assert_string_equal(ids[0][0], "https://e.fr/1");
    assert_string_equal(ids[0][3], "https://e.fr/");
    for (size_t item = 0; item < 5; item++)
        assert_string_equal(ids[0][item], ids[1][item]);
    assert_string_not_equal(ids[0][1], ids[0][2]);
}

static void atom_entries(void **state)
{
    (void)state;
    expect_article(
        SOURCE_XML,
        &(struct expected){
            .text = "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><entry>"
                    "<id>urn:1</id><title>Un &amp; deux</title><link rel='self' href='/no'/>"
                    "<link rel='alternate' href='https://a.fr/1'/>"
                    "<updated>2023-05-01T00:00:00Z</updated><summary>S</summary>"
                    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
                    "<p>Le <b>gr</b>as.</p><p>a<br/>b</p><script>non</script></div></content>"
                    "</entry></feed>",
            .title = "Un & deux",
            .url = "https://a.fr/1",
            .published = "2023-05-01T00:00:00Z",
            .modified = "2023-05-01T00:00:00Z",
            .body = "Le gras.\na\nb"});
    expect_body("<feed xmlns='http://www.w3.org/2005/Atom'><entry><content>1 &lt; 2 \n x</content>"
                "</entry></feed>",
                "1 < 2 x");
}

/* --- TEI --- */

static const char tei[] =
    "<?xml version='1.0'?>\n"
    "<!DOCTYPE TEI [<!ENTITY vh \"Victor Hugo\">]>\n"
    "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt>"
    "<title type='sub'>roman</title><title type='main'>Les Misérables</title></titleStmt>"
    "<publicationStmt><date when='2010-05-04'/><idno type='URL'>https://t.fr/m</idno>"
    "</publicationStmt><sourceDesc><bibl><title>non</title><date>1862</date></bibl></sourceDesc>"
    "</fileDesc></teiHeader><text><body><div><head>Livre&nbsp;I</head><p>En 1815, &vh; Fran"
    "<hi>çois</hi>-Bien<lb break='no'/>venu <choice><sic>étoit</sic><corr>était</corr></choice>"
    " là.<fw>page 3</fw></p><lg><l>un vers</l><l>un autre</l></lg></div></body></text></TEI>";

static void tei_document(void **state)
{
    (void)state;
    expect_article(SOURCE_XML,
                   &(struct expected){.text = tei,
                                      .title = "Les Misérables",
                                      .url = "https://t.fr/m",
                                      .published = "1862",
                                      .body = "Livre\xc2\xa0I\nEn 1815, Victor Hugo "
                                              "François-Bienvenu était là.\nun vers\nun autre"});
}

static void tei_corpus(void **state)
{
    (void)state;
    struct collection collection = {0};
    collect_text(&collection, SOURCE_XML,
                 "<teiCorpus><teiHeader/><TEI xml:id='a'><text><p>un</p></text></TEI>"
                 "<TEI><text><p>deux</p></text></TEI></teiCorpus>");
    assert_int_equal(collection.count, 2);
    assert_string_equal(collection.articles[0].id, "a");
    assert_string_equal(collection.articles[1].id, "T2");
    assert_string_equal(collection.articles[1].body, "deux");
    collect_release(&collection);
}

/* --- MediaWiki --- */

static const char export[] =
    "<mediawiki xmlns='http://www.mediawiki.org/xml/export-0.10/'><siteinfo>"
    "<base>https://fr.wikipedia.org/wiki/Accueil</base></siteinfo>\n"
    "<page><title>Qui ? École</title><ns>0</ns><id>12</id>"
    "<revision><id>98</id><timestamp>2020-02-03T04:05:06Z</timestamp><text>vieux</text></revision>"
    "<revision><id>99</id><timestamp>2021-02-03T04:05:06Z</timestamp><model>wikitext</model>"
    "<text xml:space='preserve'>{{x}}L'[[école|École]]&lt;ref&gt;n&lt;/ref&gt;.</text></revision>"
    "</page>"
    "<page><title>R</title><id>13</id><redirect "
    "title='x'/><revision><text>#</text></revision></page>"
    "<page><title>C</title><id>14</id><revision><model>css</model><text>a{}</text></revision></"
    "page>"
    "</mediawiki>";

static void mediawiki_pages(void **state)
{
    (void)state;
    struct collection collection = {0};
    collect_text(&collection, SOURCE_XML, export);
    const struct collected *page = &collection.articles[0];
    assert_int_equal(collection.count, 1);
    assert_string_equal(page->id, "12");
    assert_string_equal(page->title, "Qui ? École");
    assert_string_equal(page->url, "https://fr.wikipedia.org/wiki/Qui_%3F_École");
    assert_string_equal(page->published, "2020-02-03T04:05:06Z");
    assert_string_equal(page->modified, "2021-02-03T04:05:06Z");
    assert_string_equal(page->body, "L'École.");
    collect_release(&collection);
}

/* An export is read as a stream: of any size, with the memory of one page. */
static void large_exports_are_streamed(void **state)
{
    (void)state;
    struct buffer text;
    struct collection collection = {0};
    buffer_init(&text);
    buffer_append_string(&text, "<mediawiki>");
    for (int i = 0; i < 60; i++) {
        buffer_append_format(&text, "<page><title>P%d</title><id>%d</id><revision><text>", i, i);
        for (int word = 0; word < 2000; word++)
            buffer_append_format(&text, "mot%d ", word);
        buffer_append_string(&text, "</text></revision></page>\n");
    }
    struct source_reader *reader = source_reader_create(20000); /* of a page */
    const struct article_receiver receiver = collector(&collection);
    assert_int_equal(source_read_bytes(reader, (struct text_span){text.data, text.size}, SOURCE_XML,
                                       "test", &receiver),
                     0);
    assert_int_equal(collection.count, 60);
    assert_int_equal(collection.complaints, 1); /* the end is missing */
    collect_release(&collection);
    source_reader_destroy(reader);
    buffer_release(&text);
}

/* --- others --- */

static void other_documents(void **state)
{
    (void)state;
    expect_article(SOURCE_XML,
                   &(struct expected){
                       .text = "<notices><notice><titre>Une\n notice</titre><date>12/03/1999</date>"
                               "<nom>Dupont</nom><ville>Paris</ville><url>https://n.fr</url>"
                               "<url>https://n.fr/2</url><date>jadis</date>"
                               "<t>mot <i>cou</i>pé</t></notice></notices>",
                       .title = "Une notice",
                       .url = "https://n.fr",
                       .published = "1999-03-12",
                       .body = "Dupont\nParis\nhttps://n.fr/2\njadis\nmot coupé"});
    expect_article(
        SOURCE_XML,
        &(struct expected){.text = "<a><date>Réunion du 6 février 2022</date><t>mot</t></a>",
                           .published = "2022-02-06",
                           .body = "Réunion du 6 février 2022\nmot"});
    expect_body("", "");
    expect_body("  \n", "");
    expect_body("<a/>", "");
    expect_body("<a><![CDATA[x < y]]> z</a>", "x < y z");
    expect_body("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9t\xe9</a>", "été");
}

static void utf_16(void **state)
{
    (void)state;
    static const char text[] = "\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>";
    struct collection collection = {0};
    assert_int_equal(collect_bytes(&collection, SOURCE_XML, text, sizeof text), 0);
    assert_string_equal(collection.articles[0].body, "é");
    collect_release(&collection);
}

/* --- harm --- */

static void expect_damage(const char *text, const char *body)
{
    struct collection collection = {0};
    collect_text(&collection, SOURCE_XML, text);
    assert_int_equal(collection.count, 1);
    assert_string_equal(collection.articles[0].body, body);
    assert_int_equal(collection.complaints, 1);
    assert_non_null(strstr(collection.messages[0], "damaged XML: "));
    collect_release(&collection);
}

static void damaged_documents(void **state)
{
    (void)state;
    expect_damage("<a><b>un & deux <c>fin", "un deux fin");
    expect_damage("<a>un</b> deux</a>", "un");
    expect_damage("<a>un & d&eacute;j&agrave; A&amp;B</a>", "un déjà A&B");
    expect_damage("un texte", "");
    expect_damage("<a>un", "un");
}

/* Each entity is ten of the one before: a billion laughs. None is expanded from another. */
static void entity_bombs(void **state)
{
    (void)state;
    struct buffer text;
    buffer_init(&text);
    buffer_append_string(&text, "<!DOCTYPE a [<!ENTITY e0 'rire '>");
    for (int i = 1; i < 30; i++) {
        buffer_append_format(&text, "<!ENTITY e%d '", i);
        for (int j = 0; j < 10; j++)
            buffer_append_format(&text, "&e%d;", i - 1);
        buffer_append_string(&text, "'>");
    }
    buffer_append_string(&text, "<!ENTITY % p '<!ENTITY q \"x\">'> %p; ]><a b='&e29;'>un &e29; &e0;"
                                "&nulle;</a>");
    clock_t start = clock();
    struct collection collection = {0};
    collect_text(&collection, SOURCE_XML, buffer_string(&text));
    assert_int_equal(collection.count, 1);
    assert_string_equal(collection.articles[0].body, "un rire");
    assert_true(clock() - start < CLOCKS_PER_SEC);
    collect_release(&collection);
    buffer_release(&text);
}

/* One long entity, many times: what a reference becomes is bounded. */
static void quadratic_bombs(void **state)
{
    (void)state;
    enum { LONG = 100000, TIMES = 10000 };
    struct buffer text;
    buffer_init(&text);
    buffer_append_string(&text, "<!DOCTYPE a [<!ENTITY e '");
    for (int i = 0; i < LONG; i++)
        buffer_append_byte(&text, 'x');
    buffer_append_string(&text, "'>]><a>");
    for (int i = 0; i < TIMES; i++)
        buffer_append_string(&text, "&e; ");
    buffer_append_string(&text, "</a>");
    struct collection collection = {0};
    collect_text(&collection, SOURCE_XML, buffer_string(&text));
    assert_true(strlen(collection.articles[0].body) <= (size_t)TIMES * (XML_ENTITY_MAX + 1));
    collect_release(&collection);
    buffer_release(&text);
}

/* No file is opened, no host is asked. */
static void external_entities(void **state)
{
    (void)state;
    char name[] = "/tmp/fouille-entity.XXXXXX", text[600];
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, "secret", 6), 6);
    snprintf(text, sizeof text,
             "<!DOCTYPE a SYSTEM 'file://%s' [<!ENTITY x SYSTEM 'file://%s'>"
             "<!ENTITY y SYSTEM 'http://127.0.0.1:9/'><!ENTITY %% p SYSTEM 'file://%s'> %%p;]>"
             "<a xmlns:xi='http://www.w3.org/2001/XInclude'>un &x; &y; "
             "<xi:include href='file://%s' parse='text'/>deux</a>",
             name, name, name, name);
    expect_body(text, "un deux");
    close(descriptor);
    unlink(name);
}

static void deep_documents(void **state)
{
    (void)state;
    enum { DEPTH = 100000 };
    struct buffer text;
    buffer_init(&text);
    buffer_append_string(&text, "<a>un");
    for (int i = 0; i < DEPTH; i++)
        buffer_append_string(&text, "<b>");
    buffer_append_string(&text, "deux");
    struct collection collection = {0};
    collect_text(&collection, SOURCE_XML, buffer_string(&text));
    assert_int_equal(collection.count, 1);
    assert_string_equal(collection.articles[0].body, "un");
    assert_int_equal(collection.complaints, 1);
    collect_release(&collection);
    buffer_release(&text);
}

/* Every prefix of every document, and every byte of it changed, is read to an end. */
static int check_utf8_fields(void *context, const struct article *article)
{
    const struct text_span *spans[] = {&article->id, &article->title, &article->url,
                                       &article->body};
    (void)context;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(utf8_valid_prefix(spans[i]->bytes, spans[i]->size), spans[i]->size);
    return 0;
}

static void cut_and_changed_documents(void **state)
{
    (void)state;
    static const char *const documents[] = {rss, tei, export};
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    const struct article_receiver receiver = {.article = check_utf8_fields};
    char changed[2000];
    for (size_t i = 0; i < 3; i++)
        for (size_t size = strlen(documents[i]); size > 0; size--) {
            source_read_bytes(reader, (struct text_span){documents[i], size}, SOURCE_XML, "test",
                              &receiver);
            memcpy(changed, documents[i], strlen(documents[i]));
            changed[size - 1] = (char)(changed[size - 1] ^ (size % 2 == 0 ? 0x80 : 0x02));
            source_read_bytes(reader, (struct text_span){changed, strlen(documents[i])}, SOURCE_XML,
                              "test", &receiver);
        }
    source_reader_destroy(reader);
}

static void the_receiver_ends_the_reading(void **state)
{
    (void)state;
    struct collection collection = {.stop_with = ERROR_STOPPED};
    assert_int_equal(collect_bytes(&collection, SOURCE_XML, rss, strlen(rss)), ERROR_STOPPED);
    assert_int_equal(collection.count, 1);
    collect_release(&collection);
}

/* --- encodings that only the user knows --- */

static void encodings_of_the_user(void **state)
{
    (void)state;
    static const struct {
        enum source_format format;
        const char *encoding, *text, *body;
    } cases[] = {
        {SOURCE_PLAIN, "cp850", "un \x82t\x82 chaud.", "un été chaud."},
        {SOURCE_PLAIN, "cp850", "un été chaud.", "un été chaud."}, /* UTF-8 says so */
        {SOURCE_PLAIN, "macintosh", "un \x8et\x8e chaud.", "un été chaud."},
        {SOURCE_HTML, "cp850", "<p>\x82t\x82</p>", "été"},
        {SOURCE_HTML, "cp850", "<meta charset=iso-8859-1><p>\xe9t\xe9</p>", "été"},
        {SOURCE_XML, "cp850", "<a>\x82t\x82</a>", "été"},
        {SOURCE_XML, "cp850", "<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>", "é"},
        {SOURCE_PLAIN, "ascii", "a\xe9.", "a\xef\xbf\xbd."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct collection collection = {0};
        struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
        source_reader_set_encoding(reader, cases[i].encoding);
        const struct article_receiver receiver = collector(&collection);
        const struct text_span text = {cases[i].text, strlen(cases[i].text)};
        assert_int_equal(source_read_bytes(reader, text, cases[i].format, "test", &receiver), 0);
        assert_string_equal(collection.articles[0].body, cases[i].body);
        collect_release(&collection);
        source_reader_destroy(reader);
    }
}

SUITE(xml)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rss_items),
        cmocka_unit_test(rss_items_without_guid),
        cmocka_unit_test(atom_entries),
        cmocka_unit_test(tei_document),
        cmocka_unit_test(tei_corpus),
        cmocka_unit_test(mediawiki_pages),
        cmocka_unit_test(large_exports_are_streamed),
        cmocka_unit_test(other_documents),
        cmocka_unit_test(utf_16),
        cmocka_unit_test(damaged_documents),
        cmocka_unit_test(entity_bombs),
        cmocka_unit_test(quadratic_bombs),
        cmocka_unit_test(external_entities),
        cmocka_unit_test(deep_documents),
        cmocka_unit_test(cut_and_changed_documents),
        cmocka_unit_test(the_receiver_ends_the_reading),
        cmocka_unit_test(encodings_of_the_user),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
