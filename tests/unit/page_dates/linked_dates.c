/* JSON-LD: of the objects of a page, the article's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/base/buffer.h"
#include "indexer/sources/html/dates/linked_dates.h"
#include "tests/unit/suite.h"

#define TITLE "La crue emporte le pont"
#define ADDRESS "https://exemple.fr/crue"

static struct text_span span(const char *text)
{
    return (struct text_span){text, strlen(text)};
}

/* Reads a page with one script of this JSON. */
static const char *publication(const char *json, struct linked_dates *dates,
                               char printed[MOMENT_TEXT_SIZE])
{
    struct buffer page = {0};
    buffer_append_string(&page, "<head><script type='application/ld+json'>");
    buffer_append_string(&page, json);
    buffer_append_string(&page, "</SCRIPT><body>");
    linked_dates_read(dates, (struct text_span){page.data, page.size});
    buffer_release(&page);
    const struct linked_object *object = linked_dates_choose(dates, span(TITLE), span(ADDRESS));
    printed[0] = '\0';
    return object == NULL ? printed : moment_print(&object->published, printed);
}

static void the_articles_object_is_chosen(void **state)
{
    (void)state;
    static const struct {
        const char *json, *published;
    } pages[] = {
        {"{\"@type\":\"NewsArticle\",\"datePublished\":\"2022-06-15T11:54:00+02:00\"}",
         "2022-06-15T11:54:00+02:00"},
        {"{\"@type\":[\"Thing\",\"Article\"],\"datePublished\":\"15/06/2022\"}", "2022-06-15"},
        {"{\"@type\":\"BlogPosting\",\"datePublished\":1655286840}", "2022-06-15T09:54:00Z"},
        {"[{\"@type\":\"WebSite\",\"datePublished\":\"2001-01-01\"},{\"@type\":\"Report\","
         "\"datePublished\":\"2022-06-15\"}]",
         "2022-06-15"},
        /* an article before the page around it */
        {"{\"@graph\":[{\"@type\":\"WebPage\",\"datePublished\":\"2020-01-01\"},{\"@type\":"
         "\"Article\",\"datePublished\":\"2022-06-15\"}]}",
         "2022-06-15"},
        {"{\"@type\":\"WebPage\",\"datePublished\":\"2020-01-01\",\"mainEntity\":{\"@type\":"
         "\"Article\",\"datePublished\":\"2022-06-15\"}}",
         "2022-06-15"},
        {"{\"@type\":\"WebPage\",\"datePublished\":\"2022-06-15\"}", "2022-06-15"},
        /* parts are not the article */
        {"{\"@type\":\"Article\",\"video\":{\"@type\":\"VideoObject\",\"datePublished\":"
         "\"2020-01-01\"},\"comment\":[{\"@type\":\"Article\",\"datePublished\":\"2020-02-02\"}],"
         "\"datePublished\":\"2022-06-15\"}",
         "2022-06-15"},
        {"{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"ListItem\",\"item\":{\"@type\":"
         "\"NewsArticle\",\"datePublished\":\"2020-01-01\"}}]}",
         ""},
        /* of several articles, the one with the page's title or address */
        {"[{\"@type\":\"NewsArticle\",\"headline\":\"Un autre titre\",\"datePublished\":"
         "\"2020-01-01\"},{\"@type\":\"NewsArticle\",\"headline\":\"" TITLE
         "\",\"datePublished\":\"2022-06-15\"}]",
         "2022-06-15"},
        {"[{\"@type\":\"NewsArticle\",\"url\":\"https://exemple.fr/autre\",\"datePublished\":"
         "\"2020-01-01\"},{\"@type\":\"NewsArticle\",\"url\":\"https:\\/\\/exemple.fr\\/crue\\/\","
         "\"datePublished\":\"2022-06-15\"}]",
         "2022-06-15"},
        {"[{\"@type\":\"Article\",\"datePublished\":\"2020-01-01\"},{\"@type\":\"Article\","
         "\"datePublished\":\"2020-01-02\"},{\"@type\":\"Article\",\"datePublished\":\"2020-01-"
         "03\"},{\"@type\":\"Article\",\"datePublished\":\"2020-01-04\"}]",
         ""},
        /* what is not quite JSON */
        {"{\"@type\":\"Article\",\n\"description\":\"deux\nlignes\",\"datePublished\":\"2022-06-"
         "15\",}",
         "2022-06-15"},
        {"<!-- {\"@type\":\"Article\",\"datePublished\":\"2022-06-15\"} -->", "2022-06-15"},
        {"{\"@type\":\"Article\",\"datePublished\":\"2022-06-15\"", "2022-06-15"},
        {"{\"@type\":\"Article\",\"datePublished\":\"2022-06-15\"}}}]]", "2022-06-15"},
        {"{\"@type\":\"Article\",\"headline\":\"a \\\"datePublished\\\":\\\"2020\\\"\","
         "\"datePublished\":\"2022-06-15\"}",
         "2022-06-15"},
        {"{\"@type\":\"Article\",\"datePublished\":null}", ""},
        {"{\"@type\":\"Article\",\"datePublished\":\"hier\"}", ""},
        {"{\"@type\":\"Person\",\"datePublished\":\"2022-06-15\"}", ""},
        {"", ""},
        {"\"", ""},
        {"\"\\", ""},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct linked_dates dates;
        char printed[MOMENT_TEXT_SIZE];
        const char *found = publication(pages[i].json, &dates, printed);
        if (strcmp(found, pages[i].published) != 0)
            print_error("in '%s'\n", pages[i].json);
        assert_string_equal(found, pages[i].published);
    }
}

static void only_scripts_of_linked_data_count(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<p>ld+json</p>{\"@type\":\"Article\",\"datePublished\":\"2022-06-15\"}",
        "<script>{\"@type\":\"Article\",\"datePublished\":\"2022-06-15\"}</script>",
        "<script type=application/ld+json",
        "<script type=application/ld+json>",
        "ld+json",
        "",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct linked_dates dates;
        linked_dates_read(&dates, span(pages[i]));
        assert_int_equal(dates.count, 0);
    }
}

static void deep_and_many_objects_are_bounded(void **state)
{
    (void)state;
    struct buffer json = {0};
    struct linked_dates dates;
    char printed[MOMENT_TEXT_SIZE];
    for (size_t i = 0; i < 100; i++)
        buffer_append_string(&json, "{\"@graph\":[");
    for (size_t i = 0; i < 100; i++)
        buffer_append_string(&json, "]}");
    for (size_t i = 0; i < 100; i++)
        buffer_append_string(&json, "{\"@type\":\"WebPage\",\"datePublished\":\"2022-06-15\"}");
    buffer_append_byte(&json, 0);
    assert_string_equal(publication(json.data, &dates, printed), "2022-06-15");
    assert_int_equal(dates.count, LINKED_OBJECTS_MAX);
    buffer_release(&json);
}

SUITE(linked_dates)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_articles_object_is_chosen),
        cmocka_unit_test(only_scripts_of_linked_data_count),
        cmocka_unit_test(deep_and_many_objects_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
