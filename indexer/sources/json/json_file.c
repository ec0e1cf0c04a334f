#include "indexer/sources/json/json_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/utf8.h"
#include "common/json/json_scan.h"
#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/json/json_values.h"

/* From this rank on, a title may be the name of anything. */
enum { NAME_RANK = 48, ID_SHOWN_MAX = 100 };

struct file_reader {
    struct json_lines *lines;
    const struct article_receiver *receiver;
    struct json_ids ids;
    size_t line;             /* of the current value */
    uint32_t ordinal;        /* of the next article */
    bool alone;              /* the value is all of the file */
    struct text_span member; /* its name in the object that it is from, if that is its id */
    struct buffer name;      /* of a member */
};

static void complain(const struct file_reader *reader, const char *message)
{
    if (reader->receiver->complaint != NULL)
        reader->receiver->complaint(reader->receiver->context, reader->line, message);
}

static void give_notice(const struct file_reader *reader, const char *message)
{
    if (reader->receiver->notice != NULL)
        reader->receiver->notice(reader->receiver->context, NOTICE_TEXT, reader->line, message);
}

/* Whether the record has text, or a title that is one. */
static bool is_article(const struct json_record *record)
{
    const struct json_slot *title = &record->values[JSON_TITLE];
    return record->values[JSON_TEXT].shape == JSON_STRING || record->has_blank_text ||
           (title->shape == JSON_STRING && title->rank < NAME_RANK);
}

/* Returns the id; empty for an article that is alone in its file. */
static struct text_span id_of(struct file_reader *reader)
{
    struct buffer *id = &reader->lines->id;
    struct text_span own = json_article_line(id, &reader->lines->record.values[JSON_ID]);
    if (reader->alone)
        return (struct text_span){"", 0};
    if (own.size > 0)
        return own;
    span_append_as_line(id, reader->member);
    if (id->size > 0)
        return span_of(id);
    buffer_append_format(id, "N%" PRIu32, reader->ordinal + 1);
    return span_of(id);
}

/* Whether the id is new in the file; reports it otherwise. 1; 0; ERROR_MEMORY. */
static int note_id(struct file_reader *reader, struct text_span id)
{
    char message[ID_SHOWN_MAX + 80];
    if (reader->lines->id.failed)
        return error_memory();
    uint64_t hash = hash_bytes(id.bytes, id.size);
    int added = id.size == 0 ? 1 : json_ids_add(&reader->ids, hash + (hash == 0));
    if (added != 0)
        return added;
    size_t size = utf8_floor(id.bytes, id.size, ID_SHOWN_MAX);
    snprintf(message, sizeof message, _("duplicate id '%.*s'"), (int)size, id.bytes);
    complain(reader, message);
    return 0;
}

/* Passes the record's article on. */
static int pass_record(struct file_reader *reader, struct text_span text)
{
    struct json_lines *lines = reader->lines;
    struct article article = {.id = id_of(reader),
                              .ordinal = reader->ordinal,
                              .content_hash = hash_bytes(text.bytes, text.size) ^
                                              name_map_hash(lines->record.map)};
    int status = note_id(reader, article.id);
    if (status != 1)
        return status;
    status = json_article_make(&lines->article, &lines->record, &article);
    if (status != 0)
        return status;
    json_article_report(&lines->record, &article, reader->line, reader->receiver);
    reader->ordinal++;
    return reader->receiver->article(reader->receiver->context, &article);
}

/* Reads the objects of an array within a record. */
static int read_records(struct file_reader *reader, struct text_span array)
{
    struct json_record *record = &reader->lines->record;
    struct json_scan scan;
    json_scan_init(&scan, array.bytes, array.size);
    scan.lenient = true;
    int status = json_scan_array(&scan);
    while (status == 0 && (status = json_scan_element(&scan)) == 1) {
        bool is_object = json_scan_peek(&scan) == '{';
        struct text_span element = {scan.at, 0};
        status = json_scan_skip(&scan);
        element.size = (size_t)(scan.at - element.bytes);
        if (status == 0 && is_object)
            status = json_record_read(record, element.bytes, element.size);
        if (status == 0 && is_object && is_article(record))
            status = pass_record(reader, element);
    }
    return status;
}

/* Reads the objects of the first of the record's arrays that has articles. */
static int read_arrays(struct file_reader *reader)
{
    const struct json_record *record = &reader->lines->record;
    struct text_span arrays[JSON_ARRAYS_MAX];
    const size_t count = record->array_count;
    const uint32_t before = reader->ordinal;
    int status = 0;
    memcpy(arrays, record->arrays, count * sizeof *arrays);
    for (size_t i = 0; i < count && status == 0 && reader->ordinal == before; i++)
        status = read_records(reader, arrays[i]);
    return status;
}

