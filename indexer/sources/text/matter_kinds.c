#include "indexer/sources/text/matter.h"

#include "common/base/ascii.h"
#include "common/json/json_scan.h"
#include "indexer/sources/article/span.h"

enum { HEADER_LINES = 64, HEADER_KEY_MAX = 40, PERCENT_LINES = 3 };

/* --- TOML --- */

/* Cuts the block between two lines off *text. */
static bool cut_block(struct text_span *text, const char *fence, struct text_span *inside)
{
    struct text_span rest = *text, line;
    if (!span_next_line(&rest, &line) || !span_equals(span_trim(line), fence))
        return false;
    const char *start = rest.bytes;
    while (span_next_line(&rest, &line))
        if (span_equals(span_trim(line), fence)) {
            *inside = span_between(start, line.bytes);
            *text = rest;
            return true;
        }
    return false;
}

/* Appends the string that *rest begins with, and goes past it. */
static void read_toml_string(struct buffer *into, struct text_span *rest)
{
    static const char *const triples[] = {"\"\"\"", "'''"};
    const bool literal = *rest->bytes == '\'';
    if (span_starts_with(*rest, triples[literal])) {
        *rest = span_after(*rest, 3);
        const char *close = memmem(rest->bytes, rest->size, triples[literal], 3);
        const char *end = close == NULL ? span_end(*rest) : close;
        buffer_append(into, rest->bytes, (size_t)(end - rest->bytes));
        *rest = span_between(close == NULL ? end : end + 3, span_end(*rest));
        return;
    }
    if (!literal) {
        *rest = span_after(*rest, matter_append_quoted(into, *rest));
        return;
    }
    const char *close = memchr(rest->bytes + 1, '\'', rest->size - 1);
    const char *end = close == NULL ? span_end(*rest) : close;
    buffer_append(into, rest->bytes + 1, (size_t)(end - rest->bytes - 1));
    *rest = span_between(close == NULL ? end : end + 1, span_end(*rest));
}

/* Goes past an array, and appends its first string. */
static void read_toml_array(struct buffer *into, struct text_span *rest)
{
    struct buffer others = {0};
    size_t depth = 0;
    bool first = true;
    while (rest->size > 0) {
        char byte = *rest->bytes;
        if (byte == '"' || byte == '\'') {
            buffer_clear(&others);
            read_toml_string(first ? into : &others, rest);
            first = false;
            continue;
        }
        depth += byte == '[';
        *rest = span_after(*rest, 1);
        if (byte == ']' && --depth == 0)
            break;
    }
    buffer_release(&others);
}

/* Reads the value that *rest begins with, and goes to the next line. */
static void read_toml_value(struct matter *matter, struct text_span name, struct text_span *rest)
{
    struct buffer value = {0};
    struct text_span line = {"", 0};
    if (rest->size > 0 && (*rest->bytes == '"' || *rest->bytes == '\'')) {
        read_toml_string(&value, rest);
    } else if (span_starts_with(*rest, "[")) {
        read_toml_array(&value, rest);
    } else if (span_next_line(rest, &line)) {
        const char *comment = memchr(line.bytes, '#', line.size);
        size_t size = comment == NULL ? line.size : (size_t)(comment - line.bytes);
        buffer_append(&value, line.bytes, size);
    }
    if (line.size == 0)
        span_next_line(rest, &line);
    matter_set(matter, name, span_of(&value));
    matter->draft->title.failed |= value.failed;
    buffer_release(&value);
}

static void read_toml_lines(struct matter *matter, struct text_span rest)
{
    while (rest.size > 0) {
        struct text_span after = rest, line;
        span_next_line(&after, &line);
        struct text_span trimmed = span_trim(line);
        if (span_starts_with(trimmed, "["))
            return;
        const char *sign = memchr(line.bytes, '=', line.size);
        if (trimmed.size == 0 || *trimmed.bytes == '#' || sign == NULL) {
            rest = after;
            continue;
        }
        struct text_span name = span_trim(span_between(line.bytes, sign));
        if (name.size >= 2 && (*name.bytes == '"' || *name.bytes == '\''))
            name = (struct text_span){name.bytes + 1, name.size - 2};
        for (sign++; sign < span_end(rest) && (*sign == ' ' || *sign == '\t');)
            sign++;
        rest = span_between(sign, span_end(rest));
        read_toml_value(matter, name, &rest);
    }
}

bool matter_read_toml(struct matter *matter, struct text_span *text)
{
    struct text_span inside;
    if (!cut_block(text, "+++", &inside))
        return false;
    read_toml_lines(matter, inside);
    return true;
}

/* --- JSON --- */

static int read_json_members(struct matter *matter, struct json_scan *scan)
{
    struct buffer storage = {0}, name_storage = {0};
    struct slice name;
    int status = json_scan_object(scan);
    while (status == 0 && (status = json_scan_name(scan, &name_storage, &name)) == 1) {
        struct json_value value;
        status = json_scan_value(scan, &storage, &value);
        if (status == 0 && (value.shape == JSON_STRING || value.shape == JSON_NUMBER))
            matter_set(matter, (struct text_span){name.data, name.size},
                       (struct text_span){value.text.data, value.text.size});
    }
    buffer_release(&storage);
    buffer_release(&name_storage);
    return status;
}

