/* TEI: tokens, readings, line ends, and which date is that of the work. */
#include "tests/unit/sources/collect.h"
#include "tests/unit/suite.h"

#define TEI(contents) "<TEI xmlns='http://www.tei-c.org/ns/1.0'>" contents "</TEI>"
#define BODY(contents) TEI("<text><body><p>" contents "</p></body></text>")

static void expect_body(const char *text, const char *body)
{
    expect_article(SOURCE_XML, &(struct expected){.text = text, .body = body});
}

static void tokens(void **state)
{
    (void)state;
    expect_body(BODY("<s><w>Le</w><w>lac</w><w>gèle</w><pc>.</pc></s><s><w>Il</w><w>neige</w></s>"),
                "Le lac gèle. Il neige");
    expect_body(BODY("<w>L'</w><w>île</w> <w>dort</w><w>-elle</w> <pc>?</pc>"),
                "L'île dort-elle ?");
    expect_body(BODY("<w>L’</w>\n  <w>aube</w>\n<pc>(</pc>\n<w>pâle</w>\n<pc>)</pc><pc>,</pc>"),
                "L’aube (pâle),");
    expect_body(BODY("<w>un</w><w join='left'>dis</w><w join='right'>re</w><w>fait</w>"),
                "undis refait");
    expect_body(BODY("<w>il</w> <pc>-</pc> <w>elle</w><pc>--</pc><w>puis</w>"),
                "il - elle -- puis");
    expect_body(BODY("<w>parce que</w><w><choice><orig>ung</orig><reg>un</reg></choice></w>"),
                "parce que un");
}

static void tokens_of_txm(void **state)
{
    (void)state;
    static const char text[] =
        "<TEI xmlns='http://www.tei-c.org/ns/1.0' xmlns:txm='http://textometrie.org/1.0'>"
        "<teiHeader/><text id='t' titre='La mare' date='1851'><p><s n='1'>"
        "<w id='w1' n='1'><txm:form>L'</txm:form><txm:ana resp='#txm' type='#frpos'>DET</txm:ana>"
        "</w><w id='w2'><txm:form>étang</txm:form><txm:ana type='#frlemma'>étang</txm:ana></w>\n"
        "<w><txm:form>luit</txm:form><txm:ana type='#frpos'>VER</txm:ana></w></s></p></text></TEI>";
    expect_article(SOURCE_XML, &(struct expected){.text = text,
                                                  .title = "La mare",
                                                  .published = "1851",
                                                  .body = "L'étang luit"});
}

static void line_ends(void **state)
{
    (void)state;
    expect_body(BODY("un bateau-<lb/>mouche et la recon-\n<lb n='2'/>duite"),
                "un bateau-\nmouche et la recon-\nduite");
    expect_body(BODY("un nau<lb break='no'/>frage, un orage\n<lb break='no'/>\nux"),
                "un naufrage, un orageux");
    expect_body(BODY("un nau-<lb break='no'/>frage"), "un nau-\nfrage");
    expect_body(BODY("un nau-<fw>page 3</fw><pb n='4'/>frage"), "un nau-\nfrage");
    expect_body(BODY("<w>nau-<lb/>frage</w> <w>nau<pb/>frage</w>"), "nau-\nfrage naufrage");
    expect_body(BODY("<w part='I'>nau-</w><lb/><w part='F'>frage</w>"), "nau-\nfrage");
    expect_body(BODY("mot<lb/>mot<pb/>mot<cb/>mot<milestone/>mot"), "mot mot mot mot mot");
    expect_body(TEI("<text><p>la rive oppo-</p><pb/><p>sée</p></text>"), "la rive oppo-\nsée");
}

static void readings(void **state)
{
    (void)state;
    expect_body(BODY("Une <app><lem>barque</lem><rdg wit='#B'>nef</rdg><note>sic</note></app>, "
                     "<app><rdg>lente</rdg><rdg>vive</rdg></app>"),
                "Une barque, lente");
    expect_body(BODY("<app><rdgGrp><rdg>un</rdg><rdg>deux</rdg></rdgGrp><rdgGrp><rdg>trois</rdg>"
                     "</rdgGrp></app>"),
                "un");
    expect_body(BODY("le <subst><del>vieil</del><add>ancien</add></subst> port<del>, dit-on</del>"),
                "le ancien port");
    expect_body(BODY("<choice><reg>été</reg><orig>esté</orig></choice> "
                     "<choice><orig>avoit</orig>\n<reg>avait</reg></choice> "
                     "<choice><abbr>M.</abbr></choice> <choice><unclear>nuit</unclear>"
                     "<unclear>nuée</unclear></choice>"),
                "été avait M. nuit");
    expect_body(BODY("<app><lem><choice><sic>rivere</sic><corr>rivière</corr></choice></lem>"
                     "<rdg>fleuve</rdg></app> calme"),
                "rivière calme");
}

static void elements_apart(void **state)
{
    (void)state;
    expect_body(BODY("<persName><forename>Jean</forename><surname>Valjean</surname></persName>, "
                     "<bibl><author>Hugo</author><title>Les Mis</title></bibl>"),
                "Jean Valjean,\nHugo Les Mis");
    expect_body(TEI("<sourceDoc><surface><zone><line>brouil-</line><line>lon</line></zone>"
                    "</surface></sourceDoc>"),
                "brouil-\nlon");
    expect_body(TEI("<sourceDoc><line>brouillon</line></sourceDoc><text><p>net</p></text>"), "net");
    expect_body(TEI("<text><p>un</p></text><TEI><teiHeader/><text><p>deux</p></text></TEI>"),
                "un\ndeux");
}

/* --- headers --- */

struct header {
    const char *contents, *published, *url;
};

