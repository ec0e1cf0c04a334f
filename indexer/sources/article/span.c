#include "indexer/sources/article/span.h"

#include <string.h>

#include "common/base/ascii.h"

bool span_equals(struct text_span span, const char *text)
{
    return strlen(text) == span.size && memcmp(span.bytes, text, span.size) == 0;
}

bool span_equals_ignore_case(struct text_span span, const char *text)
{
    for (size_t i = 0; i < span.size; i++) {
        char byte = ascii_lower(span.bytes[i]);
        if (byte != text[i] || byte == '\0')
            return false;
    }
    return text[span.size] == '\0';
}

bool span_starts_with(struct text_span span, const char *start)
{
    size_t size = strlen(start);
    return span.size >= size && memcmp(span.bytes, start, size) == 0;
}

/* The white space characters of three bytes in UTF-8. */
static bool is_three_byte_white(unsigned first, unsigned second, unsigned third)
{
    if (first == 0xe2 && second == 0x80)
        return third <= 0x8a || third == 0xa8 || third == 0xa9 || third == 0xaf;
    return (first == 0xe3 && second == 0x80 && third == 0x80) ||
           (first == 0xef && second == 0xbb && third == 0xbf);
}

static size_t white_size_at(const char *at, const char *end)
{
    if (at == end)
        return 0;
    if (ascii_is_space(*at))
        return 1;
    const unsigned char *bytes = (const unsigned char *)at;
    if (end - at >= 2 && bytes[0] == 0xc2 && bytes[1] == 0xa0)
        return 2;
    if (end - at >= 3 && bytes[0] >= 0xe2 && is_three_byte_white(bytes[0], bytes[1], bytes[2]))
        return 3;
    return 0;
}

size_t span_white_size(struct text_span span)
{
    return white_size_at(span.bytes, span_end(span));
}

static size_t white_size_before(const char *start, const char *end)
{
    for (size_t size = 1; size <= 3 && (size_t)(end - start) >= size; size++)
        if (white_size_at(end - size, end) == size)
            return size;
    return 0;
}

struct text_span span_trim(struct text_span span)
{
    const char *at = span.bytes, *end = span_end(span);
    size_t size;
    while ((size = white_size_at(at, end)) > 0)
        at += size;
    while ((size = white_size_before(at, end)) > 0)
        end -= size;
    return span_between(at, end);
}

struct text_span span_trim_lines(struct text_span span)
{
    struct text_span trimmed = span_trim(span);
    const char *start = trimmed.bytes;
    while (start > span.bytes && start[-1] != '\n')
        start--;
    if (trimmed.size == 0)
        return trimmed;
    return span_between(start, span_end(trimmed));
}

bool span_next_line(struct text_span *rest, struct text_span *line)
{
    if (rest->size == 0)
        return false;
    const char *newline = memchr(rest->bytes, '\n', rest->size);
    const char *end = newline == NULL ? span_end(*rest) : newline;
    *line = span_between(rest->bytes, end);
    *rest = span_between(newline == NULL ? end : newline + 1, span_end(*rest));
    return true;
}

static const char *skip_white_space(const char *at, const char *end)
{
    size_t size;
    while ((size = white_size_at(at, end)) > 0)
        at += size;
    return at;
}

size_t span_match_ignoring_white(struct text_span text, struct text_span start)
{
    const char *at = text.bytes, *end = span_end(text);
    const char *expected = start.bytes, *expected_end = span_end(start);
    for (;;) {
        expected = skip_white_space(expected, expected_end);
        if (expected == expected_end)
            return (size_t)(at - text.bytes);
        at = skip_white_space(at, end);
        if (at == end || *at != *expected)
            return SIZE_MAX;
        at++;
        expected++;
    }
}

void span_append_as_line(struct buffer *into, struct text_span span)
{
    struct text_span line = span_trim(span);
    const char *at = line.bytes, *end = span_end(line);
    while (at < end) {
        const char *word = at;
        while (at < end && !ascii_is_space(*at))
            at++;
        buffer_append(into, word, (size_t)(at - word));
        if (at < end)
            buffer_append_byte(into, ' ');
        while (at < end && ascii_is_space(*at))
            at++;
    }
}

bool span_ends_in_hyphen(struct text_span text)
{
    static const char *const hyphens[] = {"-", "\xe2\x80\x90", "\xe2\x80\x91", "\xc2\xad",
                                          "\xc2\xac"};
    for (size_t i = 0; i < sizeof hyphens / sizeof *hyphens; i++) {
        const size_t size = strlen(hyphens[i]);
        if (text.size >= size && memcmp(text.bytes + text.size - size, hyphens[i], size) == 0)
            return true;
    }
    return false;
}
