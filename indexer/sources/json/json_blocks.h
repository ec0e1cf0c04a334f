/* JSON Lines in blocks of whole lines, so that several readers can share a file.
 *
 * Whoever holds the input cuts; a block knows its number and the number of its first line, and can
 * be read by itself. A line longer than the limit is cut there, its rest is passed over, and it is
 * a block by itself.
 */
#ifndef FOUILLE_SOURCES_JSON_BLOCKS_H
#define FOUILLE_SOURCES_JSON_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/input.h"

struct json_block {
    struct buffer
        bytes;         /* the caller's, with what it holds; kept from block to block if he likes */
    size_t number;     /* from 0 */
    size_t first_line; /* from 1 */
    bool cut;          /* it is one line that goes on behind the limit, and has no \n */
    bool closed;       /* a reader has ended that line */
};

struct json_blocks {
    struct input *input;
    size_t block_size; /* bytes of a block, about; a long line makes a larger one */
    size_t line_limit;
    size_t number, next_line;
    struct buffer rest; /* read, but of the next block */
    bool ended;
    int failure; /* of reading; told when the lines before it have been handed out */
    char message[512];
};

/* The input outlives it. `block_size` is at least 1. */
void json_blocks_open(struct json_blocks *blocks, struct input *input, size_t block_size,
                      size_t line_limit);
void json_blocks_close(struct json_blocks *blocks);

/* Fills the next block. 1; 0 at the end; ERROR_INPUT when the input is binary, UTF-16 or damaged
 * (blocks before it stand); ERROR_SYSTEM; ERROR_MEMORY. Memory: a block, or the longest line up to
 * the limit. */
int json_blocks_next(struct json_blocks *blocks, struct json_block *block);

#endif
