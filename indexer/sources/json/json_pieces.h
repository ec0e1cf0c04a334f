/* The text of an array: strings, or objects that have it under a name of texts (json_names.h), as
 * the editors of pages and of speeches write paragraphs and blocks. */
#ifndef FOUILLE_JSON_JSON_PIECES_H
#define FOUILLE_JSON_JSON_PIECES_H

#include <stdbool.h>

#include "common/base/buffer.h"
#include "common/json/json_scan.h"

/* Reads the array that is next and appends its texts: those of its elements as paragraphs, those
 * within them as lines. Sets *empty to whether it has no elements but null. 0; ERROR_INPUT;
 * ERROR_MEMORY. Check `into` with buffer_status. */
int json_pieces_read(struct json_scan *scan, struct buffer *into, bool *empty);

#endif
