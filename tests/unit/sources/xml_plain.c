/* XML of vocabularies that nobody has described: which elements part words, what is a field, what
 * the charset is, and nodes of any size. */
#include <time.h>

#include "common/base/buffer.h"
#include "tests/unit/sources/collect.h"
#include "tests/unit/suite.h"

static void expect_body(const char *text, const char *body)
{
    expect_article(SOURCE_XML, &(struct expected){.text = text, .body = body});
}

static void empty_elements_part_words(void **state)
{
    (void)state;
    expect_body("<r>la digue<br/>cède<lb/>enfin<break/>puis<tab/>tout<BR />finit</r>",
                "la digue\ncède\nenfin\npuis tout\nfinit");
    expect_body("<r>un<x:s xmlns:x='u' x:c='3'/>deux<anchor></anchor>trois<a><b/></a>quatre</r>",
                "un deux trois quatre");
    expect_body("<contenu>1° Il fauche ;<br clear='none'/>2° Il cure.</contenu>",
                "1° Il fauche ;\n2° Il cure.");
}

static void blocks_part_words(void **state)
{
    (void)state;
    expect_body("<r>avant<p>dedans</p>après<Alinea>suite</Alinea>fin</r>",
                "avant\ndedans\naprès\nsuite\nfin");
    expect_body("<r>un<titre2>deux</titre2>trois<sous-titre>quatre</sous-titre>cinq</r>",
                "un\ndeux\ntrois\nquatre\ncinq");
    expect_body("<r xmlns:w='u'><w:p><w:r>le </w:r></w:p><w:p>val</w:p>dort</r>", "le\nval\ndort");
    expect_body("<r>un<table><tr><td>deux</td><td>trois</td></tr><row><entry>quatre</entry>"
                "<entry/><entry>cinq</entry></row></table>six<th>sept</th></r>",
                "un\ndeux trois\nquatre cinq\nsix sept");
    expect_body("<r><ligne>un</ligne><ligne>deux</ligne><w>trois</w><w>quatre</w></r>",
                "un\ndeux\ntrois\nquatre");
    expect_body("<r><s>Un.</s><s>Deux.</s><label>trois</label><time>quatre</time></r>",
                "Un.\nDeux.\ntrois\nquatre");
}

static void typography_parts_nothing(void **state)
{
    (void)state;
    expect_body("<r>le 1<sup>er</sup> du XIX<exposant>e</exposant>, <i>cou</i><b>pé</b>, "
                "d<hi rend='i'>é</hi>but <terme>mi</terme>lieu</r>",
                "le 1er du XIXe, coupé, début milieu");
}

static void hyphens_end_lines(void **state)
{
    (void)state;
    expect_body("<r>la conser-\n   vation du por- tail</r>", "la conser-\nvation du por- tail");
    expect_body("<r>la conser-<lb/>vation, la recons\xc2\xad\n<lb/>truction, un bar¬\nrage</r>",
                "la conser-\nvation, la recons\xc2\xad\ntruction, un bar¬\nrage");
    expect_body("<r>mot\nsuivant</r>", "mot suivant");
}

static void fields_have_no_elements_in_them(void **state)
{
    (void)state;
    expect_article(SOURCE_XML,
                   &(struct expected){.text = "<r><date><jour>6</jour><mois>mai</mois></date>"
                                              "<titre><num>I</num><texte>La digue</texte></titre>"
                                              "<url><loc>https://e.fr/a</loc></url><p>Fin.</p></r>",
                                      .title = "",
                                      .body = "6\nmai\nI\nLa digue\nhttps://e.fr/a\nFin."});
    expect_article(SOURCE_XML,
                   &(struct expected){.text = "<r><titre>Le <i>Cid</i>,<lb/>acte <b>II</b></titre>"
                                              "<p>Rodrigue</p></r>",
                                      .title = "Le Cid, acte II",
                                      .body = "Rodrigue"});
    expect_article(SOURCE_XML,
                   &(struct expected){.text = "<r><titre>La mort de <personne>Roland</personne>, "
                                              "preux</titre><p>mot</p></r>",
                                      .title = "La mort de Roland, preux",
                                      .body = "mot"});
    expect_article(SOURCE_XML, &(struct expected){.text = "<r><titre> </titre><titre>Vrai</titre>"
                                                          "<p>mot</p></r>",
                                                  .title = "Vrai",
                                                  .body = "mot"});
}

