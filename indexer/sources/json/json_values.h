/* The values of a JSON file one by one, in a stream: an object alone, objects one after another
 * with or without commas, or the elements of an array. Only their ends are looked for: what is
 * within them may be anything. */
#ifndef FOUILLE_JSON_JSON_VALUES_H
#define FOUILLE_JSON_JSON_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"
#include "indexer/sources/article/input.h"

struct json_values {
    struct input *input;
    size_t limit;        /* bytes of a value */
    struct buffer bytes; /* read, from the last value on */
    size_t at;           /* of what is not looked at yet */
    size_t line;         /* there, from 1 */
    bool in_array, ended;
};

struct json_value_place {
    struct text_span text; /* until the next call */
    size_t line;           /* on which it begins */
    bool in_array;         /* it is an element of an array */
    bool cut;              /* it is longer than the limit: `text` is its beginning */
};

/* `input` must outlive it. 0; ERROR_INPUT when the input is binary or damaged; ERROR_SYSTEM;
 * ERROR_MEMORY. UTF-16 is held in memory, up to the limit. Closed also after a failure. */
int json_values_open(struct json_values *values, struct input *input, size_t limit);
void json_values_close(struct json_values *values);

/* Finds the next value. 1; 0 at the end; errors as above. Linear time. Memory: the longest value,
 * up to the limit. */
int json_values_next(struct json_values *values, struct json_value_place *value);

/* Whether nothing but blanks follows. 1; 0; errors as above. May read on, but the last value
 * stays. */
int json_values_is_last(struct json_values *values, struct json_value_place *value);

#endif
