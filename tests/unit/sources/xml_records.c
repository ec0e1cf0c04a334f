/* Records with metadata beside their text: DILA's laws and judgments, JATS. */
#include "tests/unit/sources/collect.h"
#include "tests/unit/suite.h"

static void expect_id(const char *text, const char *id)
{
    struct collection collection = {0};
    collect_text(&collection, SOURCE_XML, text);
    assert_int_equal(collection.count, 1);
    assert_string_equal(collection.articles[0].id, id);
    collect_release(&collection);
}

static const char law_article[] =
    "<?xml version='1.0' encoding='UTF-8'?>\n<ARTICLE>\n<META>\n<META_COMMUN><ID>LEGIARTI01</ID>"
    "<ANCIEN_ID/><ORIGINE>LEGI</ORIGINE><URL>article/LEGI/ARTI/01.xml</URL><NATURE>Article</NATURE>"
    "</META_COMMUN><META_SPEC><META_ARTICLE><NUM>L214-3</NUM><ETAT>VIGUEUR</ETAT>"
    "<DATE_DEBUT>2006-12-31</DATE_DEBUT><DATE_FIN>2999-01-01</DATE_FIN><TYPE>AUTONOME</TYPE>"
    "</META_ARTICLE></META_SPEC></META>\n<CONTEXTE><TEXTE cid='LEGITEXT02' date_publi='2999-01-01' "
    "date_signature='2999-01-01' nature='CODE'><TITRE_TXT debut='2000-09-21' fin='2999-01-01'>"
    "Code des étangs</TITRE_TXT><TM><TITRE_TM id='x'>Livre II : Les eaux</TITRE_TM></TM></TEXTE>"
    "</CONTEXTE><VERSIONS><VERSION etat='VIGUEUR'><LIEN_ART id='y' num='L214-3'/></VERSION>"
    "</VERSIONS><NOTA><CONTENU>Voir le décret.</CONTENU></NOTA><BLOC_TEXTUEL><CONTENU><p>I. - Sont "
    "soumis<br clear='none'/>les ouvrages.</p>II. - L'autorité<br/>fixe.</CONTENU></BLOC_TEXTUEL>"
    "<LIENS><LIEN id='z' sens='cible' typelien='MODIFICATION'>Loi n°2006-1772</LIEN></LIENS>"
    "</ARTICLE>";

static void articles_of_laws(void **state)
{
    (void)state;
    expect_article(SOURCE_XML,
                   &(struct expected){.text = law_article,
                                      .title = "Code des étangs, article L214-3",
                                      .published = "2006-12-31",
                                      .body = "Livre II : Les eaux\nVoir le décret.\n"
                                              "I. - Sont soumis\nles ouvrages.\n"
                                              "II. - L'autorité\nfixe.\nLoi n°2006-1772"});
    expect_id(law_article, "LEGIARTI01");
}

static void texts_of_the_journal(void **state)
{
    (void)state;
    static const char text[] =
        "<TEXTE_VERSION><META><META_COMMUN><ID>JORFTEXT03</ID><ID_ELI>"
        "https://www.legifrance.gouv.fr/eli/arrete/2021/4/6/X/jo/texte</ID_ELI><NATURE>ARRETE"
        "</NATURE></META_COMMUN><META_SPEC><META_TEXTE_CHRONICLE><CID>JORFTEXT03</CID><NUM/>"
        "<NOR>ETNG2100001A</NOR><DATE_PUBLI>2021-04-09</DATE_PUBLI><DATE_TEXTE>2021-04-06"
        "</DATE_TEXTE><DERNIERE_MODIFICATION>2021-05-01</DERNIERE_MODIFICATION>"
        "<ORIGINE_PUBLI>JORF n°0084</ORIGINE_PUBLI></META_TEXTE_CHRONICLE><META_TEXTE_VERSION>"
        "<TITRE>Arrêté du 6 avril 2021</TITRE><TITREFULL>Arrêté du 6 avril 2021 relatif aux étangs"
        "</TITREFULL><ETAT/><MINISTERE>Ministère de l'eau</MINISTERE><MCS_TXT><MC>PECHE</MC>"
        "</MCS_TXT></META_TEXTE_VERSION></META_SPEC></META><VISAS><CONTENU>Vu le code,<br/>Arrête :"
        "</CONTENU></VISAS><SIGNATAIRES><CONTENU><p>Fait le 6 avril 2021.</p></CONTENU>"
        "</SIGNATAIRES></TEXTE_VERSION>";
    expect_article(SOURCE_XML,
                   &(struct expected){
                       .text = text,
                       .title = "Arrêté du 6 avril 2021 relatif aux étangs",
                       .url = "https://www.legifrance.gouv.fr/eli/arrete/2021/4/6/X/jo/texte",
                       .published = "2021-04-09",
                       .modified = "2021-05-01",
                       .body = "ETNG2100001A\nMinistère de l'eau\nPECHE\nVu le code,\nArrête :\n"
                               "Fait le 6 avril 2021."});
    expect_id(text, "JORFTEXT03");
    /* A code has no date of its own: 2999 stands for none. */
    expect_article(SOURCE_XML,
                   &(struct expected){
                       .text =
                           "<TEXTE_VERSION><META><META_SPEC><META_TEXTE_VERSION><TITRE>Code rural"
                           "</TITRE><DATE_DEBUT>1955-04-16</DATE_DEBUT></META_TEXTE_VERSION>"
                           "<META_TEXTE_CHRONICLE><DATE_PUBLI>2999-01-01</DATE_PUBLI><DATE_TEXTE>"
                           "2222-02-22</DATE_TEXTE><DERNIERE_MODIFICATION>2999-01-01"
                           "</DERNIERE_MODIFICATION></META_TEXTE_CHRONICLE></META_SPEC></META>"
                           "</TEXTE_VERSION>",
                       .title = "Code rural",
                       .published = "1955-04-16"});
}