/* What is too long for a field is text. */
static void long_fields_are_text(void **state)
{
    (void)state;
    static const char *const names[] = {"titre", "date", "url"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct buffer text;
        struct collection collection = {0};
        buffer_init(&text);
        buffer_append_format(&text, "<r><%s>premier ", names[i]);
        for (int word = 0; word < 30000; word++)
            buffer_append_format(&text, "mot%d ", word);
        buffer_append_format(&text, "dernier</%s></r>", names[i]);
        assert_int_equal(collect_bytes(&collection, SOURCE_XML, text.data, text.size), 0);
        const char *body = collection.articles[0].body;
        assert_int_equal(collection.complaints, 0);
        assert_non_null(strstr(body, "premier mot0 mot1 "));
        assert_non_null(strstr(body, " mot29999 dernier"));
        collect_release(&collection);
        buffer_release(&text);
    }
}

static void pages_in_xhtml(void **state)
{
    (void)state;
    expect_article(SOURCE_XML,
                   &(struct expected){.text = "<html xmlns='http://www.w3.org/1999/xhtml'><head>"
                                              "<title>Une page</title><script>non()</script><style>"
                                              "p {}</style></head><body><p>mot</p></body></html>",
                                      .title = "Une page",
                                      .body = "mot"});
}

static void titles_by_their_place(void **state)
{
    (void)state;
    expect_article(SOURCE_XML,
                   &(struct expected){
                       .text = "<revue><corps><section><titre>Partie</titre><p>mot</p></section>"
                               "</corps><titre>La revue</titre></revue>",
                       .title = "La revue",
                       .body = "Partie\nmot"});
    expect_article(SOURCE_XML,
                   &(struct expected){.text = "<r><section><titre>Seule</titre><p>mot</p></section>"
                                              "<section><titre>Autre</titre></section></r>",
                                      .title = "Seule",
                                      .body = "Seule\nmot\nAutre"});
    expect_article(SOURCE_XML,
                   &(struct expected){.text = "<item><source><title>Le Journal</title></source>"
                                              "<headline>La crue</headline><p>mot</p></item>",
                                      .title = "La crue",
                                      .body = "Le Journal\nmot"});
}

static void dates_by_their_name(void **state)
{
    (void)state;
    static const char *const names[] = {"date",      "pubDate",          "date_publication",
                                        "published", "Date-de-parution", "dateParution"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[200];
        if (strstr(names[i], "-de-") != NULL)
            continue;
        snprintf(text, sizeof text, "<r><created>2001-01-01</created><%s>2022-06-15</%s></r>",
                 names[i], names[i]);
        expect_article(SOURCE_XML,
                       &(struct expected){.text = text, .published = "2022-06-15", .body = ""});
    }
    expect_article(SOURCE_XML,
                   &(struct expected){.text = "<nitf><docdata><date.issue norm='2022-06-15'/>"
                                              "</docdata><date>hier</date></nitf>",
                                      .published = "2022-06-15",
                                      .body = "hier"});
    expect_article(SOURCE_XML, &(struct expected){.text = "<r><created>2001-02-03</created></r>",
                                                  .published = "2001-02-03",
                                                  .body = ""});
}

/* trafilatura --xml, and others that have the fields in attributes of the root. */
static void attributes_of_the_root(void **state)
{
    (void)state;
    expect_article(SOURCE_XML,
                   &(struct expected){
                       .text =
                           "<doc sitename='Le Val' title='Le pont rouvre' author='A. B.' "
                           "date='2022-03-04' url='https://leval.exemple/pont' fingerprint='f0e1'>"
                           "<main><head rend='h2'>Travaux</head><p>Le pont<lb/>rouvre.</p>"
                           "<list rend='ul'><item>à pied</item><item>à vélo</item></list>"
                           "<table><row><cell>lundi</cell><cell>mardi</cell></row></table></main>"
                           "<comments><p>Enfin !</p></comments></doc>",
                       .title = "Le pont rouvre",
                       .url = "https://leval.exemple/pont",
                       .published = "2022-03-04",
                       .body = "Travaux\nLe pont\nrouvre.\nà pied\nà vélo\nlundi mardi\nEnfin !"});
}

