/* What words, names of elements and names of meta elements say about dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/sources/html/dates/date_labels.h"
#include "indexer/sources/html/dates/meta_dates.h"
#include "indexer/sources/html/dates/page_zones.h"
#include "tests/unit/suite.h"

struct row {
    const char *text;
    unsigned says;
};

static struct text_span span(const char *text)
{
    return (struct text_span){text, strlen(text)};
}

static void words_before_a_date(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Publié le ", LABEL_PUBLISHED},
        {"PUBLIÉ LE ", LABEL_PUBLISHED},
        {"Mis en ligne par la rédaction, le ", LABEL_PUBLISHED},
        {"Posted on ", LABEL_PUBLISHED},
        {"Veröffentlicht am ", LABEL_PUBLISHED},
        {"Date : ", LABEL_PUBLISHED},
        {"Mis à jour le ", LABEL_MODIFIED},
        {"Date de mise à jour : ", LABEL_MODIFIED},
        {"Dernière modification : ", LABEL_MODIFIED},
        {"Publié, puis modifié le ", LABEL_MODIFIED},
        {"Updated ", LABEL_MODIFIED},
        {"Stand: ", LABEL_MODIFIED},
        {"Page consultée le ", LABEL_OTHER},
        {"Jusqu'au ", LABEL_OTHER},
        {"du 14 – ", LABEL_OTHER},
        {"14. - ", LABEL_OTHER},
        {"Nous sommes le ", LABEL_OTHER},
        {"11:54 - ", LABEL_NONE},
        {"Par Jeanne Martin, le ", LABEL_NONE},
        {"Actualités | ", LABEL_NONE},
        {"Standard | ", LABEL_NONE},
        {"GNU General Public License, ", LABEL_NONE},
        {"", LABEL_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (date_label_before(span(rows[i].text)) != rows[i].says)
            print_error("before: '%s'\n", rows[i].text);
        assert_int_equal(date_label_before(span(rows[i].text)), rows[i].says);
    }
    assert_int_equal(date_label_after(span(" um 9 Uhr veröffentlicht")), LABEL_NONE);
    assert_int_equal(date_label_after(span(", mis à jour à 14h02")), LABEL_NONE);
    assert_int_equal(date_label_after(span(" veröffentlicht.")), LABEL_PUBLISHED);
    assert_int_equal(date_label_after(span(" (mis à jour)")), LABEL_MODIFIED);
    assert_int_equal(date_label_after(span(". Modifié")), LABEL_NONE);
}

/* A label is found wherever the text is cut, and nothing beyond it is read. */
static void long_texts_are_looked_at_from_their_end(void **state)
{
    (void)state;
    char text[300];
    for (size_t i = 0; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "é", 2);
    memcpy(text + 259, " publié le ", strlen(" publié le "));
    for (size_t size = 270; size < 275; size++)
        assert_int_equal(date_label_before((struct text_span){text, size}), LABEL_PUBLISHED);
    memcpy(text, "publié le ", strlen("publié le "));
    assert_int_equal(date_label_before((struct text_span){text, 200}), LABEL_NONE);
}

static void classes_and_ids(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"date", ZONE_DATE},
        {"entry-date published", ZONE_DATE | ZONE_PUBLISHED},
        {"articleDate", ZONE_DATE},
        {"artikeldatum", ZONE_DATE},
        {"post-meta", ZONE_META},
        {"byline", ZONE_META},
        {"date updated", ZONE_DATE | ZONE_MODIFIED},
        {"sidebar", ZONE_ASIDE},
        {"a-lire-aussi", ZONE_ASIDE},
        {"commentaires", ZONE_ASIDE},
        {"related-posts", ZONE_ASIDE},
        {"site-footer", ZONE_FOOTER},
        {"with-sidebar", 0},
        {"has-comments entry-date", ZONE_DATE},
        {"articleHeaderCommentDate", ZONE_DATE},
        {"page wide layoutTwoColumnsRightSidebar", 0},
        {"actualites", 0},
        {"", 0},
        {"---", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (page_zones_of_words(span(rows[i].text)) != rows[i].says)
            print_error("class: '%s'\n", rows[i].text);
        assert_int_equal(page_zones_of_words(span(rows[i].text)), rows[i].says);
    }
}

static void names_of_meta_elements(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"article:published_time", META_PUBLISHED},
        {"og:article:published_time", META_PUBLISHED},
        {"datePublished", META_PUBLISHED},
        {"DC.date.issued", META_PUBLISHED},
        {"DCTERMS.issued", META_PUBLISHED},
        {"date", META_PUBLISHED},
        {"pubdate", META_PUBLISHED},
        {"parsely-pub-date", META_PUBLISHED},
        {"sailthru.date", META_PUBLISHED},
        {"citation_publication_date", META_PUBLISHED},
        {"site_publish_date", META_PUBLISHED},
        {"date_de_publication", META_PUBLISHED},
        {"dateCreated", META_CREATED},
        {"article:modified_time", META_MODIFIED},
        {"og:updated_time", META_MODIFIED},
        {"Last-Modified", META_MODIFIED},
        {"dcterms.modified", META_MODIFIED},
        {"date-maj", META_MODIFIED},
        {"article:publisher", META_NO_DATE},
        {"article:expiration_time", META_NO_DATE},
        {"publisher", META_NO_DATE},
        {"description", META_NO_DATE},
        {"", META_NO_DATE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (meta_date_of(span(rows[i].text)).kind != rows[i].says)
            print_error("name: '%s'\n", rows[i].text);
        assert_int_equal(meta_date_of(span(rows[i].text)).kind, rows[i].says);
    }
    assert_int_equal(meta_date_of_item(span("dc:date dc:created")).kind, META_PUBLISHED);
    assert_int_equal(meta_date_of_item(span("name schema:dateModified ")).kind, META_MODIFIED);
    assert_int_equal(meta_date_of_item(span("Publication Date")).rank,
                     meta_date_of(span("publication-date")).rank);
    assert_int_equal(meta_date_of_item(span(" foaf:name")).kind, META_NO_DATE);
    assert_int_equal(meta_date_of_item(span("")).kind, META_NO_DATE);
    assert_true(meta_date_of(span("date")).rank <= META_VAGUE);
    assert_true(meta_date_of(span("datePublished")).rank > META_VAGUE);
}

SUITE(labels_and_names)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_before_a_date),
        cmocka_unit_test(long_texts_are_looked_at_from_their_end),
        cmocka_unit_test(classes_and_ids),
        cmocka_unit_test(names_of_meta_elements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