static void judgments(void **state)
{
    (void)state;
    expect_article(
        SOURCE_XML,
        &(struct expected){
            .text =
                "<TEXTE_JURI_JUDI><META><META_COMMUN><ID>JURITEXT04</ID><NATURE>ARRET</NATURE>"
                "</META_COMMUN><META_SPEC><META_JURI><TITRE>Cour de cassation, Chambre civile 3, "
                "5 mai 2021, 19-1</TITRE><DATE_DEC>2021-05-05</DATE_DEC><SOLUTION>Rejet</SOLUTION>"
                "</META_JURI><META_JURI_JUDI><NUMEROS_AFFAIRES><NUMERO_AFFAIRE>19-10.001"
                "</NUMERO_AFFAIRE></NUMEROS_AFFAIRES><PUBLI_BULL publie='non'/><PRESIDENT>"
                "M. Dupré</PRESIDENT><ECLI>ECLI:FR:CCASS:2021:C300001</ECLI></META_JURI_JUDI>"
                "</META_SPEC></META><TEXTE><BLOC_TEXTUEL><CONTENU>Attendu que<br/><br/>la vanne "
                "fuit</CONTENU></BLOC_TEXTUEL><SOMMAIRE><SCT TYPE='PRINCIPAL'>EAUX</SCT>"
                "<ANA>La vanne.</ANA></SOMMAIRE></TEXTE></TEXTE_JURI_JUDI>",
            .title = "Cour de cassation, Chambre civile 3, 5 mai 2021, 19-1",
            .published = "2021-05-05",
            .body = "Rejet\n19-10.001\nM. Dupré\nECLI:FR:CCASS:2021:C300001\nAttendu que\nla vanne "
                    "fuit\nEAUX\nLa vanne."});
}

static void sections_of_laws(void **state)
{
    (void)state;
    expect_article(SOURCE_XML,
                   &(struct expected){
                       .text = "<SECTION_TA><ID>LEGISCTA05</ID><TITRE_TA>Chapitre Ier : Les digues"
                               "</TITRE_TA><COMMENTAIRE/><STRUCTURE_TA><LIEN_ART num='1'/>"
                               "<LIEN_SECTION_TA id='s'>Section 1</LIEN_SECTION_TA></STRUCTURE_TA>"
                               "<CONTEXTE><TEXTE date_publi='1984-06-30'><TITRE_TXT>Loi sur l'eau"
                               "</TITRE_TXT></TEXTE></CONTEXTE></SECTION_TA>",
                       .title = "Loi sur l'eau, Chapitre Ier : Les digues",
                       .published = "1984-06-30",
                       .body = "Section 1"});
    expect_article(SOURCE_XML,
                   &(struct expected){
                       .text =
                           "<JO><META><META_COMMUN><ID>JORFCONT06</ID></META_COMMUN><META_SPEC>"
                           "<META_CONTENEUR><TITRE>JORF n°0084 du 9 avril 2021</TITRE><NUM>0084"
                           "</NUM><DATE_PUBLI>2021-04-09</DATE_PUBLI></META_CONTENEUR></META_SPEC>"
                           "</META><STRUCTURE_TXT><TM niv='1'><TITRE_TM>Décrets</TITRE_TM>"
                           "<LIEN_TXT idtxt='x' titretxt='Arrêté sur les étangs'/></TM>"
                           "</STRUCTURE_TXT></JO>",
                       .title = "JORF n°0084 du 9 avril 2021",
                       .published = "2021-04-09",
                       .body = "Décrets\nArrêté sur les étangs"});
}

