#include "indexer/sources/xml/xml_page.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/xml/xml_body.h"

static bool is_page_root(const struct xml_element *root)
{
    return xml_name_is(root->name, "PcGts");
}

static bool is_region(const char *name)
{
    size_t size = strlen(name);
    return size > 6 && strcmp(name + size - 6, "Region") == 0;
}

static bool is_line(const char *name)
{
    return xml_name_is(name, "TextLine");
}

/* --- the order of reading --- */

/* Returns the number at the start of the text, or XML_ORDER_NONE. */
static uint32_t parse_index(struct text_span text)
{
    uint32_t index = 0;
    text = span_trim(text);
    if (text.size == 0 || !ascii_is_digit(*text.bytes))
        return XML_ORDER_NONE;
    for (size_t i = 0; i < text.size && i < 9 && ascii_is_digit(text.bytes[i]); i++)
        index = index * 10 + (uint32_t)(text.bytes[i] - '0');
    return index;
}

/* Returns the index that an element has of its own or in custom="readingOrder {index:2;}". */
static uint32_t index_of(const struct xml_element *element)
{
    static const char order[] = "readingOrder", key[] = "index:";
    uint32_t index = parse_index(xml_attribute(element, "index"));
    struct text_span custom = xml_attribute(element, "custom");
    const char *at = memmem(custom.bytes, custom.size, order, sizeof order - 1);
    if (index != XML_ORDER_NONE || at == NULL)
        return index;
    custom = span_between(at, span_end(custom));
    const char *end = memchr(custom.bytes, '}', custom.size);
    if (end != NULL)
        custom = span_between(custom.bytes, end);
    at = memmem(custom.bytes, custom.size, key, sizeof key - 1);
    return at == NULL ? XML_ORDER_NONE
                      : parse_index(span_between(at + sizeof key - 1, span_end(custom)));
}

static bool is_group(const char *name)
{
    static const char *const names[] = {"OrderedGroup", "UnorderedGroup", "OrderedGroupIndexed",
                                        "UnorderedGroupIndexed", NULL};
    return xml_name_is_one_of(name, names);
}

static void open_part(struct xml_document *document, const struct xml_element *element)
{
    xml_set_gap(document, XML_GAP_LINE);
    xml_order_open_part(
        &document->order, xml_attribute(element, "id"), document->draft.body.size,
        (struct xml_order_part){.index = index_of(element), .is_line = is_line(element->name)});
    xml_level(document, 0)->gap = XML_GAP_LINE;
}

/* --- text --- */

/* Hides a variant of an element that has a better one. Of an element, `context` is one more than
 * the index of the variant shown. */
static void open_variant(struct xml_document *document, const struct xml_element *element)
{
    const struct xml_level *whole = xml_level(document, 1);
    uint32_t index = parse_index(xml_attribute(element, "index"));
    bool has_parts = whole->shown == 0 && document->draft.body.size > whole->start;
    if ((has_parts && is_region(whole->name)) || (whole->shown != 0 && index >= whole->context))
        document->hidden = document->depth;
    else
        xml_level(document, 0)->context = index;
}

/* Puts the text of a variant in place of that of the parts or of another one. */
static void close_variant(struct xml_document *document)
{
    struct text_span text = span_trim(span_of(&document->markup));
    const struct xml_level *variant = xml_level(document, 1);
    struct xml_level *whole = xml_level(document, 2);
    if (document->field == &document->markup && text.size > 0) {
        xml_rewind(document, whole);
        xml_append_words(document, text);
        whole->shown = 1;
        whole->context = variant->context;
    }
    document->field = NULL;
    buffer_clear(&document->markup);
}

/* Takes back the text of a region whose lines follow it. */
static void replace_text_of_region(struct xml_document *document)
{
    struct xml_level *region = xml_level(document, 1);
    if (region->shown != 0)
        xml_rewind(document, region);
    region->shown = region->context = 0;
}

/* Opens a word, which the text of its line may have come before. */
static void open_word(struct xml_document *document)
{
    if (xml_level(document, 1)->shown != 0)
        document->hidden = document->depth;
    xml_set_gap(document, XML_GAP_SPACE);
    xml_level(document, 0)->gap = document->gap;
}

static bool is_variant(const struct xml_document *document, const char *name)
{
    return document->depth > 3 &&
           (xml_name_is(name, "Unicode") || xml_name_is(name, "PlainText")) &&
           xml_name_is(xml_ancestor(document, 1), "TextEquiv");
}

static void open_page_element(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    struct xml_order *order = &document->order;
    if (document->depth == 1) {
        xml_begin_article(document);
    } else if (is_region(name) || is_line(name)) {
        replace_text_of_region(document);
        open_part(document, element);
    } else if (xml_name_is(name, "Word")) {
        open_word(document);
    } else if (xml_name_is(name, "Glyph") || xml_name_is(name, "Metadata")) {
        document->hidden = document->depth;
    } else if (xml_name_is(name, "TextEquiv")) {
        open_variant(document, element);
    } else if (is_variant(document, name)) {
        xml_collect_field(document, &document->markup);
    } else if (xml_name_is(name, "Page")) {
        order->page++;
    } else if (is_group(name)) {
        xml_order_open_group(order, parse_index(xml_attribute(element, "index")));
    } else if (xml_name_is(name, "RegionRefIndexed") || xml_name_is(name, "RegionRef")) {
        xml_order_refer(order, xml_attribute(element, "regionRef"),
                        parse_index(xml_attribute(element, "index")));
    }
}

static void close_page_element(struct xml_document *document, const char *name)
{
    struct xml_order *order = &document->order;
    if (is_variant(document, name)) {
        close_variant(document);
    } else if (is_group(name)) {
        xml_order_close_group(order);
    } else if (is_region(name) || is_line(name)) {
        xml_set_gap(document, XML_GAP_LINE);
        xml_order_close_part(order, document->draft.body.size);
    } else if (xml_name_is(name, "Word")) {
        xml_set_gap(document, XML_GAP_SPACE);
    } else if (document->depth == 1) {
        buffer_clear(&document->markup);
        xml_order_arrange(order, &document->draft.body, &document->scratch);
        xml_end_article(document);
    }
}

const struct xml_dialect xml_page = {is_page_root, open_page_element, close_page_element, false};
