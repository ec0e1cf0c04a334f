#include "indexer/sources/text/markdown_attributes.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

enum { ATTRIBUTES_MAX = 1000 };

bool markdown_is_name_byte(char byte)
{
    return ascii_is_letter(byte) || ascii_is_digit(byte) || byte == '-' || byte == '_' ||
           byte == ':' || byte == '.' || (unsigned char)byte >= 0x80;
}

static size_t name_size(struct text_span text)
{
    size_t size = 0;
    while (size < text.size && markdown_is_name_byte(text.bytes[size]))
        size++;
    return size;
}

/* Returns the size of a value after its sign; 0 if there is none. */
static size_t value_size(struct text_span text)
{
    if (text.size > 0 && (*text.bytes == '"' || *text.bytes == '\'')) {
        const char *close = memchr(text.bytes + 1, *text.bytes, text.size - 1);
        return close == NULL ? 0 : (size_t)(close + 1 - text.bytes);
    }
    size_t size = 0;
    while (size < text.size && !ascii_is_space(text.bytes[size]) &&
           strchr("{}\"'", text.bytes[size]) == NULL)
        size++;
    return size;
}

/* Returns the size of one attribute: #id, .class, name=value, =format, -; after a colon also a
 * name. 0 if it is none. */
static size_t attribute_size(struct text_span text, bool after_colon)
{
    char first = *text.bytes;
    if (first == '#' || first == '.') {
        struct text_span name = span_after(text, 1);
        bool letter =
            name.size > 0 && (ascii_is_letter(*name.bytes) || (unsigned char)*name.bytes >= 0x80);
        return letter ? 1 + name_size(name) : 0;
    }
    if (first == '=')
        return name_size(span_after(text, 1)) > 0 ? 1 + name_size(span_after(text, 1)) : 0;
    size_t size = name_size(text);
    if (size > 0 && size < text.size && text.bytes[size] == '=') {
        size_t value = value_size(span_after(text, size + 1));
        return value > 0 ? size + 1 + value : 0;
    }
    return after_colon || (size == 1 && first == '-') ? size : 0;
}

size_t markdown_attributes_size(struct text_span text)
{
    size_t at = 1;
    if (text.size > ATTRIBUTES_MAX)
        text.size = ATTRIBUTES_MAX;
    bool colon = text.size > 1 && text.bytes[1] == ':';
    for (at += (size_t)colon + (colon && text.size > 2 && text.bytes[2] == ':'); at < text.size;) {
        if (text.bytes[at] == '}')
            return at > 1 ? at + 1 : 0;
        if (text.bytes[at] == ' ' || text.bytes[at] == '\t' || text.bytes[at] == '/') {
            at++;
            continue;
        }
        size_t size = attribute_size(span_after(text, at), colon);
        if (size == 0)
            return 0;
        at += size;
    }
    return 0;
}

void markdown_shown_attributes(struct text_span text, struct buffer *into)
{
    static const char *const names[] = {"caption", "alt",     "alt-text", "title",
                                        "text",    "legende", "légende",  "titre"};
    const char *at = text.bytes, *end = span_end(text);
    while (at < end) {
        struct text_span rest = span_between(at, end);
        size_t name = name_size(rest), size;
        bool shown = false;
        if (name > 0 && name < rest.size && rest.bytes[name] == '=') {
            for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                shown |= span_equals_ignore_case((struct text_span){at, name}, names[i]);
            at += name + 1;
        } else if (name > 0) {
            at += name;
            continue;
        }
        size = value_size(span_between(at, end));
        bool quoted = size > 2 && (*at == '"' || *at == '\'');
        struct text_span value = {at + quoted, size - 2 * (size_t)quoted};
        shown |= name == 0 && quoted && memchr(value.bytes, ' ', value.size) != NULL;
        if (shown && value.size > 0) {
            buffer_append_byte(into, ' ');
            buffer_append(into, value.bytes, value.size);
        }
        at += size > 0 ? size : at < end;
    }
}
