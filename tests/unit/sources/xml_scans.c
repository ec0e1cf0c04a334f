/* What text recognition writes: ALTO and PAGE. */
#include "tests/unit/sources/collect.h"
#include "tests/unit/suite.h"

static void expect_body(const char *text, const char *body)
{
    expect_article(SOURCE_XML, &(struct expected){.text = text, .body = body});
}

#define ALTO(contents)                                                                             \
    "<alto xmlns='http://www.loc.gov/standards/alto/ns-v4#'><Description><MeasurementUnit>pixel"   \
    "</MeasurementUnit><fileName>p.jpg</fileName></Description>" contents "</alto>"
#define LAYOUT(contents) "<Layout><Page><PrintSpace>" contents "</PrintSpace></Page></Layout>"
#define BLOCK(id, contents) "<TextBlock ID='" id "'>" contents "</TextBlock>"
#define LINE(contents) "<TextLine>" contents "</TextLine>"
#define WORD(word) "<String CONTENT='" word "'/>"

static void alto_words(void **state)
{
    (void)state;
    expect_body(ALTO(LAYOUT(BLOCK("a", LINE(WORD("Le") "<SP/>" WORD("canal"))
                                           LINE(WORD("&#233;troit") WORD("gèle.")))
                                BLOCK("b", LINE(WORD("Une ligne entière"))))),
                "Le canal\nétroit gèle.\nUne ligne entière");
    expect_body("<ALTO><Layout><Page><TopMargin><TextBlock><TextLine><String CONTENT='12'/>"
                "</TextLine></TextBlock></TopMargin><PrintSpace><ComposedBlock><TextBlock>"
                "<TextLine><String CONTENT='texte'><Glyph CONTENT='t'/></String></TextLine>"
                "</TextBlock></ComposedBlock></PrintSpace></Page></Layout></ALTO>",
                "12\ntexte");
}

#define HALF(number, half, whole)                                                                  \
    "<String CONTENT='" half "' SUBS_TYPE='HypPart" number "' SUBS_CONTENT='" whole "'/>"

static void alto_hyphens(void **state)
{
    (void)state;
    expect_body(
        ALTO(LAYOUT(BLOCK("a", LINE(WORD("il") HALF("1", "tra", "traverse") "<HYP CONTENT='-'/>")
                                   LINE(HALF("2", "verse,", "traverse") WORD("puis"))))),
        "il traverse, puis");
    expect_body(
        ALTO(LAYOUT(BLOCK("a", LINE(WORD("tra") "<HYP CONTENT='-'/>") LINE(WORD("verse"))))),
        "tra-\nverse");
    expect_body(ALTO(LAYOUT(BLOCK("a", LINE(WORD("tra-") "<HYP/>") LINE(WORD("verse"))))),
                "tra-\nverse");
    /* Across blocks and pages, with something between; and halves whose others are elsewhere. */
    expect_body(
        "<alto><Layout><Page>" BLOCK(
            "a", LINE(HALF("1", "con",
                           "contour"))) "</Page>"
                                        "<Page>" BLOCK("b", LINE(WORD("13"))) BLOCK(
                                            "c", LINE(HALF("2", "tour",
                                                           "contour"))) "</Page></Layout></alto>",
        "contour\n13");
    expect_body(
        ALTO(LAYOUT(LINE(HALF("2", "sette", "noisette") WORD("et") HALF("1", "ca", "cabane")))),
        "noisette et cabane");
    expect_body(ALTO(LAYOUT(LINE("<String CONTENT='M.' SUBS_TYPE='Abbreviation' "
                                 "SUBS_CONTENT='Monsieur'/>" WORD("Paul")))),
                "Monsieur Paul");
}

static void alto_reading_order(void **state)
{
    (void)state;
    static const char layout[] =
        LAYOUT(BLOCK("z", LINE(WORD("note"))) BLOCK("b", LINE(WORD("fin")))
                   BLOCK("a", LINE(WORD("début")) "<TextLine ID='l'><String CONTENT='milieu'/>"
                                                  "</TextLine>"));
    char text[2000];
    snprintf(text, sizeof text, ALTO("%s%s"),
             "<ReadingOrder><OrderedGroup><ElementRef REF='a'/><ElementRef REF='b'/>"
             "</OrderedGroup></ReadingOrder>",
             layout);
    expect_body(text, "début\nmilieu\nfin\nnote");
    snprintf(text, sizeof text, ALTO("%s%s"),
             "<ReadingOrder><OrderedGroup><UnorderedGroup><ElementRef REF='b'/></UnorderedGroup>"
             "<ElementRef REF='a'/></OrderedGroup></ReadingOrder>",
             layout);
    expect_body(text, "fin\ndébut\nmilieu\nnote");
    expect_body(ALTO(LAYOUT(BLOCK("b", LINE(WORD("un"))) BLOCK("a", LINE(WORD("deux"))))),
                "un\ndeux");
}

/* --- PAGE --- */

