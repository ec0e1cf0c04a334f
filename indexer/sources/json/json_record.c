#include "indexer/sources/json/json_record.h"

#include "common/json/json_scan.h"
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
    buffer_release(&record->name);
}

void json_record_clear(struct json_record *record)
{
    for (size_t i = 0; i < JSON_FIELDS; i++) {
        struct json_slot *value = &record->values[i];
        value->shape = JSON_ABSENT;
        value->span = (struct text_span){"", 0};
        buffer_clear(&value->storage);
    }
}

/* Returns the field that a key names, and the rank of the name. */
static enum json_field field_of(struct text_span key, uint8_t *rank)
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

/* Returns where to store a value whose key has this rank; NULL for JSON_OTHER, or if a name with
 * precedence has set the field (a text that is not a string counts as set, since the line will be
 * rejected). */
static struct json_slot *slot_of(struct json_record *record, enum json_field field, uint8_t rank)
{
    if (field == JSON_OTHER)
        return NULL;
    struct json_slot *value = &record->values[field];
    bool is_set = value->shape == JSON_STRING || value->shape == JSON_NUMBER ||
                  (value->shape == JSON_NEITHER && field == JSON_TEXT);
    if (is_set && value->rank < rank)
        return NULL;
    value->rank = rank;
    return value;
}

static int read_member(struct json_record *record, struct json_scan *scan, struct slice name)
{
    uint8_t rank;
    enum json_field field = field_of((struct text_span){name.data, name.size}, &rank);
    struct json_slot *slot = slot_of(record, field, rank);
    if (slot == NULL)
        return json_scan_skip(scan);
    struct json_value value;
    int status = json_scan_value(scan, &slot->storage, &value);
    if (status != 0)
        return status;
    slot->shape = value.shape;
    slot->span = (struct text_span){value.text.data, value.text.size};
    return 0;
}

int json_record_read(struct json_record *record, const char *line, size_t size)
{
    struct json_scan scan;
    struct slice name;
    json_record_clear(record);
    json_scan_init(&scan, line, size);
    int status = json_scan_object(&scan);
    while (status == 0 && (status = json_scan_name(&scan, &record->name, &name)) == 1)
        status = read_member(record, &scan, name);
    return status == 0 ? json_scan_end(&scan) : status;
}
