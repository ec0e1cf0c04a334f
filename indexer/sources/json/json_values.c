#include "indexer/sources/json/json_values.h"

#include <string.h>

#include "common/analysis/decode.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "indexer/sources/article/span.h"

enum { READ_SIZE = 1 << 18, HEAD_SIZE = 1 << 13 };

/* How far the end of a value has been looked for. */
struct search {
    size_t depth;
    bool in_string, escaped, begun;
};

static int append_input(struct json_values *values)
{
    size_t got = 0;
    if (buffer_reserve(&values->bytes, READ_SIZE) != 0)
        return ERROR_MEMORY;
    int status =
        input_read(values->input, values->bytes.data + values->bytes.size, READ_SIZE, &got);
    values->bytes.size += got;
    values->ended = status == 0 && got == 0;
    return status;
}

/* Reads all that is left, up to the limit, and decodes it. */
static int decode_all(struct json_values *values)
{
    struct buffer raw = values->bytes;
    buffer_init(&values->bytes);
    int status = 0;
    if (raw.size < values->limit)
        status = input_read_all(values->input, &raw, values->limit - raw.size);
    if (status == 0)
        status = decode_text(&values->bytes, raw.data, raw.size, NULL);
    values->ended = true;
    buffer_release(&raw);
    return status;
}

int json_values_open(struct json_values *values, struct input *input, size_t limit)
{
    *values = (struct json_values){.input = input, .limit = limit, .line = 1};
    int status = 0;
    while (status == 0 && !values->ended && values->bytes.size < HEAD_SIZE)
        status = append_input(values);
    if (status != 0)
        return status;
    struct text_span head = span_of(&values->bytes);
    if (decode_is_binary(head.bytes, head.size))
        return error_set(ERROR_INPUT, "'%s' is binary", input->display_path);
    if (span_starts_with(head, "\xff\xfe") || span_starts_with(head, "\xfe\xff"))
        return decode_all(values);
    values->at = span_starts_with(head, "\xef\xbb\xbf") ? 3 : 0;
    return 0;
}

void json_values_close(struct json_values *values)
{
    buffer_release(&values->bytes);
}

static bool is_between(char byte)
{
    return ascii_is_space(byte) || byte == ',';
}

/* Goes to the next value, into and out of arrays. Of the bytes read, keeps the first `kept`. 1; 0
 * at the end. */
static int skip_between(struct json_values *values, size_t kept)
{
    for (;;) {
        const struct buffer *bytes = &values->bytes;
        for (; values->at < bytes->size; values->at++) {
            char byte = bytes->data[values->at];
            values->line += byte == '\n';
            if (!values->in_array && byte == '[')
                values->in_array = true;
            else if (values->in_array && byte == ']')
                values->in_array = false;
            else if (!is_between(byte))
                return 1;
        }
        if (values->ended)
            return 0;
        values->bytes.size = values->at = kept;
        int status = append_input(values);
        if (status != 0)
            return status;
    }
}

/* Looks at a byte of a value. Returns whether the value ends before it (-1), with it (1), or not
 * yet (0). */
static int look_at(struct search *search, char byte)
{
    if (search->in_string) {
        bool quote = byte == '"' && !search->escaped;
        search->escaped = byte == '\\' && !search->escaped;
        search->in_string = !quote;
        return quote && search->depth == 0;
    }
    switch (byte) {
    case '"':
        search->in_string = true;
        return 0;
    case '{':
    case '[':
        search->depth++;
        return 0;
    case '}':
    case ']':
        return search->depth == 0 ? -1 : --search->depth == 0;
    default:
        return search->depth == 0 && is_between(byte) ? -1 : 0;
    }
}

/* Appends input, and drops what is beyond the limit of the value that begins at `start`. */
static int read_on(struct json_values *values, size_t start, struct json_value_place *value)
{
    if (values->at - start > values->limit) {
        values->bytes.size = values->at = start + values->limit;
        value->cut = true;
    }
    return append_input(values);
}

/* Finds the end of the value at values->at. */
static int find_end(struct json_values *values, struct json_value_place *value)
{
    struct search search = {0};
    const size_t start = values->at;
    size_t size = 0;
    for (int end = 0; end == 0;) {
        if (values->at == values->bytes.size) {
            int status = values->ended ? 0 : read_on(values, start, value);
            if (status != 0)
                return status;
            if (values->ended)
                break;
            continue;
        }
        end = look_at(&search, values->bytes.data[values->at]);
        if (end < 0)
            break;
        values->line += values->bytes.data[values->at++] == '\n';
    }
    size = values->at - start;
    if (size == 0) /* a bracket too much */
        size = ++values->at - start;
    value->cut |= size > values->limit;
    value->text =
        (struct text_span){values->bytes.data + start, size > values->limit ? values->limit : size};
    return 1;
}

/* Drops what has been looked at, once it is much. */
static void drop_past(struct json_values *values)
{
    if (values->at < READ_SIZE)
        return;
    values->bytes.size -= values->at;
    memmove(values->bytes.data, values->bytes.data + values->at, values->bytes.size);
    values->at = 0;
}

int json_values_next(struct json_values *values, struct json_value_place *value)
{
    *value = (struct json_value_place){.text = {"", 0}};
    drop_past(values);
    int status = skip_between(values, 0);
    if (status != 1)
        return status;
    value->line = values->line;
    value->in_array = values->in_array;
    return find_end(values, value);
}

int json_values_is_last(struct json_values *values, struct json_value_place *value)
{
    const char *before = values->bytes.data;
    int status = skip_between(values, values->at);
    if (before != values->bytes.data && value->text.size > 0)
        value->text.bytes = values->bytes.data + (value->text.bytes - before);
    return status < 0 ? status : status == 0;
}
