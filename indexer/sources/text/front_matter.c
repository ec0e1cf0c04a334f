#include "indexer/sources/text/front_matter.h"

#include <stdio.h>

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

enum { KEY_SIZE_MAX = 60 };

enum matter_field { MATTER_TITLE, MATTER_URL, MATTER_PUBLISHED, MATTER_MODIFIED };

/* Of several keys of one field, the one with the highest rank wins. */
static const struct matter_key {
    const char *name;
    enum matter_field field;
    int rank;
    bool month_first;
} keys[] = {
    {"title", MATTER_TITLE, 1, false},          {"canonical", MATTER_URL, 3, false},
    {"canonical_url", MATTER_URL, 2, false},    {"url", MATTER_URL, 1, false},
    {"date", MATTER_PUBLISHED, 3, false},       {"published", MATTER_PUBLISHED, 2, false},
    {"ms.date", MATTER_PUBLISHED, 1, true},     {"modified", MATTER_MODIFIED, 4, false},
    {"updated", MATTER_MODIFIED, 3, false},     {"lastmod", MATTER_MODIFIED, 2, false},
    {"last-update", MATTER_MODIFIED, 1, false},
};

struct matter {
    struct draft *draft;
    int ranks[4];                 /* of each field's current value */
    const struct matter_key *key; /* whose value may continue; NULL: none */
    bool continued;               /* the value has reached its second line */
    struct buffer value;
};

static bool is_fence(struct text_span line)
{
    line = span_trim(line);
    return span_equals(line, "---") || span_equals(line, "...");
}

static bool is_indented(struct text_span line)
{
    return line.size > 0 && (*line.bytes == ' ' || *line.bytes == '\t');
}

/* Returns the key of "key: value"; empty if the line is not of that form. *value is what follows
 * the colon. */
static struct text_span parse_matter_key(struct text_span line, struct text_span *value)
{
    const struct text_span no_key = {"", 0};
    for (size_t i = 0; i < line.size && i <= KEY_SIZE_MAX && !is_indented(line); i++) {
        *value = span_between(line.bytes + i + 1, span_end(line));
        if (line.bytes[i] == ':' && (value->size == 0 || span_white_size(*value) > 0))
            return span_trim((struct text_span){line.bytes, i});
    }
    return no_key;
}

static const struct matter_key *find_matter_key(struct text_span name)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (span_equals_ignore_case(name, keys[i].name))
            return &keys[i];
    return NULL;
}

/* Appends the inside of a quoted value, unescaped; what follows the closing quote is a comment. */
static void append_quoted(struct buffer *into, struct text_span text)
{
    char quote = *text.bytes;
    for (const char *at = text.bytes + 1; at < span_end(text); at++) {
        bool more = at + 1 < span_end(text);
        if (*at == quote && !(quote == '\'' && more && at[1] == quote))
            return;
        if (more && (*at == quote || (quote == '"' && *at == '\\')))
            at++;
        buffer_append_byte(into, (unsigned char)*at);
    }
}

/* Returns the value without a comment (" #…"); empty if it is the > or | before a value on the
 * following lines. */
static struct text_span plain_value(struct text_span text)
{
    const char *comment = memmem(text.bytes, text.size, " #", 2);
    if (comment != NULL)
        text = span_between(text.bytes, comment);
    text = span_trim(text);
    bool block = text.size > 0 && text.size <= 3 && (*text.bytes == '>' || *text.bytes == '|');
    return block ? (struct text_span){"", 0} : text;
}

/* M/D/YYYY or MM/DD/YYYY. */
static bool parse_month_first(struct text_span text, struct moment *moment)
{
    int parts[3] = {0};
    size_t part = 0;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        if (byte == '/' && part < 2)
            part++;
        else if (ascii_is_digit(byte) && parts[part] < 1000)
            parts[part] = parts[part] * 10 + (byte - '0');
        else
            return false;
    }
    char iso[40];
    int size = snprintf(iso, sizeof iso, "%04d-%02d-%02d", parts[2], parts[0], parts[1]);
    return part == 2 && moment_parse(iso, (size_t)size, moment) == 10;
}

