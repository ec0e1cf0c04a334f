/* JSON Lines; docs/output.md has the fields. Written by hand: this program links no JSON library,
 * for a fast start, and writing needs little. */
#include <stdio.h>

#include "analysis/characters.h"
#include "analysis/decode.h"
#include "present/formats.h"
#include "present/safe.h"

static void escape(struct buffer *to, uint32_t c)
{
    switch (c) {
    case '"':
        buffer_append_string(to, "\\\"");
        break;
    case '\\':
        buffer_append_string(to, "\\\\");
        break;
    case '\n':
        buffer_append_string(to, "\\n");
        break;
    case '\t':
        buffer_append_string(to, "\\t");
        break;
    default:
        buffer_append_format(to, "\\u%04x", c);
        break;
    }
}

void json_string(struct buffer *to, const char *text, size_t size)
{
    buffer_append_byte(to, '"');
    for (size_t at = 0; at < size;) {
        size_t valid = decode_valid_prefix(text + at, size - at);
        if (valid == 0) {
            buffer_append_string(to, "\xef\xbf\xbd");
            at++;
            continue;
        }
        for (size_t end = at + valid; at < end;) {
            uint32_t character;
            unsigned bytes = character_decode(text + at, &character);
            if (character == '"' || character == '\\' || safe_forbidden(character))
                escape(to, character);
            else
                buffer_append(to, text + at, bytes);
            at += bytes;
        }
    }
    buffer_append_byte(to, '"');
}

static void field(struct buffer *to, const char *name, struct bytes value)
{
    buffer_append_format(to, ",\"%s\":", name);
    json_string(to, value.data == NULL ? "" : value.data, value.size);
}

/* Bytes of a path that is not UTF-8, so that it can be opened all the same. */
static void hex_field(struct buffer *to, const char *name, struct bytes value)
{
    buffer_append_format(to, ",\"%s\":\"", name);
    for (size_t i = 0; i < value.size; i++)
        buffer_append_format(to, "%02x", (unsigned char)value.data[i]);
    buffer_append_byte(to, '"');
}

static void moment_field(struct buffer *to, const char *name, const struct moment *moment)
{
    char text[MOMENT_TEXT_SIZE];
    if (moment->precision != MOMENT_NONE)
        buffer_append_format(to, ",\"%s\":\"%s\"", name, moment_print(moment, text));
}

static void snippet_field(struct buffer *to, const struct snippet *snippet)
{
    const struct match *ranges = (const struct match *)(const void *)snippet->ranges.data;
    buffer_append_string(to, ",\"snippet\":");
    json_string(to, snippet->text.size == 0 ? "" : snippet->text.data, snippet->text.size);
    buffer_append_string(to, ",\"matches\":[");
    for (size_t i = 0; i < snippet->ranges.size / sizeof *ranges; i++)
        buffer_append_format(to, "%s[%u,%u]", i == 0 ? "" : ",", ranges[i].start, ranges[i].end);
    buffer_append_byte(to, ']');
}

void format_json(struct buffer *to, const struct shown_hit *hit)
{
    const struct document *document = hit->document;
    buffer_append_format(to, "{\"version\":1,\"rank\":%zu,\"score\":%.9g", hit->rank, hit->score);
    field(to, "path", hit->path);
    if (decode_valid_prefix(hit->path.data, hit->path.size) != hit->path.size)
        hex_field(to, "path_hex", hit->path);
    if (document->id.size > 0)
        field(to, "id", document->id);
    field(to, "title", document->title);
    if (document->url.size > 0)
        field(to, "url", document->url);
    moment_field(to, "published", &document->published);
    moment_field(to, "modified", &document->modified);
    if (hit->passage != NULL)
        snippet_field(to, hit->passage);
    buffer_append_string(to, "}\n");
}
