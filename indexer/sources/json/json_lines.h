/* JSON Lines: an object a line, in a stream.
 *
 * Keys: id (a string or a number), title, url, date or published, modified, text or body, content,
 * contents; all others are passed over, with what they hold. A key that comes twice counts as it
 * comes last; of several names of one field the first of this list wins. Titles, addresses and
 * dates that are neither strings nor numbers count as missing.
 *
 * Blank lines are passed over. A line is complained about and left out when it is no JSON object,
 * when its text is no string, when it has neither text nor title, when an earlier line has its id
 * (json_ids.h). A line longer than `line_limit` is cut there: if that is within its text, the
 * article keeps what came before, and the cut is complained of; else it is left out. A line without
 * id has the id L12, 12 being its number; an article's place in its file is its line's number less
 * 1.
 *
 * Bytes that are no UTF-8 are read as decode.h says, a line at a time. Lone surrogates become
 * U+FFFD, U+0000 becomes a space, CR LF and CR become LF.
 */
#ifndef FOUILLE_SOURCES_JSON_LINES_H
#define FOUILLE_SOURCES_JSON_LINES_H

#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"
#include "indexer/sources/article/input.h"
#include "indexer/sources/json/json_blocks.h"
#include "indexer/sources/json/json_ids.h"
#include "indexer/sources/json/json_record.h"
#include "indexer/sources/json/share.h"

enum { JSON_LINE_LIMIT = 1 << 30, JSON_IDS_LIMIT = 1 << 30 };

struct json_lines {
    struct json_block block; /* of a file that is read as one */
    struct buffer text;      /* a line that had to be decoded */
    struct buffer title, url, id;
    struct buffer hashes; /* uint64_t: of the ids of a block's own lines */
    struct buffer own;    /* where those lines stand (struct own_line) */
    struct json_record record;
    size_t line_limit; /* bytes; JSON_LINE_LIMIT unless set */
    size_t ids_limit;
    struct share share; /* lines of others are passed over, and count as lines only */
    bool only_yajl;     /* never take the quick way: for tests and measures */
};

void json_lines_init(struct json_lines *lines);
void json_lines_release(struct json_lines *lines);

/* Hands the articles of all lines to the sink, in order. Memory: about twice the longest line's.
 * 0; ERROR_INPUT when the input is binary or damaged; ERROR_SYSTEM; ERROR_MEMORY; the sink's. */
int json_lines_read(struct json_lines *lines, struct input *input, article_sink sink,
                    article_complaint complaint, void *context);

/* Hands over those of one block of a file that several readers share, with its ids. The block takes
 * its turn at them, whatever happens. As json_lines_read. */
int json_lines_read_block(struct json_lines *lines, struct json_block *block, struct json_ids *ids,
                          article_sink sink, article_complaint complaint, void *context);

#endif
