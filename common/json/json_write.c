#include "common/json/json_write.h"

#include "common/analysis/safe.h"
#include "common/base/utf8.h"

static void append_escape(struct buffer *to, uint32_t c)
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

/* Appends valid UTF-8 up to `end`, or until `to` has `full` bytes; what needs no escape is copied
 * in long pieces. Returns where it stopped. */
static const char *append_valid(struct buffer *to, const char *at, const char *end, size_t full)
{
    const char *copied = at;
    while (at < end && to->size + (size_t)(at - copied) < full) {
        uint32_t character;
        unsigned bytes = utf8_decode(at, &character);
        if (character == '"' || character == '\\' || safe_is_forbidden(character)) {
            buffer_append(to, copied, (size_t)(at - copied));
            append_escape(to, character);
            copied = at + bytes;
        }
        at += bytes;
    }
    buffer_append(to, copied, (size_t)(at - copied));
    return at;
}

bool json_string_cut(struct buffer *to, const char *text, size_t size, size_t most)
{
    buffer_append_byte(to, '"');
    const size_t full = most > SIZE_MAX - to->size ? SIZE_MAX : to->size + most;
    const char *at = text, *end = size == 0 ? text : text + size;
    while (at < end && to->size < full && !to->failed) {
        const char *valid = at + utf8_valid_prefix(at, (size_t)(end - at));
        at = append_valid(to, at, valid, full);
        if (at == valid && at < end && to->size < full) {
            utf8_append(to, UTF8_REPLACEMENT);
            at++;
        }
    }
    buffer_append_byte(to, '"');
    return at == end;
}

void json_string(struct buffer *to, const char *text, size_t size)
{
    json_string_cut(to, text, size, SIZE_MAX);
}
