/* JSON Lines: an object a line, in a stream.
 *
 * Keys: id (a string or a number), title, url, date or published, modified, text or body, content,
 * contents; all others are passed over, with what they hold. A key that comes twice counts as it
 * comes last; of several names of one field the first of this list wins. Titles, addresses and
 * dates that are neither strings nor numbers count as missing.
 *
 * Blank lines are passed over. A line is complained about and left out when it is no JSON object,
 * when its text is no string, when it has neither text nor title, when an earlier line has its id
 * (ids are compared by a 64-bit hash; 8 to 16 bytes each), or when it is longer than `line_limit`.
 * A line without id has the id L12, 12 being its number.
 *
 * Bytes that are no UTF-8 are read as decode.h says, a line at a time. Lone surrogates become
 * U+FFFD, U+0000 becomes a space, CR LF and CR become LF.
 */
#ifndef FOUILLE_SOURCES_JSON_LINES_H
#define FOUILLE_SOURCES_JSON_LINES_H

#include <stddef.h>

#include "platform/buffer.h"
#include "sources/article.h"
#include "sources/id_set.h"
#include "sources/input.h"
#include "sources/json_record.h"

enum { JSON_LINE_LIMIT = 1 << 30 };

struct json_lines {
    struct buffer block; /* what was read and is not handed out yet */
    struct buffer text;  /* a line that had to be decoded */
    struct buffer title, url, id;
    struct json_record record;
    struct id_set ids;
    size_t line_limit; /* bytes; JSON_LINE_LIMIT but in tests */
    bool only_yajl;    /* never take the quick way: for tests and measures */
};

void json_lines_init(struct json_lines *lines);
void json_lines_release(struct json_lines *lines);

/* Hands the articles of all lines to the sink, in order. Memory: about twice the longest line's.
 * 0; ERROR_INPUT when the input is binary or damaged; ERROR_SYSTEM; ERROR_MEMORY; the sink's. */
int json_lines_read(struct json_lines *lines, struct input *input, article_sink sink,
                    article_complaint complaint, void *context);

#endif
