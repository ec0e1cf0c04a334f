#include "indexer/sources/html/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <pthread.h>

#include "common/analysis/decode.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/charset_label.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html_article.h"
#include "indexer/sources/html/html_charset.h"
#include "indexer/sources/html/html_explain.h"
#include "indexer/sources/html/html_meta.h"
#include "indexer/sources/html/html_strip.h"
#include "indexer/sources/html/html_text.h"
#include "indexer/sources/html/html_weigh.h"
#include "indexer/sources/markup/markup_memory.h"
#include "indexer/sources/markup/references.h"

/* libxml2 takes quadratic time on deep nesting; beyond this depth we flatten, as browsers do. */
enum { ELEMENT_DEPTH_MAX = 512 };

struct page {
    struct html_text text;
    struct html_meta meta;
    struct html_outline outline;
    htmlParserCtxtPtr parser;
    enum html_gap gap_before_fallback;
    bool after_ampersand; /* one was handed over, and a name comes */
    bool skips_semicolon; /* the next text begins with that of a reference */
    bool hostile, too_deep, out_of_memory;
};

static void discard_message(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

/* Errors that occur before there is a parser would go to standard error; the second call silences
 * the threads that start later. */
static void initialize_libxml2(void)
{
    markup_memory_install();
    xmlSetGenericErrorFunc(NULL, discard_message);
    xmlThrDefSetGenericErrorFunc(NULL, discard_message);
    xmlInitParser();
}

void html_initialize(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, initialize_libxml2);
}

/* Stops the parser if memory has run out, which libxml2 does not always report. Returns whether. */
static bool stop_if_out_of_memory(struct page *page)
{
    if (!markup_memory_ran_out())
        return false;
    page->out_of_memory = true;
    xmlStopParser(page->parser);
    return true;
}

static void append_text(struct page *page, const char *bytes, size_t size)
{
    const struct buffer *body = &page->text.draft->body;
    size_t start = body->size;
    html_text_append(&page->text, bytes, size);
    html_outline_text(&page->outline, body->data, start, body->size);
}

/* libxml2 hands over an & that starts no reference it knows, and then what follows; if that is a
 * name without its semicolon, or one of HTML 5, it is known here. Returns how many bytes of it are
 * read. */
static size_t read_reference(struct page *page, const char *bytes, size_t size)
{
    struct buffer character = {0};
    size_t read = markup_append_bare_entity((struct text_span){bytes, size}, &character);
    page->skips_semicolon = read == size && read > 0 && *page->parser->input->cur == ';';
    if (read == 0)
        append_text(page, "&", 1);
    else
        append_text(page, span_of(&character).bytes, character.size);
    page->text.draft->body.failed |= character.failed;
    buffer_release(&character);
    return read;
}

/* The parser hands over a numeric reference by itself. `second` follows 0xc2. Returns as above. */
static size_t read_control(struct page *page, char second)
{
    unsigned character = (unsigned char)second;
    struct buffer bytes = {0};
    if (decode_control(character) == character)
        return 0;
    utf8_append(&bytes, decode_control(character));
    append_text(page, span_of(&bytes).bytes, bytes.size);
    page->text.draft->body.failed |= bytes.failed;
    buffer_release(&bytes);
    return 2;
}

/* Whether the parser has just read a name: it hands over the & before it. */
static bool is_after_name(const struct page *page)
{
    const xmlParserInput *input = page->parser->input;
    return input->cur > input->base &&
           (ascii_is_letter((char)input->cur[-1]) || ascii_is_digit((char)input->cur[-1]));
}

static void on_html_text(void *context, const xmlChar *text, int length)
{
    struct page *page = context;
    const char *bytes = (const char *)text;
    size_t size = (size_t)length, read = 0;
    if (stop_if_out_of_memory(page))
        return;
    if (page->skips_semicolon && size > 0 && *bytes == ';')
        read = 1;
    page->skips_semicolon = false;
    if (size == 1 && *bytes == '&' && is_after_name(page)) {
        page->after_ampersand = true;
        return;
    }
    if (page->after_ampersand)
        read = read_reference(page, bytes, size);
    else if (size == 2 && (unsigned char)bytes[0] == 0xc2)
        read = read_control(page, bytes[1]);
    page->after_ampersand = false;
    append_text(page, bytes + read, size - read);
}

/* What browsers show only when something is missing. Its text is collected, and left out unless it
 * is nearly all that the page has. */
static bool is_fallback(const char *name)
{
    return strcmp(name, "noscript") == 0 || strcmp(name, "noframes") == 0;
}

static void on_html_open(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct page *page = context;
    if (stop_if_out_of_memory(page))
        return;
    if (page->parser->nameNr > ELEMENT_DEPTH_MAX) {
        page->too_deep = true;
        xmlStopParser(page->parser);
        return;
    }
    html_meta_read_element(&page->meta, (const char *)name, (const char *const *)attributes);
    if (is_fallback((const char *)name))
        page->gap_before_fallback = page->text.gap;
    else
        html_text_open(&page->text, (const char *)name);
    html_outline_open(&page->outline, (const char *)name, (const char *const *)attributes,
                      page->text.draft->body.size);
}

static void on_html_close(void *context, const xmlChar *name)
{
    struct page *page = context;
    if (is_fallback((const char *)name))
        page->text.gap = page->gap_before_fallback;
    else
        html_text_close(&page->text, (const char *)name);
    html_outline_close(&page->outline, page->text.draft->body.size);
}

