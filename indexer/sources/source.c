#include "indexer/sources/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/charset.h"
#include "indexer/sources/article/draft.h"
#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/input.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_address.h"
#include "indexer/sources/html/html.h"
#include "indexer/sources/html/html_charset.h"
#include "indexer/sources/html/html_sniff.h"
#include "indexer/sources/json/json_file.h"
#include "indexer/sources/json/json_lines.h"
#include "indexer/sources/table/table.h"
#include "indexer/sources/text/markdown.h"
#include "indexer/sources/text/plain.h"
#include "indexer/sources/xml/xml.h"

struct source_reader {
    size_t limit;
    const char *encoding;
    struct html_reading html;
    struct buffer raw;
    struct buffer converted; /* from `encoding` to UTF-8 */
    struct draft draft;
    struct json_lines lines;
    struct xml_reader xml;
    struct table_reader table;
};

/* Returns the part of the name after its last dot; empty if there is none. */
static struct text_span extension_of(struct text_span name)
{
    for (const char *at = span_end(name); at > name.bytes && at[-1] != '/'; at--)
        if (at[-1] == '.')
            return span_between(at, span_end(name));
    return (struct text_span){"", 0};
}

static enum source_format format_of(struct text_span extension)
{
    static const struct {
        const char *extension;
        enum source_format format;
    } extensions[] = {
        {"txt", SOURCE_PLAIN},         {"text", SOURCE_PLAIN},       {"md", SOURCE_MARKDOWN},
        {"markdown", SOURCE_MARKDOWN}, {"html", SOURCE_HTML},        {"htm", SOURCE_HTML},
        {"xhtml", SOURCE_HTML},        {"jsonl", SOURCE_JSON_LINES}, {"ndjson", SOURCE_JSON_LINES},
        {"xml", SOURCE_XML},           {"rss", SOURCE_XML},          {"atom", SOURCE_XML},
        {"tei", SOURCE_XML},           {"json", SOURCE_JSON},        {"csv", SOURCE_TABLE},
        {"tsv", SOURCE_TABLE},         {"tab", SOURCE_TABLE},
    };
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (span_equals_ignore_case(extension, extensions[i].extension))
            return extensions[i].format;
    return SOURCE_NONE;
}

/* Whether a server may have sent pages under names of this extension. */
static bool is_of_pages(struct text_span extension)
{
    static const char *const extensions[] = {"",    "php", "php3", "php5", "asp",  "aspx",
                                             "jsp", "cgi", "do",   "cfm",  "shtml"};
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (span_equals_ignore_case(extension, extensions[i]))
            return true;
    return false;
}

struct source_kind source_kind_of(const char *name)
{
    struct source_kind kind = {.format = SOURCE_NONE};
    struct text_span whole = {name, strlen(name)};
    struct text_span extension = extension_of(whole);
    const char *query;
    kind.compression = compression_of_extension(extension.bytes, extension.size);
    if (kind.compression != COMPRESSION_NONE) {
        whole.size -= strlen(".") + extension.size;
        extension = extension_of(whole);
    }
    kind.format = format_of(extension);
    if (kind.format == SOURCE_NONE && (query = memchr(name, '?', whole.size)) != NULL) {
        extension = extension_of(span_between(name, query));
        kind.format = format_of(extension);
    }
    kind.maybe_page = kind.format == SOURCE_NONE && kind.compression == COMPRESSION_NONE &&
                      is_of_pages(extension);
    return kind;
}

bool source_is_page(int descriptor)
{
    char bytes[HTML_SNIFFED_SIZE];
    ssize_t size = pread(descriptor, bytes, sizeof bytes, 0);
    return size > 0 && html_begins_page(bytes, (size_t)size);
}

struct source_reader *source_reader_create(size_t limit)
{
    struct source_reader *reader = malloc(sizeof *reader);
    if (reader == NULL) {
        error_memory();
        return NULL;
    }
    html_initialize();
    reader->limit = limit < SOURCE_LIMIT ? limit : SOURCE_LIMIT;
    reader->encoding = NULL;
    reader->html = (struct html_reading){0};
    buffer_init(&reader->raw);
    buffer_init(&reader->converted);
    xml_reader_init(&reader->xml, reader->limit);
    table_reader_init(&reader->table, reader->limit);
    draft_init(&reader->draft);
    json_lines_init(&reader->lines);
    reader->lines.line_limit = reader->limit;
    reader->lines.ids_limit = reader->limit;
    return reader;
}

void source_reader_set_encoding(struct source_reader *reader, const char *name)
{
    reader->encoding = name;
}

void source_reader_set_whole_pages(struct source_reader *reader, bool whole)
{
    reader->html.whole = whole;
}

void source_reader_set_explanation(struct source_reader *reader, struct buffer *explanation)
{
    reader->html.explanation = explanation;
}

void source_reader_set_map(struct source_reader *reader, const struct name_map *map)
{
    reader->lines.record.map = map;
    reader->table.record.map = map;
}

void source_reader_set_shard(struct source_reader *reader, struct shard shard)
{
    reader->lines.shard = shard;
}

void source_reader_destroy(struct source_reader *reader)
{
    if (reader == NULL)
        return;
    buffer_release(&reader->raw);
    buffer_release(&reader->converted);
    xml_reader_release(&reader->xml);
    table_reader_release(&reader->table);
    draft_release(&reader->draft);
    json_lines_release(&reader->lines);
    free(reader);
}

size_t source_reader_limit(const struct source_reader *reader)
{
    return reader->limit;
}

