/* Strings of JSON that are HTML, or have its entities: what a reader sees of them.
 *
 * A string is HTML if it begins with an element that is a block, a doctype or a comment, or if its
 * only tags are HTML's, at least one closes another or breaks a line, and there is nothing of
 * Markdown. So text that speaks of tags, or has code, stays whole. Entities are read everywhere:
 * those of HTML that end in a semicolon.
 */
#ifndef FOUILLE_JSON_JSON_TEXT_H
#define FOUILLE_JSON_JSON_TEXT_H

#include <stdbool.h>

#include "indexer/sources/article/draft.h"

/* All zeros at first. */
struct json_text {
    struct draft page;     /* of the last string that was HTML */
    struct buffer decoded; /* the last string that had entities */
    bool is_page;          /* the last string was a whole page, with a head of its own */
};

void json_text_release(struct json_text *reader);

/* Returns in *shown what a reader sees of `text`, which is UTF-8: the text itself, or what is in
 * the reader until the next call. 0 or ERROR_MEMORY. Linear time; text without < and & costs two
 * searches. */
int json_text_read(struct json_text *reader, struct text_span text, struct text_span *shown);

#endif
