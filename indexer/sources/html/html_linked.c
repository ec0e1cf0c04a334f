#include "indexer/sources/html/html_linked.h"

#include "common/base/ascii.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/span.h"

enum { HEADLINE_MAX = 1000 };

void html_linked_release(struct html_linked *linked)
{
    buffer_release(&linked->headline);
}

/* Reads the four digits of \uXXXX. False if they are no such. */
static bool read_unit(struct text_span digits, unsigned *unit)
{
    *unit = 0;
    if (digits.size < 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        int value = ascii_hex_value(digits.bytes[i]);
        if (value < 0)
            return false;
        *unit = *unit * 16 + (unsigned)value;
    }
    return true;
}

/* Appends what the escape at the text's first byte, a backslash, stands for; returns its size. */
static size_t append_escaped(struct buffer *into, struct text_span text)
{
    unsigned unit, low;
    if (text.size < 2)
        return text.size;
    if (text.bytes[1] != 'u' || !read_unit(span_after(text, 2), &unit)) {
        buffer_append_byte(
            into, strchr("nrtbf", text.bytes[1]) != NULL ? ' ' : (unsigned char)text.bytes[1]);
        return 2;
    }
    bool pair = unit >= 0xd800 && unit < 0xdc00 && text.size >= 12 && text.bytes[6] == '\\' &&
                text.bytes[7] == 'u' && read_unit(span_after(text, 8), &low) && low >= 0xdc00 &&
                low < 0xe000;
    if (pair)
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    utf8_append(into, unit == 0 || (unit >= 0xd800 && unit < 0xe000) ? UTF8_REPLACEMENT : unit);
    return pair ? 12 : 6;
}

/* Returns the contents of the string at the text's first byte, a quote; empty if it has no end. */
static struct text_span read_string(struct text_span text)
{
    for (size_t i = 1; i < text.size; i++) {
        if (text.bytes[i] == '"')
            return (struct text_span){text.bytes + 1, i - 1};
        i += text.bytes[i] == '\\';
    }
    return (struct text_span){text.bytes, 0};
}

static void append_unescaped(struct buffer *into, struct text_span value)
{
    const char *at = value.bytes, *end = span_end(value);
    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        buffer_append(into, at, (size_t)((escape == NULL ? end : escape) - at));
        at = escape == NULL ? end : escape + append_escaped(into, span_between(escape, end));
    }
}

/* Counts the bytes of words outside tags. */
static size_t count_word_bytes(struct text_span text)
{
    size_t bytes = 0;
    bool in_tag = false;
    for (size_t i = 0; i < text.size; i++) {
        in_tag |= text.bytes[i] == '<';
        bytes += !in_tag && !ascii_is_space(text.bytes[i]);
        in_tag &= text.bytes[i] != '>';
    }
    return bytes;
}

static void set_headline(struct html_linked *linked, struct text_span value)
{
    if (linked->headline.size == 0 && value.size <= HEADLINE_MAX)
        span_append_as_line(&linked->headline, value);
}

/* Reads a key's value, if it is a string. `text` follows the key and its quote. */
static void read_value(struct html_linked *linked, struct text_span key, struct text_span text)
{
    bool is_headline = span_equals(key, "headline");
    if (!is_headline && !span_equals(key, "articleBody"))
        return;
    text = span_trim(text);
    if (text.size == 0 || *text.bytes != ':')
        return;
    text = span_trim(span_after(text, 1));
    if (text.size == 0 || *text.bytes != '"')
        return;
    struct buffer value = {0};
    append_unescaped(&value, read_string(text));
    size_t size = is_headline ? 0 : count_word_bytes(span_of(&value));
    if (is_headline)
        set_headline(linked, span_of(&value));
    if (size > linked->body_size)
        linked->body_size = size;
    linked->headline.failed |= value.failed;
    buffer_release(&value);
}

static void read_script(struct html_linked *linked, struct text_span script)
{
    const char *at = script.bytes, *end = span_end(script);
    while (at < end && (at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        struct text_span string = read_string(span_between(at, end));
        if (string.bytes == at) /* no end */
            return;
        at = span_end(string) + 1;
        read_value(linked, string, span_between(at, end));
    }
}

void html_linked_read(struct html_linked *linked, struct text_span page)
{
    static const char type[] = "application/ld+json", stop[] = "</script";
    const char *at = page.bytes, *end = span_end(page);
    while ((at = memmem(at, (size_t)(end - at), type, strlen(type))) != NULL) {
        const char *close = memmem(at, (size_t)(end - at), stop, strlen(stop));
        if (close == NULL)
            return;
        const char *open = memchr(at, '>', (size_t)(close - at));
        if (open != NULL)
            read_script(linked, span_between(open + 1, close));
        at = close;
    }
}