static int read_into_draft(struct source_reader *reader, const char *bytes, size_t size,
                           enum source_format format)
{
    struct draft *draft = &reader->draft;
    draft_clear(draft);
    reader->html.left_out = 0;
    switch (format) {
    case SOURCE_PLAIN:
        return plain_read(draft, bytes, size);
    case SOURCE_MARKDOWN:
        return markdown_read(draft, bytes, size);
    case SOURCE_HTML:
        return html_read_page(draft, bytes, size, &reader->html);
    default:
        return error_set(ERROR_INPUT, "not a format for a single article");
    }
}

/* Converts *text to UTF-8 if the user has given an encoding and the text does not show its own. */
static int convert_to_utf8(struct source_reader *reader, struct text_span *text,
                           enum source_format format)
{
    char charset[HTML_CHARSET_SIZE];
    if (reader->encoding == NULL || !charset_is_undetermined(text->bytes, text->size) ||
        (format == SOURCE_HTML && html_find_charset(text->bytes, text->size, charset)))
        return 0;
    buffer_clear(&reader->converted);
    int status = charset_convert(&reader->converted, text->bytes, text->size, reader->encoding);
    *text = span_of(&reader->converted);
    return status;
}

/* Reads a file that is one article. */
static int read_article(struct source_reader *reader, struct text_span bytes,
                        enum source_format format, const char *display_path,
                        const struct article_receiver *receiver)
{
    struct draft *draft = &reader->draft;
    struct text_span text = bytes;
    int status = convert_to_utf8(reader, &text, format);
    if (status != 0)
        return status;
    if (decode_is_binary(text.bytes, text.size))
        return error_set(ERROR_INPUT, "'%s' is binary", display_path);
    status = read_into_draft(reader, text.bytes, text.size, format);
    if (status != 0)
        return status;
    if (draft->published.precision == MOMENT_NONE)
        date_read_file_name((struct text_span){display_path, strlen(display_path)},
                            &draft->published);
    struct article article = {
        .id = {"", 0},
        .title = span_of(&draft->title),
        .url = span_of(&draft->url),
        .body = span_of(&draft->body),
        .published = draft->published,
        .modified = draft->modified,
        .left_out = reader->html.left_out,
        .content_hash = hash_bytes(bytes.bytes, bytes.size),
    };
    return receiver->article(receiver->context, &article);
}

/* Returns the best place to cut an article that is longer than `size` bytes: at white space near
 * `size`, else at the start of a character. */
static size_t find_cut(const char *bytes, size_t size)
{
    enum { SEARCHED = 256 };
    size_t start = size > SEARCHED ? size - SEARCHED : 0, cut = size;
    while (cut > start && !(bytes[cut - 1] == ' ' || bytes[cut - 1] == '\n'))
        cut--;
    if (cut > start)
        return cut;
    for (cut = size; cut > start && utf8_is_continuation(bytes[cut - 1]);)
        cut--;
    return cut > start && (unsigned char)bytes[cut - 1] >= 0xc0 ? cut - 1 : size;
}

/* Reads all of the input, or as much as one article may have. */
static int read_within_limit(struct source_reader *reader, struct input *input,
                             const struct article_receiver *receiver)
{
    struct buffer *raw = &reader->raw;
    buffer_clear(raw);
    int status = input_read_all(input, raw, reader->limit + 1);
    if (status != 0 || raw->size <= reader->limit)
        return status;
    raw->size = find_cut(raw->data, reader->limit);
    char message[80];
    snprintf(message, sizeof message, _("longer than %zu bytes; truncated"), reader->limit);
    if (receiver->complaint != NULL)
        receiver->complaint(receiver->context, 0, message);
    return 0;
}

static int read_by_format(struct source_reader *reader, struct input *input,
                          enum source_format format, const struct article_receiver *receiver)
{
    if (format == SOURCE_JSON_LINES)
        return json_lines_read(&reader->lines, input, receiver);
    if (format == SOURCE_JSON)
        return json_file_read(&reader->lines, input, receiver);
    if (format == SOURCE_XML)
        return xml_read(&reader->xml, input, reader->encoding, receiver);
    if (format == SOURCE_TABLE)
        return table_read(&reader->table, input, reader->encoding, receiver);
    if (format == SOURCE_NONE)
        return error_set(ERROR_INPUT, "the format of '%s' is not supported", input->display_path);
    int status = read_within_limit(reader, input, receiver);
    if (status != 0)
        return status;
    return read_article(reader, span_of(&reader->raw), format, input->display_path, receiver);
}

int source_read(struct source_reader *reader, int descriptor, struct source_kind kind,
                const char *display_path, const struct article_receiver *receiver)
{
    struct input input;
    int status = input_open(&input, descriptor, kind.compression, display_path);
    if (status != 0)
        return status;
    status = read_by_format(reader, &input, kind.format, receiver);
    input_close(&input);
    return status;
}

int source_read_block(struct source_reader *reader, struct json_block *block, struct json_ids *ids,
                      const struct article_receiver *receiver)
{
    return json_lines_read_block(&reader->lines, block, ids, receiver);
}

int source_read_bytes(struct source_reader *reader, struct text_span bytes,
                      enum source_format format, const char *display_path,
                      const struct article_receiver *receiver)
{
    struct input input;
    if (format == SOURCE_PLAIN || format == SOURCE_MARKDOWN || format == SOURCE_HTML)
        return read_article(reader, bytes.size == 0 ? (struct text_span){"", 0} : bytes, format,
                            display_path, receiver);
    input_open_memory(&input, bytes.bytes, bytes.size, display_path);
    return read_by_format(reader, &input, format, receiver);
}