static bool parse_matter_date(struct text_span text, bool month_first, struct moment *moment)
{
    if (month_first && parse_month_first(text, moment))
        return true;
    return moment_parse(text.bytes, text.size, moment) > 0 ||
           moment_parse_french(text.bytes, text.size, moment) > 0;
}

static void set_line(struct buffer *into, struct text_span text)
{
    buffer_clear(into);
    span_append_as_line(into, text);
}

/* Ends the current value, and stores it in the draft if its rank is higher than the current
 * one's. */
static void end_value(struct matter *matter)
{
    const struct matter_key *key = matter->key;
    struct buffer clean = {0};
    struct moment moment;
    matter->key = NULL;
    if (key == NULL)
        return;
    struct text_span value = span_trim(span_of(&matter->value));
    if (value.size > 0 && (*value.bytes == '"' || *value.bytes == '\''))
        append_quoted(&clean, value);
    else
        buffer_append(&clean, plain_value(value).bytes, plain_value(value).size);
    value = span_trim(span_of(&clean));
    bool is_date = key->field == MATTER_PUBLISHED || key->field == MATTER_MODIFIED;
    bool is_valid = is_date ? parse_matter_date(value, key->month_first, &moment) : value.size > 0;
    if (is_valid && key->rank > matter->ranks[key->field]) {
        matter->ranks[key->field] = key->rank;
        if (key->field == MATTER_PUBLISHED)
            matter->draft->published = moment;
        else if (key->field == MATTER_MODIFIED)
            matter->draft->modified = moment;
        else
            set_line(key->field == MATTER_URL ? &matter->draft->url : &matter->draft->title, value);
    }
    buffer_release(&clean);
}

static void read_matter_line(struct matter *matter, struct text_span line)
{
    struct text_span value = {0};
    if (is_indented(line)) {
        if (matter->key == NULL)
            return;
        if (!matter->continued && plain_value(span_of(&matter->value)).size == 0)
            buffer_clear(&matter->value); /* only > or | so far */
        matter->continued = true;
        buffer_append_byte(&matter->value, ' ');
        line = span_trim(line);
        buffer_append(&matter->value, line.bytes, line.size);
        return;
    }
    end_value(matter);
    struct text_span name = parse_matter_key(line, &value);
    matter->key = find_matter_key(name);
    if (matter->key == NULL)
        return;
    matter->continued = false;
    buffer_clear(&matter->value);
    buffer_append(&matter->value, value.bytes, value.size);
}

/* Whether a line may be part of YAML; prose between two rules rarely looks like it. */
static bool is_yaml(struct text_span line)
{
    struct text_span value;
    return span_trim(line).size == 0 || is_indented(line) || span_starts_with(line, "#") ||
           span_starts_with(line, "- ") || span_starts_with(line, "]") ||
           span_starts_with(line, "}") || parse_matter_key(line, &value).size > 0;
}

/* Whether there is only YAML up to the closing line; *body is the text after that line. */
static bool find_closing_line(struct text_span inside, struct text_span *body)
{
    struct text_span line;
    while (span_next_line(&inside, &line)) {
        if (is_fence(line)) {
            *body = inside;
            return true;
        }
        if (!is_yaml(line))
            return false;
    }
    return false;
}

bool front_matter_read(struct draft *draft, struct text_span *text)
{
    struct text_span inside = *text, line, body;
    if (!span_next_line(&inside, &line) || !span_equals(span_trim(line), "---") ||
        !find_closing_line(inside, &body))
        return false;
    struct matter matter = {.draft = draft};
    while (span_next_line(&inside, &line) && !is_fence(line))
        read_matter_line(&matter, line);
    end_value(&matter);
    draft->title.failed |= matter.value.failed;
    buffer_release(&matter.value);
    *text = body;
    return true;
}
