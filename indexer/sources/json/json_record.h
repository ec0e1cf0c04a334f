/* The fields of one JSON object, whichever parser reads it.
 *
 * Two parsers fill a record: json_scan.c reads the lines that make up nearly all files, at about
 * the speed of memory; json_yajl.c reads those that the first declines, and reports what is wrong
 * with them. They agree on every line (tests/unit/sources/json_lines.c checks it).
 */
#ifndef FOUILLE_JSON_JSON_RECORD_H
#define FOUILLE_JSON_JSON_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
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

enum json_shape { JSON_ABSENT, JSON_STRING, JSON_NUMBER, JSON_NEITHER };

struct json_value {
    enum json_shape shape;
    uint8_t rank;          /* of the key's name; 0 has precedence */
    struct text_span span; /* string or number: in `storage` or in the line itself */
    struct buffer storage;
};

struct json_record {
    struct json_value values[JSON_FIELDS];
};

void json_record_init(struct json_record *record);
void json_record_release(struct json_record *record);
void json_record_clear(struct json_record *record);

/* Returns the field that a key names, and the rank of the name. */
enum json_field json_field_of(struct text_span key, uint8_t *rank);

/* Returns where to store a value whose key has this rank; NULL for JSON_OTHER, or if a name with
 * precedence has set the field (a text that is not a string counts as set, since the line will be
 * rejected). */
struct json_value *json_record_slot(struct json_record *record, enum json_field field,
                                    uint8_t rank);

/* Reads a line of valid UTF-8, whose bytes must not change before the record is used. 1: read; 0:
 * declined, and the record is empty; ERROR_MEMORY. */
int json_scan(struct json_record *record, const char *line, size_t size);

/* Reads any line. 0; ERROR_INPUT with a message that says what is wrong; ERROR_MEMORY. */
int json_yajl(struct json_record *record, const char *line, size_t size);

#endif
