/* The thorough parser: yajl, after rewriting the escapes that it decodes differently from us. */
#include "indexer/sources/json/json_record.h"

#include <yajl/yajl_parse.h>

#include "common/base/error.h"
#include "indexer/sources/article/span.h"

struct parse_context {
    struct json_record *record;
    struct json_value *value; /* where to store the next value; NULL to skip it */
    size_t depth;
    bool is_object;
    bool failed; /* memory ran out */
};

static int store_value(struct parse_context *parse_context, enum json_shape shape,
                       const char *bytes, size_t size)
{
    if (parse_context->depth == 0 && !parse_context->is_object)
        return 0;
    if (parse_context->depth != 1 || parse_context->value == NULL)
        return 1;
    struct json_value *value = parse_context->value;
    value->shape = shape;
    buffer_clear(&value->storage);
    buffer_append(&value->storage, bytes, size);
    parse_context->failed = parse_context->failed || value->storage.failed;
    parse_context->value = NULL;
    return !parse_context->failed;
}

static int on_json_null(void *context)
{
    return store_value(context, JSON_NEITHER, "", 0);
}

static int on_json_boolean(void *context, int value)
{
    (void)value;
    return store_value(context, JSON_NEITHER, "", 0);
}

static int on_json_number(void *context, const char *bytes, size_t size)
{
    return store_value(context, JSON_NUMBER, bytes, size);
}

static int on_json_string(void *context, const unsigned char *bytes, size_t size)
{
    return store_value(context, JSON_STRING, (const char *)bytes, size);
}

static int on_json_key(void *context, const unsigned char *bytes, size_t size)
{
    struct parse_context *parse_context = context;
    if (parse_context->depth != 1)
        return 1;
    uint8_t rank;
    enum json_field field = json_field_of((struct text_span){(const char *)bytes, size}, &rank);
    parse_context->value = json_record_slot(parse_context->record, field, rank);
    return 1;
}

static int on_json_object(void *context)
{
    struct parse_context *parse_context = context;
    if (parse_context->depth == 0)
        parse_context->is_object = true;
    else if (!store_value(parse_context, JSON_NEITHER, "", 0))
        return 0;
    parse_context->depth++;
    return 1;
}

static int on_json_array(void *context)
{
    struct parse_context *parse_context = context;
    if (!store_value(parse_context, JSON_NEITHER, "", 0))
        return 0;
    parse_context->depth++;
    return 1;
}

static int on_json_close(void *context)
{
    struct parse_context *parse_context = context;
    parse_context->depth--;
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_json_null,
    .yajl_boolean = on_json_boolean,
    .yajl_number = on_json_number,
    .yajl_string = on_json_string,
    .yajl_start_map = on_json_object,
    .yajl_map_key = on_json_key,
    .yajl_end_map = on_json_close,
    .yajl_start_array = on_json_array,
    .yajl_end_array = on_json_close,
};

static unsigned parse_hex_unit(const char *at)
{
    unsigned unit = 0;
    for (int i = 0; i < 4; i++) {
        char byte = at[i];
        char lower = (char)(byte | 0x20);
        if (byte >= '0' && byte <= '9')
            unit = unit * 16 + (unsigned)(byte - '0');
        else if (lower >= 'a' && lower <= 'f')
            unit = unit * 16 + (unsigned)(lower - 'a' + 10);
        else
            return 1; /* not an escape: yajl reports it */
    }
    return unit;
}

/* Whether a \uXXXX escape with a low surrogate is at `at`. */
static bool low_surrogate_at(const char *at, const char *end)
{
    return end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
           (parse_hex_unit(at + 2) & 0xfc00) == 0xdc00;
}

/* Appends the line with lone surrogates replaced by \ufffd and \u0000 by \u0020. */
static void repair_escapes(struct buffer *into, const char *line, size_t size)
{
    const char *at = line, *end = line + size, *copied = line;
    while ((at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
        if (end - at < 6 || at[1] != 'u') {
            at += end - at < 2 ? 1 : 2;
            continue;
        }
        unsigned unit = parse_hex_unit(at + 2);
        const char *replacement = unit == 0                   ? "\\u0020"
                                  : (unit & 0xf800) == 0xd800 ? "\\ufffd"
                                                              : NULL;
        if ((unit & 0xfc00) == 0xd800 && low_surrogate_at(at + 6, end)) {
            at += 12;
            continue;
        }
        if (replacement != NULL) {
            buffer_append(into, copied, (size_t)(at - copied));
            buffer_append_string(into, replacement);
            copied = at + 6;
        }
        at += 6;
    }
    buffer_append(into, copied, (size_t)(end - copied));
}

/* Turns CR LF and CR into LF, in place. */
static void unify_line_ends(struct buffer *text)
{
    char *to = text->data == NULL ? NULL : memchr(text->data, '\r', text->size);
    if (to == NULL)
        return;
    const char *end = text->data + text->size;
    for (const char *at = to; at < end; at++) {
        if (*at == '\r' && at + 1 < end && at[1] == '\n')
            continue;
        *to++ = *at == '\r' ? '\n' : *at;
    }
    text->size = (size_t)(to - text->data);
}

static int set_parse_error(yajl_handle handle, const struct parse_context *parse_context)
{
    if (parse_context->failed)
        return error_memory();
    unsigned char *message = yajl_get_error(handle, 0, NULL, 0);
    if (message == NULL)
        return error_memory();
    size_t size = strcspn((const char *)message, "\n");
    int status = error_set(ERROR_INPUT, "not JSON: %.*s", (int)(size > 200 ? 200 : size),
                           (const char *)message);
    yajl_free_error(handle, message);
    return status;
}

static int parse_with_yajl(struct parse_context *parse_context, const struct buffer *line)
{
    yajl_handle handle = yajl_alloc(&callbacks, NULL, parse_context);
    if (handle == NULL)
        return error_memory();
    yajl_config(handle, yajl_dont_validate_strings, 1);
    yajl_status status = yajl_parse(handle, (const unsigned char *)line->data, line->size);
    if (status == yajl_status_ok)
        status = yajl_complete_parse(handle);
    int result = 0;
    if (status == yajl_status_error || parse_context->failed)
        result = set_parse_error(handle, parse_context);
    else if (!parse_context->is_object)
        result = error_set(ERROR_INPUT, "not a JSON object");
    yajl_free(handle);
    return result;
}

int json_yajl(struct json_record *record, const char *line, size_t size)
{
    struct parse_context parse_context = {.record = record};
    struct buffer repaired;
    buffer_init(&repaired);
    json_record_clear(record);
    repair_escapes(&repaired, line, size);
    int status = buffer_status(&repaired);
    if (status == 0)
        status = parse_with_yajl(&parse_context, &repaired);
    buffer_release(&repaired);
    for (size_t i = 0; i < JSON_FIELDS; i++) {
        struct json_value *value = &record->values[i];
        unify_line_ends(&value->storage);
        value->span = span_of(&value->storage);
    }
    return status;
}