/* Whether there is an object that ends its line; *size is its size. */
static bool find_object(struct text_span text, size_t *size)
{
    struct json_scan scan;
    json_scan_init(&scan, text.bytes, text.size);
    if (json_scan_skip(&scan) != 0)
        return false;
    *size = (size_t)(scan.at - text.bytes);
    struct text_span rest = span_after(text, *size), line = {"", 0};
    span_next_line(&rest, &line);
    return span_trim(line).size == 0;
}

bool matter_read_json(struct matter *matter, struct text_span *text)
{
    static const char *const fences[] = {";;;", "---json"};
    struct text_span inside = *text, rest = *text, line;
    size_t size = 0;
    if (cut_block(&rest, fences[0], &inside) ||
        (span_next_line(&rest, &line) && span_equals(span_trim(line), fences[1]))) {
        if (inside.bytes == text->bytes) { /* opened by a word, closed by hyphens */
            const char *close = memmem(rest.bytes, rest.size, "\n---", 4);
            if (close == NULL)
                return false;
            inside = span_between(rest.bytes, close + 1);
            rest = span_between(close + 1, span_end(rest));
            span_next_line(&rest, &line);
        }
        inside = span_trim(inside);
    } else {
        if (!span_starts_with(*text, "{"))
            return false;
        struct text_span next = span_trim(span_after(*text, 1));
        if (next.size == 0 || (*next.bytes != '"' && *next.bytes != '}'))
            return false;
        rest = (struct text_span){"", 0};
    }
    if (!span_starts_with(inside, "{") || !find_object(inside, &size))
        return false;
    struct json_scan scan;
    json_scan_init(&scan, inside.bytes, size);
    read_json_members(matter, &scan);
    *text = rest.size > 0 ? rest : span_after(*text, (size_t)(inside.bytes + size - text->bytes));
    return true;
}

/* --- lines --- */

static bool is_blank(struct text_span line)
{
    return span_trim(line).size == 0;
}

static bool is_indented(struct text_span line)
{
    return line.size > 0 && (*line.bytes == ' ' || *line.bytes == '\t');
}

/* Removes a line and the indented ones after it from *rest, and appends them to `into`. */
static void take_with_continuations(struct text_span *rest, struct text_span line,
                                    struct buffer *into)
{
    buffer_clear(into);
    buffer_append(into, line.bytes, line.size);
    for (struct text_span after = *rest;
         span_next_line(&after, &line) && is_indented(line) && !is_blank(line); *rest = after) {
        buffer_append_byte(into, ' ');
        buffer_append(into, line.bytes, line.size);
    }
}

bool matter_read_percents(struct matter *matter, struct text_span *text)
{
    static const char *const names[PERCENT_LINES] = {"title", "author", "date"};
    struct text_span rest = *text, after = *text, line;
    struct buffer value = {0};
    size_t count = 0;
    bool any = false;
    while (count < PERCENT_LINES && span_next_line(&after, &line) && span_starts_with(line, "%") &&
           (line.size == 1 || line.bytes[1] == ' ')) {
        take_with_continuations(&after, span_after(line, 1), &value);
        any |= !is_blank(span_of(&value));
        struct text_span name = {names[count], strlen(names[count])};
        matter_set(matter, name, span_of(&value));
        count++;
        rest = after;
    }
    matter->draft->title.failed |= value.failed;
    buffer_release(&value);
    if (any)
        *text = rest;
    return any;
}

/* Returns the key of a header's line, "Key: value"; empty if it is none. */
static struct text_span header_key(struct text_span line, struct text_span *value)
{
    const char *colon = memchr(line.bytes, ':', line.size);
    const struct text_span none = {"", 0};
    if (colon == NULL || line.size == 0 || !ascii_is_letter(*line.bytes))
        return none;
    struct text_span key = span_trim(span_between(line.bytes, colon));
    *value = span_between(colon + 1, span_end(line));
    if (key.size > HEADER_KEY_MAX || (value->size > 0 && !is_indented(*value)))
        return none;
    size_t words = 1;
    for (size_t i = 0; i < key.size; i++)
        words += key.bytes[i] == ' ';
    return words <= 3 ? key : none;
}

static bool is_title(struct text_span key)
{
    return span_equals_ignore_case(key, "title") || span_equals_ignore_case(key, "titre");
}

/* Whether the text begins with a header that has a title; *body is what follows. */
static bool find_header(struct text_span text, struct text_span *body)
{
    struct text_span rest = text, line, value;
    bool has_title = false;
    for (size_t lines = 0; lines < HEADER_LINES && span_next_line(&rest, &line); lines++) {
        if (is_blank(line) || span_equals(span_trim(line), "---")) {
            *body = rest;
            return has_title;
        }
        if (lines > 0 && is_indented(line))
            continue;
        struct text_span key = header_key(line, &value);
        if (key.size == 0)
            return false;
        has_title |= is_title(key) && !is_blank(value);
    }
    *body = rest;
    return has_title && rest.size == 0;
}

bool matter_read_header(struct matter *matter, struct text_span *text)
{
    struct text_span rest = *text, line, body, value = {"", 0};
    struct buffer whole = {0};
    if (!find_header(*text, &body))
        return false;
    while (rest.bytes < body.bytes && span_next_line(&rest, &line) && !is_blank(line)) {
        struct text_span key = header_key(line, &value);
        take_with_continuations(&rest, value, &whole);
        matter_set(matter, key, span_of(&whole));
    }
    matter->draft->title.failed |= whole.failed;
    buffer_release(&whole);
    *text = body;
    return true;
}
