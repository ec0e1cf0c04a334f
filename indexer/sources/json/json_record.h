/* The fields of one JSON object, whichever parser reads it.
 *
 * Two parsers fill a record: json_scan.c, which takes the lines that nearly all files are made of
 * at about the speed of memory, and json_yajl.c, which takes what the other declines and says what
 * is wrong with it. They agree on every line (tests/unit/sources/json_lines.c holds them to it).
 */
#ifndef FOUILLE_SOURCES_JSON_RECORD_H
#define FOUILLE_SOURCES_JSON_RECORD_H

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
    JSON_OTHER = JSON_FIELDS, /* a key that is passed over */
};

enum json_shape { JSON_ABSENT, JSON_STRING, JSON_NUMBER, JSON_NEITHER };

struct json_value {
    enum json_shape shape;
    uint8_t rank;          /* of the name it came under; 0 is the strongest */
    struct text_span span; /* string or number: in `storage` or in the line itself */
    struct buffer storage;
};

struct json_record {
    struct json_value values[JSON_FIELDS];
};

void json_record_init(struct json_record *record);
void json_record_release(struct json_record *record);
void json_record_clear(struct json_record *record);

/* The field that a key names, and the rank of the name. */
enum json_field json_field_of(struct text_span key, uint8_t *rank);

/* The value that a new one of this rank replaces; NULL for JSON_OTHER, and if a stronger name has
 * set it (a text that is no string counts as set, since the line will be refused). */
struct json_value *json_record_slot(struct json_record *record, enum json_field field,
                                    uint8_t rank);

/* Reads a line of valid UTF-8, of which no byte is to change before the record is used.
 * 1: read; 0: declined, the record is cleared; ERROR_MEMORY. */
int json_scan(struct json_record *record, const char *line, size_t size);

/* Reads any line. 0; ERROR_INPUT with a message that says what is wrong; ERROR_MEMORY. */
int json_yajl(struct json_record *record, const char *line, size_t size);

#endif