/* Reads the members of an object that are articles, each under its id: passes them on, or, if
 * `count` is not NULL, only counts them. */
static int read_named_records(struct file_reader *reader, struct text_span object, size_t *count)
{
    struct json_record *record = &reader->lines->record;
    struct json_scan scan;
    struct slice name;
    json_scan_init(&scan, object.bytes, object.size);
    scan.lenient = true;
    int status = json_scan_object(&scan);
    while (status == 0 && (status = json_scan_name(&scan, &reader->name, &name)) == 1) {
        bool is_object = json_scan_peek(&scan) == '{';
        struct text_span member = {scan.at, 0};
        status = json_scan_skip(&scan);
        member.size = (size_t)(scan.at - member.bytes);
        if (status == 0 && is_object)
            status = json_record_read(record, member.bytes, member.size);
        if (status != 0 || !is_object || record->values[JSON_TEXT].shape != JSON_STRING)
            continue;
        reader->member = (struct text_span){name.data, name.size};
        if (count != NULL)
            ++*count;
        else
            status = pass_record(reader, member);
    }
    reader->member.size = 0;
    return status;
}

/* Reads what an object that was read holds, if it is no article itself: articles in an array, or
 * each under its id. 0, also if there are none; an error. */
static int read_contents(struct file_reader *reader, struct text_span text)
{
    const struct json_slot *value = &reader->lines->record.values[JSON_TEXT];
    const bool has_text = value->shape == JSON_STRING && value->rank < JSON_RANK_WEAK;
    const bool by_id = value->shape == JSON_STRING && value->scope > 0;
    const uint32_t before = reader->ordinal;
    size_t count = 0;
    int status = has_text ? 0 : read_arrays(reader);
    if (status != 0 || reader->ordinal > before || !by_id)
        return status;
    status = read_named_records(reader, text, &count);
    return status == 0 && count > 1 ? read_named_records(reader, text, NULL) : status;
}

/* Passes an object on as the article that it is, or says that it is none. */
static int pass_object(struct file_reader *reader, struct text_span text)
{
    const struct json_record *record = &reader->lines->record;
    const char *fault = json_article_fault(record);
    if (is_article(record) && fault == NULL)
        return pass_record(reader, text);
    give_notice(reader, fault == NULL ? _("no text and no title") : _(fault));
    return 0;
}

static int read_value(struct file_reader *reader, struct text_span text)
{
    struct json_record *record = &reader->lines->record;
    const uint32_t before = reader->ordinal;
    const bool alone = reader->alone;
    if (*text.bytes != '{')
        return 0;
    int status = json_record_read(record, text.bytes, text.size);
    if (status == ERROR_INPUT) {
        complain(reader, error_message());
        return 0;
    }
    const bool has_contents = record->array_count > 0 || record->scopes > 1;
    if (status == 0 && has_contents) {
        reader->alone = false;
        status = read_contents(reader, text);
        reader->alone = alone;
        if (status == 0 && reader->ordinal == before)
            status = json_record_read(record, text.bytes, text.size);
    }
    return status != 0 || reader->ordinal > before ? status : pass_object(reader, text);
}

/* Reads a value, which may have to be decoded first. */
static int read_place(struct file_reader *reader, const struct json_value_place *value)
{
    struct buffer *decoded = &reader->lines->text;
    struct text_span text = value->text;
    char message[80];
    reader->line = value->line;
    if (value->cut) {
        snprintf(message, sizeof message, _("longer than %zu bytes"), reader->lines->line_limit);
        complain(reader, message);
        return 0;
    }
    if (utf8_valid_prefix(text.bytes, text.size) == text.size)
        return read_value(reader, text);
    buffer_clear(decoded);
    if (decode_text(decoded, text.bytes, text.size, NULL) != 0)
        return ERROR_MEMORY;
    return read_value(reader, span_of(decoded));
}

static int read_places(struct file_reader *reader, struct json_values *values)
{
    struct json_value_place value;
    int status;
    for (bool first = true; (status = json_values_next(values, &value)) == 1; first = false) {
        int last = first && !value.in_array ? json_values_is_last(values, &value) : 0;
        if (last < 0)
            return last;
        reader->alone = last == 1;
        status = read_place(reader, &value);
        if (status != 0)
            return status;
    }
    return status;
}

int json_file_read(struct json_lines *lines, struct input *input,
                   const struct article_receiver *receiver)
{
    struct json_values values;
    struct file_reader reader = {.lines = lines, .receiver = receiver, .member = {"", 0}};
    json_ids_init(&reader.ids, lines->ids_limit);
    int status = json_values_open(&values, input, lines->line_limit);
    if (status == 0)
        status = read_places(&reader, &values);
    json_values_close(&values);
    json_ids_release(&reader.ids);
    buffer_release(&reader.name);
    return status;
}