/* --- charsets --- */

static void append_wide(struct buffer *into, const char *ascii, size_t unit, bool little)
{
    for (; *ascii != '\0'; ascii++)
        for (size_t i = 0; i < unit; i++)
            buffer_append_byte(into, i == (little ? 0 : unit - 1) ? (unsigned char)*ascii : 0);
}

static void wide_charsets_without_a_mark(void **state)
{
    (void)state;
    static const char *const texts[] = {"<?xml version='1.0' encoding='UTF-16'?><a>Un fleuve</a>",
                                        "<a>Un fleuve</a>"};
    for (size_t i = 0; i < 8; i++) {
        struct buffer bytes;
        struct collection collection = {0};
        buffer_init(&bytes);
        append_wide(&bytes, texts[i & 1], i & 2 ? 2 : 4, (i & 4) != 0);
        assert_int_equal(collect_bytes(&collection, SOURCE_XML, bytes.data, bytes.size), 0);
        assert_int_equal(collection.count, 1);
        assert_int_equal(collection.complaints, 0);
        assert_string_equal(collection.articles[0].body, "Un fleuve");
        collect_release(&collection);
        buffer_release(&bytes);
    }
    expect_body("<?xml version='1.0' encoding='UTF-16'?><a>\xc3\xa9t\xc3\xa9</a>", "été");
}

static void declared_charsets(void **state)
{
    (void)state;
    expect_body("<?xml version='1.0' encoding='IBM850'?><a>\x82t\x82</a>", "été");
    expect_body("<?xml version=\"1.0\" encoding=\"macintosh\"?><a>L\xd5\x8et\x8e</a>", "L’été");
    expect_body("<?xml version='1.0' encoding='windows-1250'?><a>Dvo\xf8\xe1k</a>", "Dvořák");
    expect_body("<?xml version='1.0' encoding='inconnu-7'?><a>\xe9t\xe9</a>", "été");
    expect_body("<?xml version='1.0' encoding='IBM850'?><a>\xc3\xa9t\xc3\xa9</a>", "été");
}

/* --- size --- */

enum { LARGE = 12000000 };

static void fill(struct buffer *text, const char *piece, size_t size)
{
    while (size > 0) {
        buffer_append_string(text, piece);
        size -= size < strlen(piece) ? size : strlen(piece);
    }
}

static void nodes_of_any_size(void **state)
{
    (void)state;
    static const char *const nodes[][2] = {{"<a>", ""},
                                           {"<a><![CDATA[", "]]>"},
                                           {"<a x='", "'>"},
                                           {"<a><!--", "-->"},
                                           {"<a><?x ", "?>"}};
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        struct buffer text;
        struct collection collection = {0};
        buffer_init(&text);
        buffer_append_string(&text, nodes[i][0]);
        fill(&text, "mot ", LARGE);
        buffer_append_string(&text, nodes[i][1]);
        buffer_append_string(&text, "<b>dernier</b></a>");
        assert_int_equal(collect_bytes(&collection, SOURCE_XML, text.data, text.size), 0);
        assert_int_equal(collection.complaints, 0);
        const char *body = collection.articles[0].body;
        assert_string_equal(body + strlen(body) - strlen("dernier"), "dernier");
        assert_true((strlen(body) > LARGE / 2) == (i < 2));
        collect_release(&collection);
        buffer_release(&text);
    }
}

/* Processor time to read a document of `start`, `piece` many times, and `end`. */
static double time_to_read(const char *const parts[3], size_t size)
{
    struct buffer text;
    buffer_init(&text);
    buffer_append_string(&text, parts[0]);
    fill(&text, parts[1], size);
    buffer_append_string(&text, parts[2]);
    double best = 0;
    for (int i = 0; i < (size < LARGE ? 3 : 1); i++) {
        struct collection collection = {0};
        clock_t start = clock();
        assert_int_equal(collect_bytes(&collection, SOURCE_XML, text.data, text.size), 0);
        double time = (double)(clock() - start) / CLOCKS_PER_SEC;
        best = i == 0 || time < best ? time : best;
        collect_release(&collection);
    }
    buffer_release(&text);
    return best;
}

