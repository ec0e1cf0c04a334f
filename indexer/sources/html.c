#include "sources/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <pthread.h>

#include "analysis/decode.h"
#include "platform/error.h"
#include "sources/html_charset.h"
#include "sources/html_meta.h"
#include "sources/html_tags.h"
#include "sources/span.h"

/* What stands between the text so far and the text to come. */
enum gap { GAP_NONE, GAP_SPACE, GAP_LINE };

/* A page while it is parsed; the draft's body grows with what is visible. */
struct page {
    struct draft *draft;
    struct html_meta meta;
    struct buffer heading; /* the first h1 */
    enum gap gap;
    size_t hidden; /* open elements that hide what is in them */
    size_t pre;    /* open elements that keep white space */
    size_t heading_start;
    bool in_title, in_heading, has_title;
};

static void start_library(void)
{
    xmlInitParser();
}

void html_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_library);
}

static void widen_gap(struct page *page, enum gap gap)
{
    if (page->gap < gap)
        page->gap = gap;
}

static void close_gap(struct page *page)
{
    struct buffer *body = &page->draft->body;
    if (page->gap != GAP_NONE && body->size > 0 && body->data[body->size - 1] != '\n')
        buffer_append_byte(body, page->gap == GAP_LINE ? '\n' : ' ');
    page->gap = GAP_NONE;
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f';
}

static void append_flowing(struct page *page, const char *at, const char *end)
{
    while (at < end) {
        const char *word = at;
        while (at < end && !is_white(*at))
            at++;
        if (at > word) {
            close_gap(page);
            buffer_append(&page->draft->body, word, (size_t)(at - word));
        }
        if (at < end)
            widen_gap(page, GAP_SPACE);
        while (at < end && is_white(*at))
            at++;
    }
}

static void append_kept(struct page *page, const char *at, const char *end)
{
    struct buffer *body = &page->draft->body;
    close_gap(page);
    while (body->size == 0 && at < end && *at == '\n')
        at++;
    buffer_append(body, at, (size_t)(end - at));
}

static void on_text(void *context, const xmlChar *bytes, int size)
{
    struct page *page = context;
    const char *start = (const char *)bytes;
    if (page->in_title)
        buffer_append(&page->draft->title, start, (size_t)size);
    else if (page->hidden > 0)
        return;
    else if (page->pre > 0)
        append_kept(page, start, start + size);
    else
        append_flowing(page, start, start + size);
}

/* Scripts and styles come this way too. */
static void on_hidden_text(void *context, const xmlChar *bytes, int size)
{
    (void)context;
    (void)bytes;
    (void)size;
}

static void open_heading(struct page *page)
{
    if (page->in_heading || page->heading.size > 0 || page->hidden > 0)
        return;
    page->in_heading = true;
    page->heading_start = page->draft->body.size;
}

static void close_heading(struct page *page)
{
    const struct buffer *body = &page->draft->body;
    if (!page->in_heading || body->size < page->heading_start)
        return;
    page->in_heading = false;
    struct text_span heading = {span_of(body).bytes + page->heading_start,
                                body->size - page->heading_start};
    span_append_line(&page->heading, heading);
}

static enum html_tag tag_of(const xmlChar *name)
{
    return html_tag_of((struct text_span){(const char *)name, strlen((const char *)name)});
}

static void on_open(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct page *page = context;
    const char *called = (const char *)name;
    html_meta_element(&page->meta, called, (const char *const *)attributes);
    switch (tag_of(name)) {
    case HTML_BLOCK:
    case HTML_BREAK:
        widen_gap(page, GAP_LINE);
        break;
    case HTML_PRE:
        widen_gap(page, GAP_LINE);
        page->pre++;
        break;
    case HTML_CELL:
        widen_gap(page, GAP_SPACE);
        break;
    case HTML_HIDDEN:
        page->hidden++;
        break;
    default:
        break;
    }
    if (strcmp(called, "title") == 0 && page->hidden == 0 && !page->has_title)
        page->in_title = true;
    else if (strcmp(called, "h1") == 0)
        open_heading(page);
}

static void on_close(void *context, const xmlChar *name)
{
    struct page *page = context;
    const char *called = (const char *)name;
    switch (tag_of(name)) {
    case HTML_BLOCK:
        widen_gap(page, GAP_LINE);
        break;
    case HTML_PRE:
        widen_gap(page, GAP_LINE);
        page->pre -= page->pre > 0;
        break;
    case HTML_CELL:
        widen_gap(page, GAP_SPACE);
        break;
    case HTML_HIDDEN:
        page->hidden -= page->hidden > 0;
        break;
    default:
        break;
    }
    if (strcmp(called, "title") == 0 && page->in_title) {
        page->in_title = false;
        page->has_title = span_trim(span_of(&page->draft->title)).size > 0;
    } else if (strcmp(called, "h1") == 0) {
        close_heading(page);
    }
}

static void on_error(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

/* The text is UTF-8, whatever its meta elements say. */
static int parse(struct page *page, struct text_span text)
{
    htmlSAXHandler handler = {
        .startElement = on_open,
        .endElement = on_close,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_hidden_text,
        .serror = on_error,
        .initialized = XML_SAX2_MAGIC,
    };
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text.bytes, (int)text.size);
    if (parser == NULL)
        return error_memory();
    *parser->sax = handler;
    parser->userData = page;
    parser->charset = XML_CHAR_ENCODING_UTF8;
    htmlCtxtUseOptions(parser, HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET);
    *parser->sax = handler;
    htmlParseDocument(parser);
    bool failed = parser->errNo == XML_ERR_NO_MEMORY;
    if (parser->myDoc != NULL)
        xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);
    return failed ? error_memory() : 0;
}

/* Settles the title once the page is read: <title>, else og:title, else the first h1. */
static void settle(struct page *page)
{
    struct draft *draft = page->draft;
    struct buffer raw = draft->title;
    buffer_init(&draft->title);
    close_heading(page);
    span_append_line(&draft->title, span_of(&raw));
    if (draft->title.size == 0)
        span_append_line(&draft->title, span_of(&page->meta.title));
    if (draft->title.size == 0)
        span_append_line(&draft->title, span_of(&page->heading));
    buffer_append(&draft->url, page->meta.url.data, page->meta.url.size);
    draft->published = page->meta.published;
    draft->modified = page->meta.modified;
    draft->title.failed |=
        raw.failed || page->meta.title.failed || page->heading.failed || page->meta.url.failed;
    buffer_release(&raw);
}

int html_read(struct draft *draft, const char *bytes, size_t size)
{
    struct page page = {.draft = draft};
    char charset[HTML_CHARSET_SIZE];
    bool declared = html_charset(bytes, size, charset);
    if (decode_text(&draft->text, bytes, size, declared ? charset : NULL) != 0)
        return ERROR_MEMORY;
    struct text_span text = span_of(&draft->text);
    if (span_trim(text).size == 0) /* libxml2 knows no empty page */
        return 0;
    html_meta_init(&page.meta);
    int status = parse(&page, text);
    if (status == 0) {
        settle(&page);
        status = draft_status(draft);
    }
    html_meta_release(&page.meta);
    buffer_release(&page.heading);
    return status;
}
