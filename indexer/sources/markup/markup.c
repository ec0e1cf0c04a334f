#include "indexer/sources/markup/markup.h"

#include <libxml/HTMLparser.h>

#include "common/base/ascii.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/span.h"

enum { TAG_SIZE_MAX = 1 << 20, ENTITY_SIZE_MAX = 12 };

static size_t comment_size(struct text_span text, bool *unclosed)
{
    const char *end = memmem(text.bytes, text.size, "-->", 3);
    *unclosed = end == NULL;
    return end == NULL ? 0 : (size_t)(end + 3 - text.bytes);
}

/* Finds "</name", in any letter case, and the > after it. Returns the bytes up to its end. */
static size_t element_size(struct text_span text, const char *name, bool *unclosed)
{
    size_t size = strlen(name);
    struct text_span rest = span_after(text, 1);
    const char *open;
    while ((open = memmem(rest.bytes, rest.size, "</", 2)) != NULL) {
        rest = span_between(open + 2, span_end(text));
        if (rest.size < size ||
            !span_equals_ignore_case((struct text_span){rest.bytes, size}, name))
            continue;
        const char *close = memchr(rest.bytes, '>', rest.size);
        if (close != NULL)
            return (size_t)(close + 1 - text.bytes);
    }
    *unclosed = true;
    return 0;
}

static bool starts_hidden_element(struct text_span text, const char *name)
{
    size_t size = strlen(name);
    return text.size > size + 1 &&
           span_equals_ignore_case((struct text_span){text.bytes + 1, size}, name) &&
           !ascii_is_letter(text.bytes[size + 1]);
}

size_t markup_hidden_size(struct text_span text, struct markup_unclosed *unclosed)
{
    if (span_starts_with(text, "<!--"))
        return unclosed->comment ? 0 : comment_size(text, &unclosed->comment);
    if (!span_starts_with(text, "<s") && !span_starts_with(text, "<S"))
        return 0;
    if (starts_hidden_element(text, "script"))
        return unclosed->script ? 0 : element_size(text, "script", &unclosed->script);
    if (starts_hidden_element(text, "style"))
        return unclosed->style ? 0 : element_size(text, "style", &unclosed->style);
    return 0;
}

/* Returns the position of the tag's >, or NULL. */
static const char *find_tag_end(const char *at, const char *end)
{
    while (at < end && *at != '>') {
        if (*at == '<')
            return NULL;
        if (*at == '"' || *at == '\'') {
            at = memchr(at + 1, *at, (size_t)(end - at - 1));
            if (at == NULL)
                return NULL;
        }
        at++;
    }
    return at < end ? at : NULL;
}

struct markup_tag markup_parse_tag(struct text_span text)
{
    struct markup_tag tag = {0, HTML_UNKNOWN, {"", 0}};
    if (text.size > TAG_SIZE_MAX)
        text.size = TAG_SIZE_MAX;
    if (text.size < 3 || *text.bytes != '<')
        return tag;
    size_t start = 1 + (text.bytes[1] == '/');
    bool declaration = text.bytes[1] == '!' || text.bytes[1] == '?';
    if (!declaration && !ascii_is_letter(text.bytes[start]))
        return tag;
    size_t size = 0;
    while (start + size < text.size &&
           (ascii_is_letter(text.bytes[start + size]) || ascii_is_digit(text.bytes[start + size])))
        size++;
    struct text_span name = {text.bytes + start, size};
    if (start + size == text.size)
        return tag;
    char following = text.bytes[start + size];
    if (!declaration && following != '>' && following != '/' && !ascii_is_space(following))
        return tag;
    const char *end = find_tag_end(text.bytes + 1, span_end(text));
    if (end == NULL)
        return tag;
    tag.size = (size_t)(end + 1 - text.bytes);
    tag.kind = declaration ? HTML_INLINE : html_tag_find(name);
    tag.name = declaration ? tag.name : name;
    return tag;
}

static void append_code_point(struct buffer *into, unsigned code)
{
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = UTF8_REPLACEMENT;
    utf8_append(into, code);
}

/* `digits` is the text between "&#" and ";". */
static bool append_numeric_entity(struct text_span digits, struct buffer *into)
{
    bool hexadecimal = digits.size > 0 && (*digits.bytes | 0x20) == 'x';
    const int base = hexadecimal ? 16 : 10;
    unsigned code = 0;
    if (hexadecimal)
        digits = span_after(digits, 1);
    if (digits.size == 0 || digits.size > 7)
        return false;
    for (size_t i = 0; i < digits.size; i++) {
        int value = ascii_hex_value(digits.bytes[i]);
        if (value < 0 || value >= base)
            return false;
        code = code * (unsigned)base + (unsigned)value;
    }
    append_code_point(into, code);
    return true;
}

static bool append_named_entity(struct text_span name, struct buffer *into)
{
    char copy[ENTITY_SIZE_MAX + 1] = {0};
    memcpy(copy, name.bytes, name.size);
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)copy);
    if (entity == NULL)
        return false;
    append_code_point(into, entity->value);
    return true;
}

size_t markup_append_entity(struct text_span text, struct buffer *into)
{
    if (text.size < 3)
        return 0;
    size_t room = text.size - 1 < ENTITY_SIZE_MAX ? text.size - 1 : ENTITY_SIZE_MAX;
    const char *end = memchr(text.bytes + 1, ';', room);
    if (end == NULL)
        return 0;
    struct text_span name = span_between(text.bytes + 1, end);
    bool found = span_starts_with(name, "#") ? append_numeric_entity(span_after(name, 1), into)
                                             : append_named_entity(name, into);
    return found ? (size_t)(end + 1 - text.bytes) : 0;
}
