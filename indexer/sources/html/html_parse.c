#include "indexer/sources/html/html_parse.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <pthread.h>

#include "common/analysis/decode.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html.h"
#include "indexer/sources/markup/markup_memory.h"
#include "indexer/sources/markup/references.h"

/* libxml2 takes quadratic time on deep nesting; beyond this depth we flatten, as browsers do. */
enum { ELEMENT_DEPTH_MAX = 512 };

struct parse {
    struct html_page *page;
    htmlParserCtxtPtr parser;
    enum html_gap gap_before_fallback;
    bool after_ampersand; /* one was handed over, and a name comes */
    bool skips_semicolon; /* the next text begins with that of a reference */
    bool out_of_memory;
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
static bool stop_if_out_of_memory(struct parse *parse)
{
    if (!markup_memory_ran_out())
        return false;
    parse->out_of_memory = true;
    xmlStopParser(parse->parser);
    return true;
}

static void append_text(struct parse *parse, const char *bytes, size_t size)
{
    const struct buffer *body = &parse->page->text.draft->body;
    size_t start = body->size;
    html_text_append(&parse->page->text, bytes, size);
    html_outline_text(&parse->page->outline, body->data, start, body->size);
    page_dates_text(&parse->page->dates, bytes, size);
}

/* libxml2 hands over an & that starts no reference it knows, and then what follows; if that is a
 * name without its semicolon, or one of HTML 5, it is known here. Returns how many bytes of it are
 * read. */
static size_t read_reference(struct parse *parse, const char *bytes, size_t size)
{
    struct buffer character = {0};
    size_t read = markup_append_bare_entity((struct text_span){bytes, size}, &character);
    parse->skips_semicolon = read == size && read > 0 && *parse->parser->input->cur == ';';
    if (read == 0)
        append_text(parse, "&", 1);
    else
        append_text(parse, span_of(&character).bytes, character.size);
    parse->page->text.draft->body.failed |= character.failed;
    buffer_release(&character);
    return read;
}

/* The parser hands over a numeric reference by itself. `second` follows 0xc2. Returns as above. */
static size_t read_control(struct parse *parse, char second)
{
    unsigned character = (unsigned char)second;
    struct buffer bytes = {0};
    if (decode_control(character) == character)
        return 0;
    utf8_append(&bytes, decode_control(character));
    append_text(parse, span_of(&bytes).bytes, bytes.size);
    parse->page->text.draft->body.failed |= bytes.failed;
    buffer_release(&bytes);
    return 2;
}

/* Whether the parser has just read a name: it hands over the & before it. */
static bool is_after_name(const struct parse *parse)
{
    const xmlParserInput *input = parse->parser->input;
    return input->cur > input->base &&
           (ascii_is_letter((char)input->cur[-1]) || ascii_is_digit((char)input->cur[-1]));
}

static void on_html_text(void *context, const xmlChar *text, int length)
{
    struct parse *parse = context;
    const char *bytes = (const char *)text;
    size_t size = (size_t)length, read = 0;
    if (stop_if_out_of_memory(parse))
        return;
    if (parse->skips_semicolon && size > 0 && *bytes == ';')
        read = 1;
    parse->skips_semicolon = false;
    if (size == 1 && *bytes == '&' && is_after_name(parse)) {
        parse->after_ampersand = true;
        return;
    }
    if (parse->after_ampersand)
        read = read_reference(parse, bytes, size);
    else if (size == 2 && (unsigned char)bytes[0] == 0xc2)
        read = read_control(parse, bytes[1]);
    parse->after_ampersand = false;
    append_text(parse, bytes + read, size - read);
}

/* What browsers show only when something is missing. Its text is collected, and left out unless it
 * is nearly all that the page has. */
static bool is_fallback(const char *name)
{
    return name[0] == 'n' && (strcmp(name, "noscript") == 0 || strcmp(name, "noframes") == 0);
}

static void on_html_open(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct parse *parse = context;
    if (stop_if_out_of_memory(parse))
        return;
    if (parse->parser->nameNr > ELEMENT_DEPTH_MAX) {
        parse->page->too_deep = true;
        xmlStopParser(parse->parser);
        return;
    }
    html_meta_read_element(&parse->page->meta, (const char *)name, (const char *const *)attributes);
    if (is_fallback((const char *)name))
        parse->gap_before_fallback = parse->page->text.gap;
    else
        html_text_open(&parse->page->text, (const char *)name);
    html_outline_open(&parse->page->outline, (const char *)name, (const char *const *)attributes,
                      parse->page->text.draft->body.size);
    page_dates_open(&parse->page->dates, (const char *)name, (const char *const *)attributes);
}

static void on_html_close(void *context, const xmlChar *name)
{
    struct parse *parse = context;
    if (is_fallback((const char *)name))
        parse->page->text.gap = parse->gap_before_fallback;
    else
        html_text_close(&parse->page->text, (const char *)name);
    html_outline_close(&parse->page->outline, parse->page->text.draft->body.size);
    page_dates_close(&parse->page->dates);
}

/* After an allocation failure, the parser would go on, lose text, and finally loop for ever. */
static void on_html_error(void *context, xmlErrorPtr error)
{
    struct parse *parse = context;
    if (error->code != XML_ERR_NO_MEMORY && !markup_memory_ran_out())
        return;
    parse->out_of_memory = true;
    if (parse->parser != NULL)
        xmlStopParser(parse->parser);
}

/* Scripts and styles arrive as CDATA, for which there is no handler; in recovery mode, the parser
 * ends them only at their own end tag. */
static void parse_document(struct parse *parse, htmlParserCtxtPtr parser)
{
    htmlSAXHandler handler = {
        .startElement = on_html_open,
        .endElement = on_html_close,
        .characters = on_html_text,
        .ignorableWhitespace = on_html_text,
        .serror = on_html_error,
        .initialized = XML_SAX2_MAGIC,
    };
    parse->parser = parser;
    parser->userData = parse;
    parser->charset = XML_CHAR_ENCODING_UTF8;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET);
    *parser->sax = handler;
    htmlParseDocument(parser);
    parse->out_of_memory |= parser->errNo == XML_ERR_NO_MEMORY;
    if (parser->myDoc != NULL)
        xmlFreeDoc(parser->myDoc);
}

int html_parse(struct html_page *page, struct text_span text)
{
    struct parse parse = {.page = page};
    markup_memory_reset();
    xmlSetStructuredErrorFunc(&parse,
                              on_html_error); /* this thread's: for errors outside a parser */
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text.bytes, (int)text.size);
    parse.out_of_memory |= parser == NULL;
    /* a half-made parser would read for ever */
    if (!parse.out_of_memory && !markup_memory_ran_out())
        parse_document(&parse, parser);
    if (parser != NULL)
        htmlFreeParserCtxt(parser);
    xmlSetStructuredErrorFunc(NULL, NULL);
    return parse.out_of_memory || markup_memory_ran_out() ? error_memory() : 0;
}
