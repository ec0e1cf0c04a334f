/* JSON Lines in blocks of whole lines, so that several readers can share a file.
 *
 * The owner of the input cuts it into blocks; a block knows its number and the number of its first
 * line, and can be read independently. A line longer than the limit is cut there, the rest of it is
 * skipped, and it forms a block of its own.
 */
#ifndef FOUILLE_JSON_JSON_BLOCKS_H
#define FOUILLE_JSON_JSON_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/input.h"

struct json_block {
    struct buffer bytes; /* owned by the caller, who may reuse it */
    size_t number;       /* from 0 */
    size_t first_line;   /* from 1 */
    bool cut;            /* it is one line that continues past the limit, and has no \n */
    bool completed;      /* a reader has completed that line */
};

struct json_blocks {
    struct input *input;
    size_t block_size; /* approximate bytes of a block; a long line makes a larger one */
    size_t line_limit;
    size_t number, next_line;
    struct buffer rest; /* already read, but for the next block */
    bool ended;
    int failure; /* of reading; returned once the lines before it have been */
    char message[512];
};

/* `input` must outlive it. `block_size` is at least 1. */
void json_blocks_open(struct json_blocks *blocks, struct input *input, size_t block_size,
                      size_t line_limit);
void json_blocks_close(struct json_blocks *blocks);

/* Fills the next block. 1; 0 at the end; ERROR_INPUT when the input is binary, UTF-16 or damaged
 * (earlier blocks remain valid); ERROR_SYSTEM; ERROR_MEMORY. Memory: a block, or the longest line
 * up to the limit. */
int json_blocks_next(struct json_blocks *blocks, struct json_block *block);

#endif
