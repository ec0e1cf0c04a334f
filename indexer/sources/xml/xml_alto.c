#include "indexer/sources/xml/xml_alto.h"

#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/xml/xml_body.h"

/* The hash of the word whose first half ended the last line; 0: none, or it is not known. */
enum { PENDING_WORD };

static bool is_alto_root(const struct xml_element *root)
{
    return span_equals_ignore_case((struct text_span){root->name, strlen(root->name)}, "alto");
}

static bool is_part(const char *name)
{
    static const char *const names[] = {"TextBlock", "ComposedBlock", "TextLine", NULL};
    return xml_name_is_one_of(name, names);
}

static unsigned hash_word(struct text_span word)
{
    return (unsigned)hash_bytes(word.bytes, word.size) | 1;
}

/* Appends the punctuation that ends the second half of a word, which SUBS_CONTENT often lacks. */
static void append_ending(struct xml_document *document, struct text_span half)
{
    const struct buffer *body = &document->draft.body;
    if (half.size == 0 || body->size == 0)
        return;
    struct text_span last = {span_end(half) - 1, 1};
    if (strchr(".,;:!?)", *last.bytes) != NULL && body->data[body->size - 1] != *last.bytes &&
        document->gap != XML_GAP_NONE) {
        document->gap = XML_GAP_NONE;
        xml_append_words(document, last);
        xml_set_gap(document, XML_GAP_SPACE);
    }
}

static void append_string(struct xml_document *document, const struct xml_element *element)
{
    struct text_span content = xml_attribute(element, "CONTENT");
    struct text_span whole = span_trim(xml_attribute(element, "SUBS_CONTENT"));
    struct text_span type = xml_attribute(element, "SUBS_TYPE");
    unsigned *pending = &document->ranks[PENDING_WORD];
    xml_set_gap(document, XML_GAP_SPACE);
    if (whole.size == 0) {
        xml_append_words(document, content);
    } else if (span_equals(type, "HypPart2") && *pending == hash_word(whole)) {
        *pending = 0;
        append_ending(document, content);
    } else {
        *pending = span_equals(type, "HypPart1") ? hash_word(whole) : 0;
        xml_append_words(document, whole);
    }
}

/* Ends the line in a hyphen, unless the word has been completed or the hyphen is there. */
static void append_hyphen(struct xml_document *document)
{
    struct buffer *body = &document->draft.body;
    if (document->ranks[PENDING_WORD] != 0 || body->size == 0 || body->data[body->size - 1] == '-')
        return;
    xml_glue(document);
    if (document->gap != XML_GAP_WRAP)
        xml_append_words(document, (struct text_span){"-", 1});
}

static void open_alto_element(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    struct xml_order *order = &document->order;
    if (document->depth == 1)
        xml_begin_article(document);
    else if (xml_name_is(name, "String"))
        append_string(document, element);
    else if (xml_name_is(name, "HYP"))
        append_hyphen(document);
    else if (xml_name_is(name, "Page"))
        order->page++;
    else if (xml_name_is(name, "OrderedGroup") || xml_name_is(name, "UnorderedGroup"))
        xml_order_open_group(order, XML_ORDER_NONE);
    else if (xml_name_is(name, "ElementRef"))
        xml_order_refer(order, xml_attribute(element, "REF"), XML_ORDER_NONE);
    if (is_part(name)) {
        xml_set_gap(document, XML_GAP_LINE);
        xml_order_open_part(order, xml_attribute(element, "ID"), document->draft.body.size,
                            (struct xml_order_part){.index = XML_ORDER_NONE,
                                                    .is_line = xml_name_is(name, "TextLine")});
    }
}

static void close_alto_element(struct xml_document *document, const char *name)
{
    struct xml_order *order = &document->order;
    if (xml_name_is(name, "OrderedGroup") || xml_name_is(name, "UnorderedGroup"))
        xml_order_close_group(order);
    if (is_part(name)) {
        xml_set_gap(document, XML_GAP_LINE);
        xml_order_close_part(order, document->draft.body.size);
    }
    if (document->depth == 1) {
        xml_order_arrange(order, &document->draft.body, &document->scratch);
        xml_end_article(document);
    }
}

const struct xml_dialect xml_alto = {is_alto_root, open_alto_element, close_alto_element, false};