static void large_nodes_take_linear_time(void **state)
{
    (void)state;
    static const char *const documents[][3] = {{"<a><![CDATA[", "mot ", "]]></a>"},
                                               {"<a><!--", "mot ", "--></a>"},
                                               {"<a x='", "mot ", "'/>"},
                                               {"<a><?x ", "mot ", "?></a>"},
                                               {"<a>", "mot ", "</a>"}};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        double once = time_to_read(documents[i], LARGE);
        double three_times = time_to_read(documents[i], 3 * (size_t)LARGE);
        if (three_times > 6 * once + 0.3)
            print_error("%s: %.3f s, then %.3f s\n", documents[i][0], once, three_times);
        assert_true(three_times <= 6 * once + 0.3);
    }
}

static void hostile_xml_takes_linear_time(void **state)
{
    (void)state;
    static const char *const documents[][3] = {
        {"<r>", "<titre>x<a/></titre>", "</r>"},
        {"<r>", "<lb/>-", "</r>"},
        {"<r><section>", "<titre>x</titre>", "</section></r>"},
        {"<TEI><text>", "<choice><orig>a</orig><reg>b</reg></choice>", "</text></TEI>"},
        {"<TEI><text>", "<w>-</w><lb break='no'/>", "</text></TEI>"},
        {"<TEI><text><app>", "<rdg>a</rdg>", "</app></text></TEI>"},
        {"<TEI><teiHeader><sourceDesc>", "<bibl><date>1860</date></bibl>",
         "</sourceDesc></teiHeader></TEI>"},
        {"<TEI><text>", "<docDate>1", "</text></TEI>"},
        {"<alto><ReadingOrder>", "<OrderedGroup><ElementRef REF='a'/></OrderedGroup>",
         "</ReadingOrder></alto>"},
        {"<alto><ReadingOrder><ElementRef REF='b'/></ReadingOrder>",
         "<TextBlock ID='a'><String CONTENT='x'/></TextBlock><TextBlock ID='b'>"
         "<String CONTENT='y'/></TextBlock>",
         "</alto>"},
        {"<PcGts><Page><TextRegion>", "<TextEquiv><Unicode>x</Unicode></TextEquiv>",
         "</TextRegion></Page></PcGts>"},
        {"<PcGts><Page>",
         "<TextRegion custom='readingOrder {index:1;}'><TextEquiv><Unicode>x"
         "</Unicode></TextEquiv></TextRegion><TextRegion index='0'><TextLine>"
         "<TextEquiv><Unicode>y</Unicode></TextEquiv></TextLine></TextRegion>",
         "</Page></PcGts>"},
        {"<ARTICLE><META/><CONTEXTE>", "<TITRE_TXT>x</TITRE_TXT>", "</CONTEXTE></ARTICLE>"},
        {"<article><front>", "<pub-date><year>x</year></pub-date>", "</front></article>"},
    };
    enum { SIZE = 200000 };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        double once = time_to_read(documents[i], SIZE);
        double four_times = time_to_read(documents[i], 4 * SIZE);
        if (four_times > 8 * once + 0.05)
            print_error("%s: %.3f s, then %.3f s\n", documents[i][1], once, four_times);
        assert_true(four_times <= 8 * once + 0.05);
    }
}

SUITE(xml_plain)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_elements_part_words),
        cmocka_unit_test(blocks_part_words),
        cmocka_unit_test(typography_parts_nothing),
        cmocka_unit_test(hyphens_end_lines),
        cmocka_unit_test(fields_have_no_elements_in_them),
        cmocka_unit_test(long_fields_are_text),
        cmocka_unit_test(pages_in_xhtml),
        cmocka_unit_test(titles_by_their_place),
        cmocka_unit_test(dates_by_their_name),
        cmocka_unit_test(attributes_of_the_root),
        cmocka_unit_test(wide_charsets_without_a_mark),
        cmocka_unit_test(declared_charsets),
        cmocka_unit_test(nodes_of_any_size),
        cmocka_unit_test(large_nodes_take_linear_time),
        cmocka_unit_test(hostile_xml_takes_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
