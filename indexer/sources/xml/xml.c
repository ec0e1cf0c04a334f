#include "indexer/sources/xml/xml.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html.h"
#include "indexer/sources/markup/markup_memory.h"
#include "indexer/sources/xml/xml_body.h"
#include "indexer/sources/xml/xml_charset.h"
#include "indexer/sources/xml/xml_dialects.h"

enum { BLOCK_SIZE = 1 << 16, HEAD_SIZE = 1 << 12, KEPT_SIZE = 1 << 22 };

/* Of documents that are held in memory, nodes may be of any size, too (XML_PARSE_HUGE); of streams,
 * libxml2 then holds up to 10 MB of a tag or a comment. */
enum { PARSER_OPTIONS = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC };

/* --- the parser's events --- */

static void stop_parser(struct xml_reader *reader)
{
    if (reader->parser != NULL)
        xmlStopParser(reader->parser);
}

/* Records the parser's line and clears its error state: after an error it would drop references,
 * even &amp;, and so join two words. */
static void resume_parser(struct xml_reader *reader)
{
    xmlParserCtxt *parser = reader->parser;
    if (parser == NULL)
        return;
    parser->wellFormed = 1;
    if (parser->input != NULL && parser->input->line > 0)
        reader->document.line = (size_t)parser->input->line;
}

static void report_depth(struct xml_reader *reader)
{
    if (!reader->broken)
        xml_complain(&reader->document,
                     _("elements nested more than 256 deep; the rest is not read"));
    reader->broken = true;
}

static void open_level(struct xml_document *document, const char *name)
{
    document->levels[document->depth++] =
        (struct xml_level){.name = name, .start = document->draft.body.size, .gap = document->gap};
}

/* NOLINTNEXTLINE(readability-function-size): libxml2's parameters */
static void on_element_open(void *context, const xmlChar *name, const xmlChar *prefix,
                            const xmlChar *space, int space_count, const xmlChar **spaces,
                            int attribute_count, int defaulted_count, const xmlChar **attributes)
{
    struct xml_reader *reader = context;
    struct xml_document *document = &reader->document;
    (void)prefix, (void)space_count, (void)spaces, (void)defaulted_count;
    resume_parser(reader);
    if (document->depth >= XML_DEPTH_MAX && document->status == 0)
        report_depth(reader);
    if (document->status != 0 || document->depth >= XML_DEPTH_MAX) {
        stop_parser(reader);
        return;
    }
    struct xml_element element = {.name = (const char *)name,
                                  .space = space == NULL ? "" : (const char *)space,
                                  .attributes = (const char **)attributes,
                                  .attribute_count = (size_t)attribute_count};
    open_level(document, element.name);
    if (document->dialect == NULL)
        document->dialect = xml_dialect_of(&element);
    if (document->hidden == 0) {
        document->dialect->open(document, &element);
        document->opened = true;
    }
}

static void on_element_close(void *context, const xmlChar *name, const xmlChar *prefix,
                             const xmlChar *space)
{
    struct xml_reader *reader = context;
    struct xml_document *document = &reader->document;
    (void)prefix, (void)space;
    if (document->status != 0 || document->depth == 0) {
        stop_parser(reader);
        return;
    }
    resume_parser(reader);
    if (document->hidden == 0)
        document->dialect->close(document, (const char *)name);
    document->opened = false;
    if (document->hidden == document->depth)
        document->hidden = 0;
    if (document->field_depth == document->depth)
        document->field = NULL;
    document->depth--;
}

static void on_characters(void *context, const xmlChar *bytes, int size)
{
    struct xml_reader *reader = context;
    resume_parser(reader);
    if (reader->document.dialect != NULL)
        xml_append_text(&reader->document, (const char *)bytes, (size_t)size);
}

static xmlEntityPtr on_entity(void *context, const xmlChar *name)
{
    struct xml_reader *reader = context;
    resume_parser(reader);
    return xml_entities_find(&reader->entities, (const char *)name);
}

/* NOLINTNEXTLINE(readability-function-size): libxml2's parameters */
static void on_entity_declared(void *context, const xmlChar *name, int type, const xmlChar *public,
                               const xmlChar *system, xmlChar *text)
{
    struct xml_reader *reader = context;
    (void)public, (void)system;
    if (type == XML_INTERNAL_GENERAL_ENTITY && text != NULL)
        xml_entities_declare(&reader->entities, (const char *)name, (const char *)text);
}

