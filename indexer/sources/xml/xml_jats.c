#include "indexer/sources/xml/xml_jats.h"

#include <stdio.h>

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/xml/xml_body.h"
#include "indexer/sources/xml/xml_layout.h"
#include "indexer/sources/xml/xml_plain.h"

enum { DATE_RANK, ADDRESS_RANK };
enum { DOI = 1, OWN_ADDRESS };

static bool is_jats_root(const struct xml_element *root)
{
    return xml_name_is(root->name, "article") && *root->space == '\0';
}

static bool is_first_child(const char *name)
{
    static const char *const names[] = {"front", "processing-meta", NULL};
    return xml_name_is_one_of(name, names);
}

static bool is_hidden_metadata(const char *name)
{
    static const char *const names[] = {"journal-meta",
                                        "volume",
                                        "issue",
                                        "issue-id",
                                        "fpage",
                                        "lpage",
                                        "page-range",
                                        "history",
                                        "permissions",
                                        "counts",
                                        "custom-meta-group",
                                        "related-article",
                                        "elocation-id",
                                        "pub-history",
                                        "processing-meta",
                                        "contrib-id",
                                        "custom-meta-wrap",
                                        NULL};
    return xml_name_is_one_of(name, names);
}

/* --- fields --- */

static unsigned rank_of_date(const struct xml_element *element)
{
    static const char *const others[] = {"collection",      "issue-pub", "pmc-release", "preprint",
                                         "nihms-submitted", "retracted", "corrected",   NULL};
    struct text_span type = xml_attribute(element, "pub-type");
    if (type.size == 0)
        type = xml_attribute(element, "date-type");
    for (size_t i = 0; others[i] != NULL; i++)
        if (span_equals(type, others[i]))
            return 1;
    return 2;
}

static void open_date(struct xml_document *document, const struct xml_element *element)
{
    struct text_span iso = xml_attribute(element, "iso-8601-date");
    unsigned rank = rank_of_date(element);
    struct moment moment;
    xml_level(document, 0)->context = rank;
    buffer_clear(&document->scratch);
    if (document->ranks[DATE_RANK] >= rank) {
        document->hidden = document->depth;
    } else if (xml_parse_date(iso, &moment)) {
        document->draft.published = moment;
        document->ranks[DATE_RANK] = rank;
        document->hidden = document->depth;
    }
}

/* Appends a part of the date as "y2022 ", by the first letter of its element. */
static void close_date_part(struct xml_document *document, char kind)
{
    struct text_span text = span_trim(span_of(&document->heading));
    if (text.size > 0 && text.size <= 4)
        buffer_append_format(&document->scratch, "%c%.*s ", kind, (int)text.size, text.bytes);
}

/* Returns the number of a part, 0 if there is none. */
static int part_of_date(struct text_span parts, char kind)
{
    const char *at = memchr(parts.bytes, kind, parts.size), *end = span_end(parts);
    int number = 0;
    for (at = at == NULL ? end : at + 1; at < end && ascii_is_digit(*at); at++)
        number = number * 10 + (*at - '0');
    return number;
}

static void close_date(struct xml_document *document)
{
    struct text_span parts = span_of(&document->scratch);
    int year = part_of_date(parts, 'y'), month = part_of_date(parts, 'm');
    int day = part_of_date(parts, 'd');
    unsigned rank = xml_level(document, 0)->context;
    char text[40];
    if (day > 0 && month > 0)
        snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    else if (month > 0)
        snprintf(text, sizeof text, "%04d-%02d", year, month);
    else
        snprintf(text, sizeof text, "%04d", year);
    if (document->ranks[DATE_RANK] < rank &&
        xml_parse_date((struct text_span){text, strlen(text)}, &document->draft.published))
        document->ranks[DATE_RANK] = rank;
}

static void set_address(struct xml_document *document, const char *start, struct text_span text,
                        unsigned rank)
{
    struct buffer *url = &document->draft.url;
    text = span_trim(text);
    if (text.size == 0 || document->ranks[ADDRESS_RANK] >= rank)
        return;
    document->ranks[ADDRESS_RANK] = rank;
    buffer_clear(url);
    buffer_append_string(url, start);
    buffer_append(url, text.bytes, text.size);
}

static bool is_in_article_metadata(const struct xml_document *document)
{
    return xml_is_within(document, "article-meta") || xml_is_within(document, "front");
}

/* Opens an element of the article's metadata. Returns whether it is no text. */
static bool open_metadata(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name, *parent = xml_ancestor(document, 1);
    if (is_hidden_metadata(name)) {
        document->hidden = document->depth;
    } else if (xml_name_is(name, "article-title") && xml_name_is(parent, "title-group") &&
               document->draft.title.size == 0) {
        xml_collect_field(document, &document->draft.title);
    } else if (xml_name_is(name, "pub-date")) {
        open_date(document, element);
    } else if (xml_name_is(parent, "pub-date")) {
        xml_collect_field(document, &document->heading);
    } else if (xml_name_is(name, "article-id")) {
        bool doi = span_equals(xml_attribute(element, "pub-id-type"), "doi");
        xml_collect_field(document, doi ? &document->base : &document->heading);
    } else if (xml_name_is(name, "self-uri")) {
        struct text_span address = xml_attribute(element, "href");
        if (span_starts_with(address, "http"))
            set_address(document, "", address, OWN_ADDRESS);
        document->hidden = document->depth;
    } else {
        return false;
    }
    return true;
}

static void open_jats_element(struct xml_document *document, const struct xml_element *element)
{
    if (document->depth == 2 && !document->body && !is_first_child(element->name)) {
        xml_plain_take_over(document, element);
        return;
    }
    if (document->depth == 1) {
        xml_begin_article(document);
        return;
    }
    document->body = true;
    if (document->field != NULL) {
        if (xml_layout_of(element->name) >= XML_LAYOUT_BREAK)
            buffer_append_byte(document->field, ' ');
    } else if (xml_name_is(element->name, "tex-math") &&
               xml_name_is(xml_ancestor(document, 1), "alternatives")) {
        document->hidden = document->depth; /* MathML has it, too */
    } else if (!is_in_article_metadata(document) || !open_metadata(document, element)) {
        xml_layout_open(document, element->name);
        if (xml_name_is(element->name, "xref") && document->closed == XML_CLOSED_NONE)
            xml_set_gap(document, XML_GAP_SPACE);
    }
}

static void close_jats_element(struct xml_document *document, const char *name)
{
    const char *parent = xml_ancestor(document, 1);
    if (document->depth == 1) {
        document->body = false;
        xml_end_article(document);
    } else if (xml_name_is(parent, "pub-date") && document->field == &document->heading) {
        close_date_part(document, *name);
    } else if (xml_name_is(name, "pub-date")) {
        close_date(document);
    } else if (document->field == &document->base && document->field_depth == document->depth) {
        set_address(document, "https://doi.org/", span_of(&document->base), DOI);
    } else if (document->field == NULL) {
        xml_layout_close(document);
    }
}

const struct xml_dialect xml_jats = {is_jats_root, open_jats_element, close_jats_element, false};
