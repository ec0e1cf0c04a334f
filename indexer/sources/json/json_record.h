/* The fields of an article in one JSON object. */
#ifndef FOUILLE_JSON_JSON_RECORD_H
#define FOUILLE_JSON_JSON_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "common/json/json_scan.h"
#include "indexer/sources/article/article.h"

enum json_field {
    JSON_ID,
    JSON_TITLE,
    JSON_URL,
    JSON_PUBLISHED,
    JSON_MODIFIED,
    JSON_TEXT,
    JSON_FIELDS,
    JSON_OTHER = JSON_FIELDS, /* a key that is skipped */
};

struct json_slot {
    enum json_shape shape;
    uint8_t rank;          /* of the key's name; 0 has precedence */
    struct text_span span; /* string or number: in `storage` or in the line itself */
    struct buffer storage;
};

struct json_record {
    struct json_slot values[JSON_FIELDS];
    struct buffer name; /* of the member that is read, if it has escapes */
};

void json_record_init(struct json_record *record);
void json_record_release(struct json_record *record);
void json_record_clear(struct json_record *record);

/* Reads a line, whose bytes must not change before the record is used. 0; ERROR_INPUT with a
 * message that says what is wrong; ERROR_MEMORY. */
int json_record_read(struct json_record *record, const char *line, size_t size);

#endif
