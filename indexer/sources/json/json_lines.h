/* JSON Lines: one object per line, in a stream.
 *
 * json_record.h says what becomes the fields of an article, json_text.h what becomes of HTML.
 * Titles, addresses and dates that are neither strings nor numbers count as missing.
 *
 * Blank lines are skipped. A line is reported and left out when it is not a JSON object, when its
 * text is not a string, when it has neither text nor title, or when an earlier line has the same id
 * (json_ids.h). A line longer than `line_limit` is cut there and reported: if the cut is within its
 * text, the article keeps what comes before it; else the line is left out. A line without an id has
 * the id L12, where 12 is its line number; an article's ordinal is its line number less 1.
 *
 * Bytes that are not UTF-8 are decoded as decode.h says, line by line. Lone surrogates become
 * U+FFFD, U+0000 becomes a space, CR LF and CR become LF.
 */
#ifndef FOUILLE_JSON_JSON_LINES_H
#define FOUILLE_JSON_JSON_LINES_H

#include <stddef.h>

#include "common/base/buffer.h"
#include "common/base/vector.h"
#include "indexer/sources/article/article.h"
#include "indexer/sources/article/input.h"
#include "indexer/sources/json/json_article.h"
#include "indexer/sources/json/json_blocks.h"
#include "indexer/sources/json/json_ids.h"
#include "indexer/sources/json/json_record.h"
#include "indexer/sources/json/shard_input.h"

enum { JSON_LINE_LIMIT = 1 << 30, JSON_IDS_LIMIT = 1 << 30 };

struct shard_line;

struct json_lines {
    struct json_block block; /* of a file with one reader */
    struct buffer text;      /* a line that had to be decoded */
    struct buffer id;
    struct json_article article;
    VECTOR(uint64_t) hashes;               /* of the ids of the block's lines in the shard */
    VECTOR(struct shard_line) shard_lines; /* where those lines are */
    struct json_record record;
    size_t line_limit; /* bytes; JSON_LINE_LIMIT unless set */
    size_t ids_limit;
    struct shard shard; /* lines of other shards are skipped, but counted */
};

void json_lines_init(struct json_lines *lines);
void json_lines_release(struct json_lines *lines);

/* Passes the articles of all lines to the receiver, in order. Memory: about twice the longest
 * line's. 0; ERROR_INPUT when the input is binary or damaged; ERROR_SYSTEM; ERROR_MEMORY; the
 * receiver's. */
int json_lines_read(struct json_lines *lines, struct input *input,
                    const struct article_receiver *receiver);

/* Like json_lines_read, for one block of a file that several readers share, with its ids. The block
 * takes its turn at the ids, even after a failure. */
int json_lines_read_block(struct json_lines *lines, struct json_block *block, struct json_ids *ids,
                          const struct article_receiver *receiver);

#endif