/* An element of the same name that is not DILA's. */
static void other_articles(void **state)
{
    (void)state;
    expect_article(SOURCE_XML, &(struct expected){.text = "<ARTICLE><TITRE>La crue</TITRE><DATE>"
                                                          "12/03/1999</DATE><P>un</P><P>deux</P>"
                                                          "</ARTICLE>",
                                                  .title = "La crue",
                                                  .published = "1999-03-12",
                                                  .body = "un\ndeux"});
    expect_article(SOURCE_XML, &(struct expected){.text = "<article><titre>La crue</titre><para>un"
                                                          "</para></article>",
                                                  .title = "La crue",
                                                  .body = "un"});
}

static void journal_articles(void **state)
{
    (void)state;
    static const char text[] =
        "<article xmlns:xlink='http://www.w3.org/1999/xlink' "
        "article-type='research-article'><front>"
        "<journal-meta><journal-id>JE</journal-id><journal-title-group><journal-title>Revue des "
        "eaux"
        "</journal-title></journal-title-group><issn>0000-0001</issn></journal-meta><article-meta>"
        "<article-id pub-id-type='publisher-id'>42</article-id>"
        "<article-id pub-id-type='doi'>10.1/eau.42</article-id><article-categories><subj-group>"
        "<subject>Hydrologie</subject></subj-group></article-categories><title-group>"
        "<article-title>Les <italic>crues</italic><break/>lentes</article-title><subtitle>Essai"
        "</subtitle></title-group><contrib-group><contrib><name><surname>Durand</surname>"
        "<given-names>Ève</given-names></name><xref "
        "ref-type='aff'>1</xref></contrib></contrib-group>"
        "<pub-date pub-type='collection'><year>2020</year></pub-date>"
        "<pub-date date-type='pub' publication-format='electronic'><day>7</day><month>03</month>"
        "<year>2021</year></pub-date><volume>3</volume><fpage>12</fpage><history><date><year>2019"
        "</year></date></history><permissions><copyright-statement>© X</copyright-statement>"
        "</permissions><abstract><title>Résumé</title><p>Bref.</p></abstract><kwd-group><kwd>crue"
        "</kwd><kwd>étiage</kwd></kwd-group></article-meta></front><body><sec><title>Introduction"
        "</title><p>L'eau "
        "monte<xref>3</xref>.</p></sec></body><back><ref-list><ref><mixed-citation>"
        "<article-title>Autre</article-title></mixed-citation></ref></ref-list></back></article>";
    expect_article(SOURCE_XML,
                   &(struct expected){.text = text,
                                      .title = "Les crues lentes",
                                      .url = "https://doi.org/10.1/eau.42",
                                      .published = "2021-03-07",
                                      .body = "Hydrologie\nEssai\nDurand\nÈve\n1\nRésumé\nBref.\n"
                                              "crue\nétiage\nIntroduction\nL'eau monte 3.\nAutre"});
    expect_article(
        SOURCE_XML,
        &(struct expected){
            .text = "<article><front><article-meta><title-group><article-title>Un</article-title>"
                    "</title-group><pub-date iso-8601-date='2018-09'><year>2018</year>"
                    "</pub-date><self-uri xlink:href='https://e.fr/a' "
                    "xmlns:xlink='http://www.w3.org/1999/xlink'/></article-meta></front>"
                    "<body><sec><title>Deux</title></sec></body></article>",
            .title = "Un",
            .url = "https://e.fr/a",
            .published = "2018-09",
            .body = "Deux"});
}

SUITE(xml_records)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_of_laws), cmocka_unit_test(texts_of_the_journal),
        cmocka_unit_test(judgments),        cmocka_unit_test(sections_of_laws),
        cmocka_unit_test(other_articles),   cmocka_unit_test(journal_articles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
