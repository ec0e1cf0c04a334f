/* The fields of an article in one JSON object.
 *
 * Names are those of json_names.h. Null and what is blank count as absent. Of several names of one
 * field the one with precedence counts, and of one name the last. A value may lie deeper: in an
 * object under the field's name ({"rendered": …}), an array (texts are joined as paragraphs), or
 * objects that hold the article (_source, fields, data …), up to JSON_NESTING of them; in an object
 * of unknown name only if a text is there, too.
 */
#ifndef FOUILLE_JSON_JSON_RECORD_H
#define FOUILLE_JSON_JSON_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "common/json/json_scan.h"
#include "indexer/sources/article/article.h"
#include "indexer/sources/json/json_names.h"
#include "indexer/sources/json/name_map.h"

enum { JSON_NESTING = 4, JSON_NAME_SHOWN = 40, JSON_ARRAYS_MAX = 8 };

struct json_slot {
    enum json_shape shape;
    uint16_t rank;         /* of the key's name; 0 has precedence */
    uint16_t scope;        /* number of the object of unknown name that it is from; 0: none */
    struct text_span span; /* string or number: in `storage` or in the line itself */
    struct buffer storage;
};

struct json_record {
    struct json_slot values[JSON_FIELDS];
    bool has_blank_text; /* a text is there, but blank */
    bool was_lenient;    /* a value such as NaN was read as null */
    /* Arrays of objects that may be articles, as they are written. */
    struct text_span arrays[JSON_ARRAYS_MAX];
    size_t array_count;
    struct {
        size_t size; /* of the longest text that no field has, as it is written */
        char name[JSON_NAME_SHOWN + 1]; /* its name, or that of what it lies in */
    } untaken;
    uint16_t scopes;
    const struct name_map *map; /* what the user says of names, or NULL; borrowed */
    struct buffer name;         /* of the member that is read, if it has escapes */
    struct buffer spare;        /* becomes a slot's storage */
};

void json_record_init(struct json_record *record);
void json_record_release(struct json_record *record);
void json_record_clear(struct json_record *record);

/* Considers a value of another format for the field that its name means, as a member that is a
 * string. It must not change before the record is used. */
void json_record_put(struct json_record *record, struct slice name, const struct json_name *means,
                     struct text_span value);

/* Reads a line, whose bytes must not change before the record is used. Values such as NaN count as
 * null. 0; ERROR_INPUT with a message that says what is wrong; ERROR_MEMORY. Linear time. */
int json_record_read(struct json_record *record, const char *line, size_t size);

#endif
