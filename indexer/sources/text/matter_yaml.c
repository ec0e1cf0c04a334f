#include "indexer/sources/text/matter.h"

#include "common/base/ascii.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/span.h"

/* Beyond ODD_LINES, a block may have twice as many lines that are no YAML as it has keys. */
enum { KEY_SIZE_MAX = 60, ODD_LINES = 2 };

/* A value while it is read. */
struct yaml_value {
    struct text_span key; /* empty: none */
    struct buffer text;
    bool continued; /* it has reached its second line */
    bool listed;    /* it is the first item of a list, and ended */
};

/* --- quoted strings --- */

/* Returns the value of `digits` hexadecimal digits; -1 if they are not there. */
static int32_t hex_value(const char *at, const char *end, int digits)
{
    int32_t value = 0;
    if (end - at < digits)
        return -1;
    for (int i = 0; i < digits; i++) {
        int digit = ascii_hex_value(at[i]);
        if (digit < 0 || value > 0x10ffff)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Reads the digits of \x, \u or \U after the letter; a pair of surrogates is one character. Returns
 * the bytes read; 0 if they are none. */
static size_t append_hex_escape(struct buffer *into, const char *at, const char *end, int digits)
{
    int32_t code = hex_value(at, end, digits);
    size_t size = (size_t)digits;
    if (code < 0)
        return 0;
    if (code >= 0xd800 && code < 0xdc00 && end - at >= 10 && at[4] == '\\' && at[5] == 'u') {
        int32_t low = hex_value(at + 6, end, 4);
        if (low >= 0xdc00 && low < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            size += 6;
        }
    }
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = (int32_t)UTF8_REPLACEMENT;
    utf8_append(into, code < 0x20 ? ' ' : (uint32_t)code);
    return size;
}

/* Appends what the escape at the backslash stands for. Returns its size. */
static size_t append_escape(struct buffer *into, const char *at, const char *end)
{
    if (end - at < 2)
        return 1;
    size_t size = 0;
    switch (at[1]) {
    case 'x':
        size = append_hex_escape(into, at + 2, end, 2);
        break;
    case 'u':
        size = append_hex_escape(into, at + 2, end, 4);
        break;
    case 'U':
        size = append_hex_escape(into, at + 2, end, 8);
        break;
    case 'n':
    case 'r':
    case 't':
    case 'b':
    case 'f':
    case 'v':
    case 'a':
    case 'e':
    case '0':
    case 'N':
    case 'L':
    case 'P':
        buffer_append_byte(into, ' ');
        break;
    case '_':
        buffer_append_string(into, "\xc2\xa0");
        break;
    default: /* the character itself; of several bytes, the others follow as they are */
        buffer_append_byte(into, (unsigned char)at[1]);
        break;
    }
    return 2 + size;
}

size_t matter_append_quoted(struct buffer *into, struct text_span text)
{
    const char quote = *text.bytes, *at = text.bytes + 1, *end = span_end(text);
    while (at < end) {
        if (*at == quote && !(quote == '\'' && at + 1 < end && at[1] == quote))
            return (size_t)(at + 1 - text.bytes);
        if (quote == '"' && *at == '\\') {
            at += append_escape(into, at, end);
            continue;
        }
        at += *at == quote;
        buffer_append_byte(into, (unsigned char)*at++);
    }
    return text.size;
}

/* --- values --- */

static bool is_fence(struct text_span line)
{
    line = span_trim(line);
    return span_equals(line, "---") || span_equals(line, "...");
}

static bool is_indented(struct text_span line)
{
    return line.size > 0 && (*line.bytes == ' ' || *line.bytes == '\t');
}

static bool is_item(struct text_span line)
{
    return span_starts_with(line, "- ") || span_equals(line, "-");
}

/* Returns the key of "key: value"; empty if the line is not of that form. *value is what follows
 * the colon. Known keys may lack the blank. */
static struct text_span parse_key(struct text_span line, struct text_span *value)
{
    for (size_t i = 0; i < line.size && i <= KEY_SIZE_MAX && !is_indented(line); i++) {
        if (line.bytes[i] != ':')
            continue;
        struct text_span key = span_trim((struct text_span){line.bytes, i});
        *value = span_between(line.bytes + i + 1, span_end(line));
        bool quoted = key.size >= 2 && (*key.bytes == '"' || *key.bytes == '\'') &&
                      span_end(key)[-1] == *key.bytes;
        if (quoted)
            key = (struct text_span){key.bytes + 1, key.size - 2};
        if (value->size == 0 || span_white_size(*value) > 0 ||
            (matter_knows(key) && *value->bytes != '/'))
            return key;
    }
    return (struct text_span){"", 0};
}

/* Returns the value without a comment (" # …"); empty if it is the > or | before a value on the
 * following lines. */
static struct text_span plain_value(struct text_span text)
{
    const char *comment = memmem(text.bytes, text.size, " # ", 3);
    if (comment != NULL)
        text = span_between(text.bytes, comment);
    text = span_trim(text);
    bool block = text.size > 0 && text.size <= 3 && (*text.bytes == '>' || *text.bytes == '|');
    return block ? (struct text_span){"", 0} : text;
}

/* Returns it without a tag or an anchor: !!str, &a. */
static struct text_span without_properties(struct text_span text)
{
    text = span_trim(text);
    while (text.size > 0 && (*text.bytes == '!' || *text.bytes == '&')) {
        const char *blank = memchr(text.bytes, ' ', text.size);
        if (blank == NULL)
            return text;
        text = span_trim(span_between(blank, span_end(text)));
    }
    return text;
}

/* Appends the string or plain text that a value is; of a list in brackets, the first item. */
static void append_scalar(struct buffer *into, struct text_span text)
{
    text = without_properties(text);
    bool list = span_starts_with(text, "[");
    if (list)
        text = span_trim(span_after(text, 1));
    if (text.size > 0 && (*text.bytes == '"' || *text.bytes == '\'')) {
        matter_append_quoted(into, text);
        return;
    }
    for (size_t i = 0; list && i < text.size; i++)
        if (text.bytes[i] == ',' || text.bytes[i] == ']')
            text.size = i;
    text = plain_value(text);
    buffer_append(into, text.bytes, text.size);
}

static void end_value(struct matter *matter, struct yaml_value *value)
{
    struct buffer clean = {0};
    if (value->key.size > 0) {
        append_scalar(&clean, span_of(&value->text));
        matter_set(matter, value->key, span_of(&clean));
    }
    matter->draft->title.failed |= clean.failed;
    buffer_release(&clean);
    value->key.size = 0;
}

/* Continues the value, on a line of its own or as the first item of a list. */
static void continue_value(struct yaml_value *value, struct text_span line)
{
    line = span_trim(line);
    if (!value->continued && plain_value(span_of(&value->text)).size == 0) {
        buffer_clear(&value->text); /* only > or | so far */
        if (is_item(line)) {
            value->listed = true;
            line = span_trim(span_after(line, 1));
        }
    } else if (value->listed) {
        return;
    }
    value->continued = true;
    buffer_append_byte(&value->text, ' ');
    buffer_append(&value->text, line.bytes, line.size);
}

static void read_line(struct matter *matter, struct yaml_value *value, struct text_span line)
{
    struct text_span rest = {"", 0};
    if (is_indented(line) || is_item(line)) {
        if (value->key.size > 0)
            continue_value(value, line);
        return;
    }
    end_value(matter, value);
    struct text_span name = parse_key(line, &rest);
    if (!matter_knows(name))
        return;
    value->key = name;
    value->continued = value->listed = false;
    buffer_clear(&value->text);
    buffer_append(&value->text, rest.bytes, rest.size);
}

/* --- blocks --- */

/* Whether a line may be part of YAML; prose between two rules rarely looks like it. */
static bool is_yaml(struct text_span line)
{
    struct text_span value;
    return span_trim(line).size == 0 || is_indented(line) || span_starts_with(line, "#") ||
           is_item(line) || span_starts_with(line, "]") || span_starts_with(line, "}") ||
           parse_key(line, &value).size > 0;
}

/* Whether the lines up to the closing one are metadata; *body is the text after that line. */
static bool find_closing_line(struct text_span inside, struct text_span *body)
{
    struct text_span line, value;
    size_t keys = 0, odd = 0;
    bool begins_with_key = false, begun = false;
    while (span_next_line(&inside, &line)) {
        if (is_fence(line)) {
            *body = inside;
            return odd == 0 || (begins_with_key && odd <= ODD_LINES + 2 * keys);
        }
        bool key = parse_key(line, &value).size > 0;
        if (!begun && span_trim(line).size > 0 && !span_starts_with(line, "#")) {
            begun = true;
            begins_with_key = key;
        }
        keys += key;
        odd += !is_yaml(line);
        if (odd > 0 && !begins_with_key)
            return false;
    }
    return false;
}

bool matter_read_yaml(struct matter *matter, struct text_span *text)
{
    struct text_span inside = *text, line, body;
    struct yaml_value value = {.key = {"", 0}};
    if (!span_next_line(&inside, &line) ||
        !(span_equals(span_trim(line), "---") || span_equals(span_trim(line), "---yaml")) ||
        !find_closing_line(inside, &body))
        return false;
    while (span_next_line(&inside, &line) && !is_fence(line))
        read_line(matter, &value, line);
    end_value(matter, &value);
    matter->draft->title.failed |= value.text.failed;
    buffer_release(&value.text);
    *text = body;
    return true;
}
