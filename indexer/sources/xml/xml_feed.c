/* RSS 0.9 to 2.0 and Atom: each item is an article. Its text is content:encoded or content, else
 * description or summary: HTML, unless Atom declares it as text. */
#include <string.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html.h"
#include "indexer/sources/markup/html_tags.h"
#include "indexer/sources/xml/xml_document.h"

#define ATOM "http://www.w3.org/2005/Atom"
#define DUBLIN_CORE "http://purl.org/dc/elements/1.1/"

enum { TEXT_RANK, PUBLISHED_RANK };
enum { SUMMARY = 1, CONTENT = 2 };

static bool is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static bool knows(const struct xml_element *root)
{
    return is(root->name, "rss") || is(root->name, "feed") ||
           (is(root->name, "RDF") && strstr(root->space, "rdf-syntax") != NULL);
}

/* Whether the namespace is a feed's: other vocabularies have elements such as title, too. */
static bool is_own(const char *space)
{
    static const char *const spaces[] = {"",
                                         ATOM,
                                         "http://purl.org/rss/1.0/",
                                         "http://purl.org/rss/1.0/modules/content/",
                                         "http://my.netscape.com/rdf/simple/0.9/",
                                         "http://purl.org/atom/ns#",
                                         "http://backend.userland.com/rss2"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (is(space, spaces[i]))
            return true;
    return false;
}

static void open_link(struct xml_document *document, const struct xml_element *element)
{
    struct text_span relation = xml_attribute(element, "rel");
    struct text_span address = xml_attribute(element, "href");
    struct buffer *url = &document->draft.url;
    if (relation.size > 0 && !span_is(relation, "alternate"))
        return;
    if (address.size > 0 && url->size == 0)
        buffer_append(url, address.bytes, address.size);
    else if (address.size == 0 && url->size == 0)
        xml_to_field(document, url);
}

static void open_text(struct xml_document *document, const struct xml_element *element,
                      unsigned rank)
{
    struct text_span type = xml_attribute(element, "type");
    bool atom = is(element->space, ATOM);
    if (document->ranks[TEXT_RANK] >= rank) {
        document->hidden = document->depth;
        return;
    }
    document->ranks[TEXT_RANK] = rank;
    buffer_clear(&document->draft.body);
    buffer_clear(&document->markup);
    document->gap = GAP_NONE;
    if (span_is(type, "xhtml") || (atom && (type.size == 0 || span_is(type, "text"))))
        document->body = true;
    else
        xml_to_field(document, &document->markup);
}

/* Opens an element in the XHTML of Atom's content. */
static void open_inner(struct xml_document *document, const char *name)
{
    switch (html_tag_of((struct text_span){name, strlen(name)})) {
    case HTML_BLOCK:
    case HTML_BREAK:
    case HTML_PRE:
        xml_gap(document, GAP_LINE);
        break;
    case HTML_CELL:
        xml_gap(document, GAP_SPACE);
        break;
    case HTML_HIDDEN:
        document->hidden = document->depth;
        break;
    default:
        break;
    }
}

static void open_child(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    bool dublin = is(element->space, DUBLIN_CORE);
    if (dublin && !is(name, "date"))
        return;
    if (!dublin && !is_own(element->space))
        return;
    if (is(name, "title"))
        xml_to_field(document, &document->draft.title);
    else if (is(name, "link"))
        open_link(document, element);
    else if (is(name, "guid") || is(name, "id"))
        xml_to_field(document, &document->id);
    else if (is(name, "pubDate") || is(name, "published") || is(name, "issued") ||
             is(name, "date") || is(name, "updated") || is(name, "modified"))
        xml_to_field(document, &document->scratch);
    else if (is(name, "description") || is(name, "summary"))
        open_text(document, element, SUMMARY);
    else if (is(name, "encoded") || is(name, "content"))
        open_text(document, element, CONTENT);
}

static void on_open(struct xml_document *document, const struct xml_element *element)
{
    bool item = is(element->name, "item") || is(element->name, "entry");
    if (!document->in_article && item) {
        struct text_span about = xml_attribute(element, "about");
        xml_begin_article(document);
        buffer_append(&document->id, about.bytes, about.size);
        return;
    }
    if (!document->in_article)
        return;
    if (document->depth == document->article_depth + 1)
        open_child(document, element);
    else if (document->body)
        open_inner(document, element->name);
}

static void close_date(struct xml_document *document, const char *name)
{
    struct draft *draft = &document->draft;
    struct moment moment;
    if (document->field != &document->scratch || !xml_date(span_of(&document->scratch), &moment))
        return;
    if (is(name, "updated") || is(name, "modified"))
        draft->modified = moment;
    else
        draft->published = moment;
}

/* Converts HTML to text. */
static void read_markup(struct buffer *markup, struct buffer *into)
{
    struct draft inner;
    draft_init(&inner);
    draft_clear(&inner);
    int status =
        markup->failed ? ERROR_MEMORY : html_read(&inner, span_of(markup).bytes, markup->size);
    buffer_clear(into);
    if (status == 0)
        buffer_append(into, span_of(&inner.body).bytes, inner.body.size);
    into->failed |= status != 0;
    draft_release(&inner);
}

static void end_item(struct xml_document *document)
{
    struct draft *draft = &document->draft;
    if (document->markup.size > 0)
        read_markup(&document->markup, &draft->body);
    if (draft->title.size > 0 && memchr(draft->title.data, '<', draft->title.size) != NULL) {
        buffer_clear(&document->markup);
        buffer_append(&document->markup, draft->title.data, draft->title.size);
        read_markup(&document->markup, &draft->title);
    }
    if (draft->url.size == 0 && span_starts(span_of(&document->id), "http"))
        buffer_append(&draft->url, document->id.data, document->id.size);
    if (draft->published.precision == MOMENT_NONE)
        draft->published = draft->modified;
    xml_end_article(document);
}

static void on_close(struct xml_document *document, const char *name)
{
    if (!document->in_article)
        return;
    if (document->depth == document->article_depth) {
        document->body = false;
        end_item(document);
    } else if (document->depth == document->article_depth + 1) {
        document->body = false;
        close_date(document, name);
    } else if (document->body) {
        enum html_tag tag = html_tag_of((struct text_span){name, strlen(name)});
        xml_gap(document, tag == HTML_BLOCK || tag == HTML_PRE ? GAP_LINE
                          : tag == HTML_CELL                   ? GAP_SPACE
                                                               : GAP_NONE);
    }
}

const struct xml_dialect xml_feed = {knows, on_open, on_close, true};
