#include "indexer/sources/json/json_record.h"

#include "indexer/sources/article/span.h"

void json_record_init(struct json_record *record)
{
    *record = (struct json_record){0};
    json_record_clear(record);
}

void json_record_release(struct json_record *record)
{
    for (size_t i = 0; i < JSON_FIELDS; i++)
        buffer_release(&record->values[i].storage);
}

void json_record_clear(struct json_record *record)
{
    for (size_t i = 0; i < JSON_FIELDS; i++) {
        struct json_value *value = &record->values[i];
        value->shape = JSON_ABSENT;
        value->span = (struct text_span){"", 0};
        buffer_clear(&value->storage);
    }
}

enum json_field json_field_of(struct text_span key, uint8_t *rank)
{
    static const struct {
        const char *name;
        enum json_field field;
        uint8_t rank;
    } names[] = {
        {"id", JSON_ID, 0},
        {"title", JSON_TITLE, 0},
        {"text", JSON_TEXT, 0},
        {"body", JSON_TEXT, 1},
        {"content", JSON_TEXT, 2},
        {"contents", JSON_TEXT, 3},
        {"url", JSON_URL, 0},
        {"date", JSON_PUBLISHED, 0},
        {"published", JSON_PUBLISHED, 1},
        {"modified", JSON_MODIFIED, 0},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_equals(key, names[i].name)) {
            *rank = names[i].rank;
            return names[i].field;
        }
    *rank = 0;
    return JSON_OTHER;
}

struct json_value *json_record_slot(struct json_record *record, enum json_field field, uint8_t rank)
{
    if (field == JSON_OTHER)
        return NULL;
    struct json_value *value = &record->values[field];
    bool is_set = value->shape == JSON_STRING || value->shape == JSON_NUMBER ||
                  (value->shape == JSON_NEITHER && field == JSON_TEXT);
    if (is_set && value->rank < rank)
        return NULL;
    value->rank = rank;
    return value;
}