static void on_xml_error(void *context, xmlErrorPtr error)
{
    struct xml_reader *reader = context;
    char message[300];
    if (error->code == XML_ERR_NO_MEMORY) {
        reader->out_of_memory = true;
        stop_parser(reader);
        return;
    }
    if (error->level != XML_ERR_FATAL || reader->broken)
        return;
    reader->broken = true;
    snprintf(message, sizeof message, _("damaged XML: %s"),
             error->message == NULL ? _("unknown error") : error->message);
    size_t size = strlen(message);
    if (message[size - 1] == '\n')
        message[size - 1] = '\0';
    if (error->line > 0)
        reader->document.line = (size_t)error->line;
    xml_complain(&reader->document, message);
}

/* --- parsing --- */

static int create_parser(struct xml_reader *reader)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_element_open,
        .endElementNs = on_element_close,
        .characters = on_characters,
        .cdataBlock = on_characters,
        .ignorableWhitespace = on_characters,
        .getEntity = on_entity,
        .entityDecl = on_entity_declared,
        .serror = on_xml_error,
    };
    markup_memory_reset();
    xmlSetStructuredErrorFunc(reader,
                              on_xml_error); /* this thread's: for errors outside a parser */
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, reader, NULL, 0, NULL);
    reader->parser = parser;
    if (parser == NULL)
        return error_memory();
    xmlCtxtUseOptions(parser, PARSER_OPTIONS);
    return 0;
}

/* Parses a block. Returns whether to continue. */
static bool parse_block(struct xml_reader *reader, const char *bytes, size_t size, bool last)
{
    xmlParseChunk(reader->parser, bytes, (int)size, last);
    reader->out_of_memory |= markup_memory_ran_out();
    return reader->document.status == 0 && !reader->out_of_memory;
}

/* Parses the document in one block: in smaller ones, libxml2 would copy and search a node of many
 * megabytes again for each. */
static bool parse_whole(struct xml_reader *reader, struct text_span text)
{
    enum { LARGEST = 1 << 30 };
    while (text.size > 0) {
        size_t size = text.size < LARGEST ? text.size : LARGEST;
        if (!parse_block(reader, text.bytes, size, false))
            return false;
        text = (struct text_span){text.bytes + size, text.size - size};
    }
    return parse_block(reader, "", 0, true);
}

/* Parses the bytes already read, then the rest of the input. */
static int parse_stream(struct xml_reader *reader, struct input *input)
{
    struct buffer *raw = &reader->raw;
    while (raw->size > 0 && parse_block(reader, raw->data, raw->size, false)) {
        int status = 0;
        buffer_clear(raw);
        if (buffer_reserve(raw, BLOCK_SIZE) == 0)
            status = input_read(input, raw->data, BLOCK_SIZE, &raw->size);
        else
            status = ERROR_MEMORY;
        if (status != 0)
            return status;
    }
    if (reader->document.status == 0 && !reader->out_of_memory)
        parse_block(reader, "", 0, true);
    return 0;
}

/* Ends the article that was open when the document ended. A document of one article that has no
 * element gives an article without words. */
static void end_document(struct xml_reader *reader)
{
    struct xml_document *document = &reader->document;
    bool single = document->dialect == NULL || !document->dialect->has_many_articles;
    if (document->status != 0)
        return;
    if (document->dialect == NULL)
        xml_begin_article(document);
    if (document->in_article && (single || document->draft.body.size + document->markup.size > 0)) {
        document->hidden = 0;
        document->depth = document->article_depth;
        if (document->dialect != NULL && document->depth > 0)
            document->dialect->close(document, xml_level(document, 0)->name);
        else
            xml_end_article(document);
    }
}

static void destroy_parser(struct xml_reader *reader)
{
    xmlParserCtxtPtr parser = reader->parser;
    reader->parser = NULL;
    reader->out_of_memory |= parser->errNo == XML_ERR_NO_MEMORY;
    if (parser->myDoc != NULL)
        xmlFreeDoc(parser->myDoc);
    xmlFreeParserCtxt(parser);
}

