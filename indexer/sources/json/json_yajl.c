/* The thorough parser: yajl, after rewriting the escapes that it decodes differently from us. */
#include "indexer/sources/json/json_record.h"

#include <yajl/yajl_parse.h>

#include "common/base/error.h"
#include "indexer/sources/article/span.h"

struct visit {
    struct json_record *record;
    struct json_value *value; /* where to store the next value; NULL to skip it */
    size_t depth;
    bool is_object;
    bool failed; /* memory ran out */
};

static int take(struct visit *visit, enum json_shape shape, const char *bytes, size_t size)
{
    if (visit->depth == 0 && !visit->is_object)
        return 0;
    if (visit->depth != 1 || visit->value == NULL)
        return 1;
    struct json_value *value = visit->value;
    value->shape = shape;
    buffer_clear(&value->storage);
    buffer_append(&value->storage, bytes, size);
    visit->failed = visit->failed || value->storage.failed;
    visit->value = NULL;
    return !visit->failed;
}

static int on_null(void *context)
{
    return take(context, JSON_NEITHER, "", 0);
}

static int on_boolean(void *context, int value)
{
    (void)value;
    return take(context, JSON_NEITHER, "", 0);
}

static int on_number(void *context, const char *bytes, size_t size)
{
    return take(context, JSON_NUMBER, bytes, size);
}

static int on_string(void *context, const unsigned char *bytes, size_t size)
{
    return take(context, JSON_STRING, (const char *)bytes, size);
}

static int on_key(void *context, const unsigned char *bytes, size_t size)
{
    struct visit *visit = context;
    if (visit->depth != 1)
        return 1;
    uint8_t rank;
    enum json_field field = json_field_of((struct text_span){(const char *)bytes, size}, &rank);
    visit->value = json_record_slot(visit->record, field, rank);
    return 1;
}

static int on_open_map(void *context)
{
    struct visit *visit = context;
    if (visit->depth == 0)
        visit->is_object = true;
    else if (!take(visit, JSON_NEITHER, "", 0))
        return 0;
    visit->depth++;
    return 1;
}

static int on_open_array(void *context)
{
    struct visit *visit = context;
    if (!take(visit, JSON_NEITHER, "", 0))
        return 0;
    visit->depth++;
    return 1;
}

static int on_close(void *context)
{
    struct visit *visit = context;
    visit->depth--;
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_open_map,
    .yajl_map_key = on_key,
    .yajl_end_map = on_close,
    .yajl_start_array = on_open_array,
    .yajl_end_array = on_close,
};

static unsigned hex_unit(const char *at)
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
    return end - at >= 6 && at[0] == '\\' && at[1] == 'u' && (hex_unit(at + 2) & 0xfc00) == 0xdc00;
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
        unsigned unit = hex_unit(at + 2);
        const char *instead = unit == 0 ? "\\u0020" : (unit & 0xf800) == 0xd800 ? "\\ufffd" : NULL;
        if ((unit & 0xfc00) == 0xd800 && low_surrogate_at(at + 6, end)) {
            at += 12;
            continue;
        }
        if (instead != NULL) {
            buffer_append(into, copied, (size_t)(at - copied));
            buffer_append_string(into, instead);
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

static int failure(yajl_handle handle, const struct visit *visit)
{
    if (visit->failed)
        return error_memory();
    unsigned char *why = yajl_get_error(handle, 0, NULL, 0);
    if (why == NULL)
        return error_memory();
    size_t size = strcspn((const char *)why, "\n");
    int status =
        error_set(ERROR_INPUT, "not JSON: %.*s", (int)(size > 200 ? 200 : size), (const char *)why);
    yajl_free_error(handle, why);
    return status;
}

static int parse(struct visit *visit, const struct buffer *line)
{
    yajl_handle handle = yajl_alloc(&callbacks, NULL, visit);
    if (handle == NULL)
        return error_memory();
    yajl_config(handle, yajl_dont_validate_strings, 1);
    yajl_status status = yajl_parse(handle, (const unsigned char *)line->data, line->size);
    if (status == yajl_status_ok)
        status = yajl_complete_parse(handle);
    int result = 0;
    if (status == yajl_status_error || visit->failed)
        result = failure(handle, visit);
    else if (!visit->is_object)
        result = error_set(ERROR_INPUT, "not a JSON object");
    yajl_free(handle);
    return result;
}

int json_yajl(struct json_record *record, const char *line, size_t size)
{
    struct visit visit = {.record = record};
    struct buffer repaired;
    buffer_init(&repaired);
    json_record_clear(record);
    repair_escapes(&repaired, line, size);
    int status = buffer_status(&repaired);
    if (status == 0)
        status = parse(&visit, &repaired);
    buffer_release(&repaired);
    for (size_t i = 0; i < JSON_FIELDS; i++) {
        struct json_value *value = &record->values[i];
        unify_line_ends(&value->storage);
        value->span = span_of(&value->storage);
    }
    return status;
}