static void expect_header(const struct header *header)
{
    char text[3000];
    snprintf(text, sizeof text, TEI("<teiHeader>%s</teiHeader><text><p>mot</p></text>"),
             header->contents);
    expect_article(SOURCE_XML, &(struct expected){.text = text,
                                                  .published = header->published,
                                                  .url = header->url,
                                                  .body = "mot"});
}

#define FILE_DESC(contents) "<fileDesc>" contents "</fileDesc>"
#define COPY "<publicationStmt><p>Mis en ligne le <date>2019-11-01</date></p></publicationStmt>"
#define SOURCE(contents) FILE_DESC(COPY "<sourceDesc>" contents "</sourceDesc>")

static void dates_of_the_work(void **state)
{
    (void)state;
    static const struct header headers[] = {
        {FILE_DESC(COPY), "2019-11-01", NULL},
        {SOURCE("<bibl type='digital-source'><date>2005</date><ref "
                "target='https://e.fr/n'/></bibl>"
                "<bibl type='print-source'><date>source</date></bibl>"
                "<bibl type='edition-first'><date>1881</date></bibl>"),
         "1881", "https://e.fr/n"},
        {SOURCE("<bibl type='digitalSource'><date>2015</date><relatedItem><bibl "
                "type='printSource'>"
                "<date>1901</date></bibl></relatedItem><bibl type='firstEdition'>"
                "<date when='1847'>18..</date></bibl></bibl>"),
         "1847", NULL},
        {SOURCE("<bibl type='firstEdition'><date></date></bibl>"
                "<bibl type='printSource'><date>1893</date></bibl>"
                "<bibl type='digitalSource'><date>2001</date></bibl>"),
         "1893", NULL},
        {SOURCE("<bibl>Paris, <date>1913</date></bibl><bibl>Paris, <date>1862</date></bibl>"),
         "1862", NULL},
        {SOURCE("<biblStruct><monogr><author><date>1821</date></author><imprint>"
                "<date when='1857-06-25'>juin</date></imprint></monogr></biblStruct>"),
         "1857-06-25", NULL},
        {SOURCE("<msDesc><history><origin><origDate notBefore='1450' notAfter='1475'>XVe"
                "</origDate></origin><provenance><date>1380</date></provenance></history></"
                "msDesc>"),
         "1450", NULL},
        {SOURCE("<bibl type='firstEdition'><date>[1862 ?]</date></bibl>"), "1862", NULL},
        {SOURCE("<bibl type='firstEdition'><date>Paris, 1844-1845</date></bibl>"), "1844", NULL},
        {SOURCE("<bibl type='firstEdition'><date>s. d. (12 p.)</date></bibl>"), "2019-11-01", NULL},
        {SOURCE("<bibl type='digitalSource'><date>2005</date></bibl>"), "2005", NULL},
        {SOURCE("<p/>") "<profileDesc><correspDesc><correspAction type='received'>"
                        "<date when='1778-05-05'/></correspAction><correspAction type='sent'>"
                        "<date when='1778-05-03'/></correspAction></correspDesc></profileDesc>",
         "1778-05-03", NULL},
        {SOURCE("<bibl><date>1990</date></bibl>") "<profileDesc><creation>Écrit en "
                                                  "<date when='1671'/></creation></profileDesc>",
         "1671", NULL},
        {SOURCE("<bibl>Le Val, "
                "2022-03-04</bibl><biblFull><titleStmt><title>non</title></titleStmt>"
                "<publicationStmt><publisher>Le Val</publisher><ptr type='URL' "
                "target='https://e.fr/pont'/><date>2022-03-04</date></publicationStmt></"
                "biblFull>") "<profileDesc><creation><date "
                             "type='download'>2024-09-30</date></creation></profileDesc>"
                             "<revisionDesc><change "
                             "when='2024-10-01'><date>2024-10-01</date></change></"
                             "revisionDesc>",
         "2022-03-04", "https://e.fr/pont"},
        {FILE_DESC(
             "<publicationStmt><date type='access'>2023-01-01</date><date>2021</date>"
             "<idno type='DOI'>10.1/x</idno><idno type='URL'>https://e.fr/id</idno>"
             "<availability><licence><date>1999</date></licence></availability>"
             "</publicationStmt><sourceDesc><ref target='https://e.fr/source'/></sourceDesc>"),
         "2021", "https://e.fr/id"},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        expect_header(&headers[i]);
}

static void abstracts(void **state)
{
    (void)state;
    expect_body(TEI("<teiHeader><profileDesc><abstract><div><p>En bref.</p></div></abstract>"
                    "<langUsage><language>français</language></langUsage></profileDesc></teiHeader>"
                    "<text><body><p>mot</p></body></text>"),
                "En bref.\nmot");
}

static void dates_of_the_title_page(void **state)
{
    (void)state;
    expect_article(SOURCE_XML,
                   &(struct expected){.text = TEI("<teiHeader>" FILE_DESC(
                                          COPY) "</teiHeader><text>"
                                                "<front><docDate>1788</docDate></front></text>"),
                                      .published = "1788",
                                      .body = "1788"});
    expect_article(SOURCE_XML,
                   &(struct expected){.text = TEI("<teiHeader>" FILE_DESC(
                                          COPY) "</teiHeader><text>"
                                                "<front><docDate when='1788-02'>l'an passé"
                                                "</docDate></front></text>"),
                                      .published = "1788-02",
                                      .body = "l'an passé"});
}

SUITE(xml_tei)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens),
        cmocka_unit_test(tokens_of_txm),
        cmocka_unit_test(line_ends),
        cmocka_unit_test(readings),
        cmocka_unit_test(elements_apart),
        cmocka_unit_test(dates_of_the_work),
        cmocka_unit_test(dates_of_the_title_page),
        cmocka_unit_test(abstracts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