/* After an allocation failure, the parser would go on, lose text, and finally loop for ever. */
static void on_html_error(void *context, xmlErrorPtr error)
{
    struct page *page = context;
    if (error->code != XML_ERR_NO_MEMORY && !markup_memory_ran_out())
        return;
    page->out_of_memory = true;
    if (page->parser != NULL)
        xmlStopParser(page->parser);
}

/* The text is UTF-8, whatever its meta elements say. Scripts and styles arrive as CDATA, for which
 * there is no handler; in recovery mode, the parser ends them only at their own end tag. */
static int parse_page(struct page *page, struct text_span text)
{
    htmlSAXHandler handler = {
        .startElement = on_html_open,
        .endElement = on_html_close,
        .characters = on_html_text,
        .ignorableWhitespace = on_html_text,
        .serror = on_html_error,
        .initialized = XML_SAX2_MAGIC,
    };
    markup_memory_reset();
    xmlSetStructuredErrorFunc(page, on_html_error); /* this thread's: for errors outside a parser */
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text.bytes, (int)text.size);
    if (parser == NULL || page->out_of_memory ||
        markup_memory_ran_out()) { /* a half-made parser would read for ever */
        if (parser != NULL)
            htmlFreeParserCtxt(parser);
        xmlSetStructuredErrorFunc(NULL, NULL);
        return error_memory();
    }
    page->parser = parser;
    parser->userData = page;
    parser->charset = XML_CHAR_ENCODING_UTF8;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET);
    *parser->sax = handler;
    htmlParseDocument(parser);
    bool failed =
        page->out_of_memory || markup_memory_ran_out() || parser->errNo == XML_ERR_NO_MEMORY;
    if (parser->myDoc != NULL)
        xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);
    xmlSetStructuredErrorFunc(NULL, NULL);
    return failed ? error_memory() : 0;
}

/* Reads the text with libxml2, or by stripping its tags where libxml2 would take too long. */
static int read_page_text(struct page *page, struct text_span text)
{
    struct draft *draft = page->text.draft;
    int status = page->hostile ? 0 : parse_page(page, text);
    if (page->hostile || page->too_deep) {
        html_text_release(&page->text);
        html_text_init(&page->text, draft);
        buffer_clear(&draft->title);
        buffer_clear(&draft->body);
        html_strip_tags(text, &page->text);
    }
    html_text_end(&page->text);
    return status;
}

/* Moves the page's metadata to the draft. The title is <title>, else og:title, else the first
 * h1. */
static void finish_metadata(struct page *page)
{
    struct draft *draft = page->text.draft;
    struct html_meta *meta = &page->meta;
    struct buffer raw = draft->title;
    buffer_init(&draft->title);
    span_append_as_line(&draft->title, span_of(&raw));
    if (draft->title.size == 0)
        span_append_as_line(&draft->title, span_of(&meta->title));
    if (draft->title.size == 0)
        span_append_as_line(&draft->title, span_of(&page->text.heading));
    buffer_append(&draft->url, meta->url.data, meta->url.size);
    draft->published = meta->published;
    draft->modified = meta->modified;
    draft->title.failed |=
        raw.failed || meta->title.failed || meta->url.failed || page->text.heading.failed;
    buffer_release(&raw);
}

/* Leaves of the body what is wanted. */
static int cut_body(struct page *page, struct html_reading *reading)
{
    struct draft *draft = page->text.draft;
    int status = page->hostile || page->too_deep
                     ? ERROR_NOT_FOUND
                     : html_outline_end(&page->outline, draft->body.size);
    if (status == ERROR_NOT_FOUND) {
        html_explain_unknown(reading->explanation, draft->body.size);
        return 0;
    }
    if (status != 0 || draft_status(draft) != 0)
        return ERROR_MEMORY;
    uint32_t root = 0;
    if (reading->whole)
        html_article_take_all(&page->outline);
    else
        root = html_article_find(&page->outline, &draft->body, span_of(&draft->title));
    if (reading->explanation != NULL) {
        html_weigh(&page->outline);
        html_explain(reading->explanation, &page->outline, root);
    }
    reading->left_out += html_article_cut(&page->outline, root, &draft->body);
    return 0;
}

int html_read(struct draft *draft, const char *bytes, size_t size)
{
    struct html_reading all = {.whole = true};
    return html_read_page(draft, bytes, size, &all);
}

int html_read_page(struct draft *draft, const char *bytes, size_t size,
                   struct html_reading *reading)
{
    struct page page = {0};
    struct buffer labels = {0};
    char charset[HTML_CHARSET_SIZE];
    bool declared = html_find_charset(bytes, size, charset);
    if (charset_decode(&draft->text, bytes, size, declared ? charset : NULL) != 0)
        return ERROR_MEMORY;
    if (draft->text.size == 0)
        return 0;
    draft->text.size = html_remove_hidden(draft->text.data, draft->text.size, &page.hostile);
    buffer_append_byte(&draft->text, '\n'); /* a reference at the very end is not seen otherwise */
    if (draft->text.failed)
        return error_memory();
    struct text_span text = span_of(&draft->text);
    if (span_trim(text).size == 0) /* libxml2 rejects an empty page */
        return 0;
    html_outline_init(&page.outline);
    if (reading->explanation != NULL)
        page.outline.labels = &labels;
    html_meta_init(&page.meta);
    html_text_init(&page.text, draft);
    int status = read_page_text(&page, text);
    if (status == 0) {
        finish_metadata(&page);
        status = cut_body(&page, reading);
    }
    if (status == 0)
        status = draft_status(draft);
    html_outline_release(&page.outline);
    buffer_release(&labels);
    html_meta_release(&page.meta);
    html_text_release(&page.text);
    return status;
}