#define PAGE(contents)                                                                             \
    "<PcGts xmlns='http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15'><Metadata>"    \
    "<Creator>outil</Creator><Created>2021-05-05T10:00:00</Created><Comments>rien</Comments>"      \
    "</Metadata><Page imageFilename='p.jpg'>" contents "</Page></PcGts>"
#define EQUIV(text) "<TextEquiv><Unicode>" text "</Unicode></TextEquiv>"
#define REGION(attributes, contents) "<TextRegion " attributes ">" contents "</TextRegion>"
#define ROW(attributes, contents) "<TextLine " attributes "><Coords/>" contents "</TextLine>"
#define TERM(text) "<Word><Glyph>" EQUIV("g") "</Glyph>" EQUIV(text) "</Word>"

static void page_texts_once(void **state)
{
    (void)state;
    expect_body(
        PAGE(REGION("", ROW("", TERM("Le") TERM("moulin") EQUIV("Le moulin")) EQUIV("Le moulin"))),
        "Le moulin");
    expect_body(PAGE(REGION("", ROW("", TERM("Le") TERM("moulin")) ROW("", TERM("tourne")))),
                "Le moulin\ntourne");
    expect_body(PAGE(REGION("", ROW("", TERM("vieux") EQUIV("neuf")))), "neuf");
    expect_body(PAGE(REGION("", EQUIV("vieille région") ROW("", EQUIV("ligne") TERM("mot"))
                                    ROW("", EQUIV("autre")))),
                "ligne\nautre");
    expect_body(PAGE(REGION("", ROW("", TERM("gardé") EQUIV(" ")))), "gardé");
    expect_body(PAGE(REGION("", EQUIV("Une région\nsans lignes")) REGION("", EQUIV("autre"))),
                "Une région sans lignes\nautre");
    expect_body(PAGE("<TableRegion>" REGION("", ROW("", EQUIV("case")))
                         REGION("", ROW("", EQUIV("voisine"))) "</TableRegion>"),
                "case\nvoisine");
}

static void page_alternatives(void **state)
{
    (void)state;
    expect_body(
        PAGE(REGION("", ROW("", "<TextEquiv index='1'><Unicode>pire</Unicode></TextEquiv>"
                                "<TextEquiv index='0'><Unicode>mieux</Unicode></TextEquiv>"
                                "<TextEquiv index='2'><Unicode>non</Unicode></TextEquiv>"))),
        "mieux");
    expect_body(PAGE(REGION("", ROW("", EQUIV("premier") EQUIV("second")))), "premier");
    expect_body(PAGE(REGION("", ROW("", "<TextEquiv><PlainText>sans</PlainText><Unicode>avec"
                                        "</Unicode></TextEquiv>"))),
                "avec");
    expect_body(PAGE(REGION("", ROW("", "<TextEquiv><PlainText>seul</PlainText><Unicode/>"
                                        "</TextEquiv>"))),
                "seul");
}

static void page_hyphens(void **state)
{
    (void)state;
    expect_body(PAGE(REGION("", ROW("", EQUIV("la mois¬")) ROW("", EQUIV("son dore")))),
                "la mois¬\nson dore");
}

static void page_reading_order(void **state)
{
    (void)state;
    expect_body(
        PAGE("<ReadingOrder><OrderedGroup id='o'>"
             "<RegionRefIndexed index='1' regionRef='a'/>"
             "<RegionRefIndexed index='0' regionRef='b'/></OrderedGroup></ReadingOrder>" REGION(
                 "id='n'", ROW("", EQUIV("marge"))) REGION("id='a'", ROW("", EQUIV("second")))
                 REGION("id='b'", ROW("", EQUIV("premier")))),
        "premier\nsecond\nmarge");
    expect_body(PAGE("<ReadingOrder><OrderedGroup><OrderedGroupIndexed index='1'>"
                     "<RegionRefIndexed index='0' regionRef='a'/></OrderedGroupIndexed>"
                     "<UnorderedGroupIndexed index='0'><RegionRef regionRef='c'/>"
                     "<RegionRef regionRef='b'/></UnorderedGroupIndexed></OrderedGroup>"
                     "</ReadingOrder>" REGION("id='a'", ROW("", EQUIV("trois")))
                         REGION("id='b'", EQUIV("deux")) REGION("id='c'", EQUIV("un"))),
                "un\ndeux\ntrois");
    expect_body(PAGE(REGION("custom='readingOrder {index:1;} structure {type:paragraph;}'",
                            ROW("custom='readingOrder {index:1;}'", EQUIV("d"))
                                ROW("custom='readingOrder {index:0;}'", EQUIV("c")))
                         REGION("custom='readingOrder {index:0;}'",
                                ROW("index='1'", EQUIV("b")) ROW("index='0'", EQUIV("a")))),
                "a\nb\nc\nd");
}

SUITE(xml_scans)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alto_words),         cmocka_unit_test(alto_hyphens),
        cmocka_unit_test(alto_reading_order), cmocka_unit_test(page_texts_once),
        cmocka_unit_test(page_alternatives),  cmocka_unit_test(page_hyphens),
        cmocka_unit_test(page_reading_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