/* --- input --- */

static void reset_reader(struct xml_reader *reader, const struct article_receiver *receiver)
{
    struct xml_document *document = &reader->document;
    document->dialect = NULL;
    document->receiver = receiver;
    document->status = 0;
    document->line = 0;
    document->depth = document->hidden = 0;
    document->field = NULL;
    document->body = document->in_article = document->opened = false;
    document->cut = 0;
    document->closed = XML_CLOSED_NONE;
    document->ordinal = 0;
    buffer_clear(&document->base);
    buffer_clear(&document->scratch);
    hash_set_clear(&document->ids);
    xml_entities_clear(&reader->entities);
    buffer_clear(&reader->raw);
    buffer_clear(&reader->text);
    reader->broken = reader->out_of_memory = false;
}

/* Whether to read it as a stream: an export of gigabytes must not be held in memory. It is
 * UTF-8. */
static bool is_mediawiki(const struct buffer *head)
{
    size_t size = head->size < HEAD_SIZE ? head->size : HEAD_SIZE;
    return size > 0 && memmem(head->data, size, "<mediawiki", strlen("<mediawiki")) != NULL;
}

/* Cuts the document, and silences the parser, which would also report that the end is missing. */
static void cut_document(struct xml_reader *reader, size_t limit)
{
    char message[80];
    reader->raw.size = limit;
    snprintf(message, sizeof message, _("longer than %zu bytes; truncated"), limit);
    xml_complain(&reader->document, message);
    reader->broken = true;
}

static int read_held_document(struct xml_reader *reader, struct input *input, const char *encoding)
{
    struct buffer *raw = &reader->raw;
    size_t limit = reader->document.limit;
    int status = limit + 1 > raw->size ? input_read_all(input, raw, limit + 1 - raw->size) : 0;
    if (status != 0)
        return status;
    if (!xml_charset_is_wide(span_of(raw)) && decode_is_binary(raw->data, raw->size))
        return error_set(ERROR_INPUT, "'%s' is binary", input->display_path);
    if (raw->size > limit)
        cut_document(reader, limit);
    status = xml_charset_decode(&reader->text, span_of(raw), encoding);
    if (raw->capacity > KEPT_SIZE)
        buffer_release(raw); /* the parser copies the text */
    xmlCtxtUseOptions(reader->parser, PARSER_OPTIONS | XML_PARSE_HUGE);
    if (status == 0 && span_trim(span_of(&reader->text)).size > 0)
        parse_whole(reader, span_of(&reader->text));
    return status;
}

static int read_xml_input(struct xml_reader *reader, struct input *input, const char *encoding)
{
    int status = input_read_all(input, &reader->raw, BLOCK_SIZE);
    if (status != 0)
        return status;
    return is_mediawiki(&reader->raw) ? parse_stream(reader, input)
                                      : read_held_document(reader, input, encoding);
}

void xml_reader_init(struct xml_reader *reader, size_t limit)
{
    *reader = (struct xml_reader){.document.limit = limit};
    hash_set_init(&reader->document.ids, 1);
    html_initialize();
}

int xml_read(struct xml_reader *reader, struct input *input, const char *encoding,
             const struct article_receiver *receiver)
{
    reset_reader(reader, receiver);
    int status = create_parser(reader);
    if (status == 0)
        status = read_xml_input(reader, input, encoding);
    if (status == 0 && !reader->out_of_memory)
        end_document(reader); /* needs the parser: it owns the names of the elements */
    if (reader->parser != NULL)
        destroy_parser(reader);
    xmlSetStructuredErrorFunc(NULL, NULL);
    if (reader->out_of_memory)
        return error_memory();
    return status != 0 ? status : reader->document.status;
}

void xml_reader_release(struct xml_reader *reader)
{
    struct xml_document *document = &reader->document;
    draft_release(&document->draft);
    buffer_release(&document->id);
    buffer_release(&document->markup);
    buffer_release(&document->base);
    buffer_release(&document->scratch);
    buffer_release(&document->heading);
    xml_order_release(&document->order);
    hash_set_release(&document->ids);
    xml_entities_release(&reader->entities);
    buffer_release(&reader->raw);
    buffer_release(&reader->text);
}
