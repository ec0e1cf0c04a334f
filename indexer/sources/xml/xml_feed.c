#include "indexer/sources/xml/xml_feed.h"

#include <inttypes.h>
#include <string.h>

#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html.h"
#include "indexer/sources/markup/html_tags.h"
#include "indexer/sources/xml/xml_body.h"

#define ATOM "http://www.w3.org/2005/Atom"
#define DUBLIN_CORE "http://purl.org/dc/elements/1.1/"

enum { TEXT_RANK, PUBLISHED_RANK };
enum { SUMMARY = 1, CONTENT = 2 };

static bool is_feed_root(const struct xml_element *root)
{
    return xml_name_is(root->name, "rss") || xml_name_is(root->name, "feed") ||
           (xml_name_is(root->name, "RDF") && strstr(root->space, "rdf-syntax") != NULL);
}

/* Whether the namespace is a feed's: other vocabularies have elements such as title, too. */
static bool is_feed_namespace(const char *space)
{
    static const char *const spaces[] = {"",
                                         ATOM,
                                         "http://purl.org/rss/1.0/",
                                         "http://purl.org/rss/1.0/modules/content/",
                                         "http://my.netscape.com/rdf/simple/0.9/",
                                         "http://purl.org/atom/ns#",
                                         "http://backend.userland.com/rss2"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (xml_name_is(space, spaces[i]))
            return true;
    return false;
}

static void open_feed_link(struct xml_document *document, const struct xml_element *element)
{
    struct text_span relation = xml_attribute(element, "rel");
    struct text_span address = xml_attribute(element, "href");
    struct buffer *url = &document->draft.url;
    if (relation.size > 0 && !span_equals(relation, "alternate"))
        return;
    if (address.size > 0 && url->size == 0)
        buffer_append(url, address.bytes, address.size);
    else if (address.size == 0 && url->size == 0)
        xml_collect_field(document, url);
}

static void open_feed_text(struct xml_document *document, const struct xml_element *element,
                           unsigned rank)
{
    struct text_span type = xml_attribute(element, "type");
    bool is_atom = xml_name_is(element->space, ATOM);
    if (document->ranks[TEXT_RANK] >= rank) {
        document->hidden = document->depth;
        return;
    }
    document->ranks[TEXT_RANK] = rank;
    buffer_clear(&document->draft.body);
    buffer_clear(&document->markup);
    document->gap = XML_GAP_NONE;
    if (span_equals(type, "xhtml") || (is_atom && (type.size == 0 || span_equals(type, "text"))))
        document->body = true;
    else
        xml_collect_field(document, &document->markup);
}

/* Opens an element in the XHTML of Atom's content. */
static void open_xhtml_element(struct xml_document *document, const char *name)
{
    switch (html_tag_find((struct text_span){name, strlen(name)})) {
    case HTML_BLOCK:
    case HTML_BREAK:
    case HTML_PRE:
        xml_set_gap(document, XML_GAP_LINE);
        break;
    case HTML_CELL:
        xml_set_gap(document, XML_GAP_SPACE);
        break;
    case HTML_HIDDEN:
        document->hidden = document->depth;
        break;
    default:
        break;
    }
}

static void open_item_child(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    bool is_dublin_core = xml_name_is(element->space, DUBLIN_CORE);
    if (is_dublin_core && !xml_name_is(name, "date"))
        return;
    if (!is_dublin_core && !is_feed_namespace(element->space))
        return;
    if (xml_name_is(name, "title"))
        xml_collect_field(document, &document->draft.title);
    else if (xml_name_is(name, "link"))
        open_feed_link(document, element);
    else if (xml_name_is(name, "guid") || xml_name_is(name, "id"))
        xml_collect_field(document, &document->id);
    else if (xml_name_is(name, "pubDate") || xml_name_is(name, "published") ||
             xml_name_is(name, "issued") || xml_name_is(name, "date") ||
             xml_name_is(name, "updated") || xml_name_is(name, "modified"))
        xml_collect_field(document, &document->scratch);
    else if (xml_name_is(name, "description") || xml_name_is(name, "summary"))
        open_feed_text(document, element, SUMMARY);
    else if (xml_name_is(name, "encoded") || xml_name_is(name, "content"))
        open_feed_text(document, element, CONTENT);
}

static void open_feed_element(struct xml_document *document, const struct xml_element *element)
{
    bool item = xml_name_is(element->name, "item") || xml_name_is(element->name, "entry");
    if (!document->in_article && item) {
        struct text_span about = xml_attribute(element, "about");
        xml_begin_article(document);
        buffer_append(&document->id, about.bytes, about.size);
        return;
    }
    if (!document->in_article)
        return;
    if (document->depth == document->article_depth + 1)
        open_item_child(document, element);
    else if (document->body)
        open_xhtml_element(document, element->name);
}

static void close_feed_date(struct xml_document *document, const char *name)
{
    struct draft *draft = &document->draft;
    struct moment moment;
    if (document->field != &document->scratch ||
        !xml_parse_date(span_of(&document->scratch), &moment))
        return;
    if (xml_name_is(name, "updated") || xml_name_is(name, "modified"))
        draft->modified = moment;
    else
        draft->published = moment;
}

/* Converts HTML to text. */
static void convert_html(struct buffer *markup, struct buffer *into)
{
    struct draft html;
    draft_init(&html);
    draft_clear(&html);
    int status =
        markup->failed ? ERROR_MEMORY : html_read(&html, span_of(markup).bytes, markup->size);
    buffer_clear(into);
    if (status == 0)
        buffer_append(into, span_of(&html.body).bytes, html.body.size);
    into->failed |= status != 0;
    draft_release(&html);
}

/* Appends a hash of two texts. */
static void append_hash(struct buffer *id, struct text_span first, struct text_span second)
{
    uint64_t hashes[] = {hash_bytes(first.bytes, first.size),
                         hash_bytes(second.bytes, second.size)};
    buffer_append_format(id, "#%016" PRIx64, hash_bytes(hashes, sizeof hashes));
}

/* Gives an id to an item without one, which stays the same as long as the item does: its address,
 * else a hash of its title and date. Items that share those have one of their text as well. The
 * first that has neither address nor date needs none. */
static void derive_id(struct xml_document *document)
{
    const struct draft *draft = &document->draft;
    if (!document->has_nameless && draft->url.size == 0 &&
        draft->published.precision == MOMENT_NONE) {
        document->has_nameless = true;
        return;
    }
    struct buffer *id = &document->id;
    struct text_span url = span_trim(span_of(&draft->url));
    char date[MOMENT_TEXT_SIZE];
    buffer_clear(id);
    buffer_append(id, url.bytes, url.size);
    moment_print(&draft->published, date);
    if (url.size == 0)
        append_hash(id, span_of(&draft->title), (struct text_span){date, strlen(date)});
    if (xml_has_id(document, span_of(id)))
        append_hash(id, span_of(&draft->title), span_of(&draft->body));
}

static void end_item(struct xml_document *document)
{
    struct draft *draft = &document->draft;
    if (document->markup.size > 0)
        convert_html(&document->markup, &draft->body);
    if (draft->title.size > 0 && memchr(draft->title.data, '<', draft->title.size) != NULL) {
        buffer_clear(&document->markup);
        buffer_append(&document->markup, draft->title.data, draft->title.size);
        convert_html(&document->markup, &draft->title);
    }
    if (draft->url.size == 0 && span_starts_with(span_of(&document->id), "http"))
        buffer_append(&draft->url, document->id.data, document->id.size);
    if (draft->published.precision == MOMENT_NONE)
        draft->published = draft->modified;
    if (span_trim(span_of(&document->id)).size == 0)
        derive_id(document);
    xml_end_article(document);
}

static void close_feed_element(struct xml_document *document, const char *name)
{
    if (!document->in_article)
        return;
    if (document->depth == document->article_depth) {
        document->body = false;
        end_item(document);
    } else if (document->depth == document->article_depth + 1) {
        document->body = false;
        close_feed_date(document, name);
    } else if (document->body) {
        enum html_tag tag = html_tag_find((struct text_span){name, strlen(name)});
        xml_set_gap(document, tag == HTML_BLOCK || tag == HTML_PRE ? XML_GAP_LINE
                              : tag == HTML_CELL                   ? XML_GAP_SPACE
                                                                   : XML_GAP_NONE);
    }
}

const struct xml_dialect xml_feed = {is_feed_root, open_feed_element, close_feed_element, true};
