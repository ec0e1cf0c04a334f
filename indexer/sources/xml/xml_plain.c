#include "indexer/sources/xml/xml_plain.h"

#include <string.h>

#include "indexer/sources/article/span.h"

enum { TITLE_DEPTH_MAX = 8 };

static bool name_is_ignoring_case(const char *name, const char *word)
{
    return span_equals_ignore_case((struct text_span){name, strlen(name)}, word);
}

static bool is_any_root(const struct xml_element *root)
{
    (void)root;
    return true;
}

static bool is_date_element(const char *name)
{
    return name_is_ignoring_case(name, "date") || name_is_ignoring_case(name, "pubdate") ||
           name_is_ignoring_case(name, "published") ||
           name_is_ignoring_case(name, "datepublished") || name_is_ignoring_case(name, "created");
}

static bool is_address_element(const char *name)
{
    return name_is_ignoring_case(name, "url") || name_is_ignoring_case(name, "link") ||
           name_is_ignoring_case(name, "lien");
}

static void open_plain_element(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    struct draft *draft = &document->draft;
    if (document->depth == 1) {
        xml_begin_article(document);
        document->body = true;
    }
    if (document->closed)
        xml_set_gap(document, GAP_LINE);
    if (document->field != NULL)
        return;
    if ((name_is_ignoring_case(name, "title") || name_is_ignoring_case(name, "titre")) &&
        draft->title.size == 0 && document->depth <= TITLE_DEPTH_MAX)
        xml_collect_field(document, &draft->title);
    else if ((is_date_element(name) && draft->published.precision == MOMENT_NONE) ||
             (is_address_element(name) && draft->url.size == 0))
        xml_collect_field(document, &document->scratch);
}

/* Ends a date or address; if it does not parse as one, it stays in the text. */
static void close_metadata_field(struct xml_document *document, const char *name)
{
    struct text_span text = span_trim(span_of(&document->scratch));
    if (document->field != &document->scratch || document->depth != document->field_depth)
        return;
    document->field = NULL;
    if (is_date_element(name) && xml_parse_date(text, &document->draft.published))
        return;
    if (is_address_element(name) && span_starts_with(text, "http"))
        buffer_append(&document->draft.url, text.bytes, text.size);
    else
        xml_append_text(document, text.bytes, text.size);
}

static void close_plain_element(struct xml_document *document, const char *name)
{
    close_metadata_field(document, name);
    document->closed = true;
    if (document->depth == 1) {
        document->body = false;
        xml_end_article(document);
    }
}

const struct xml_dialect xml_plain = {is_any_root, open_plain_element, close_plain_element, false};
