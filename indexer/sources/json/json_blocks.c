#include "indexer/sources/json/json_blocks.h"

#include <stdio.h>
#include <string.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "indexer/sources/article/span.h"

enum { READ_SIZE = 1 << 16, HEAD_SIZE = 1 << 13 };

void json_blocks_open(struct json_blocks *blocks, struct input *input, size_t block_size,
                      size_t line_limit)
{
    *blocks = (struct json_blocks){
        .input = input, .block_size = block_size, .line_limit = line_limit, .next_line = 1};
}

void json_blocks_close(struct json_blocks *blocks)
{
    buffer_release(&blocks->rest);
}

/* Appends to the buffer what one read gives, up to `wanted` bytes or READ_SIZE, whichever is
 * more. */
static int append_input(struct json_blocks *blocks, struct buffer *bytes, size_t wanted)
{
    size_t room = wanted > READ_SIZE ? wanted : READ_SIZE, got;
    if (buffer_reserve(bytes, room) != 0)
        return ERROR_MEMORY;
    int status = input_read(blocks->input, bytes->data + bytes->size, room, &got);
    bytes->size += got;
    blocks->ended = status == 0 && got == 0;
    return status;
}

/* Keeps the block's first `size` bytes, which are `lines` lines, and moves the others to the next
 * block. */
static int cut_block(struct json_blocks *blocks, struct json_block *block, size_t size,
                     size_t lines)
{
    buffer_clear(&blocks->rest);
    buffer_append(&blocks->rest, block->bytes.data + size, block->bytes.size - size);
    block->bytes.size = size;
    blocks->next_line += lines;
    return buffer_status(&blocks->rest);
}

/* Skips the rest of a line that was cut, which may take any number of reads. */
static int skip_line(struct json_blocks *blocks)
{
    struct buffer *rest = &blocks->rest;
    for (;;) {
        char *newline = rest->size == 0 ? NULL : memchr(rest->data, '\n', rest->size);
        if (newline != NULL) {
            rest->size -= (size_t)(newline + 1 - rest->data);
            memmove(rest->data, newline + 1, rest->size);
            return 0;
        }
        rest->size = 0;
        if (blocks->ended)
            return 0;
        int status = append_input(blocks, rest, READ_SIZE);
        if (status != 0)
            return status;
    }
}

/* Finds the end of the line that begins at `line`, reading more as needed. *end is the byte after
 * its \n, or where the line is cut. */
static int find_line_end(struct json_blocks *blocks, struct json_block *block, size_t line,
                         size_t *end)
{
    struct buffer *bytes = &block->bytes;
    size_t searched = line;
    for (;;) {
        char *newline = searched == bytes->size
                            ? NULL
                            : memchr(bytes->data + searched, '\n', bytes->size - searched);
        size_t stop = newline == NULL ? bytes->size : (size_t)(newline - bytes->data);
        if (stop - line > blocks->line_limit) {
            block->cut = true;
            *end = line + blocks->line_limit;
            return 0;
        }
        if (newline != NULL || blocks->ended) {
            *end = newline == NULL ? bytes->size : stop + 1;
            return 0;
        }
        searched = stop;
        int status = append_input(blocks, bytes, READ_SIZE);
        if (status != 0)
            return status;
    }
}

/* Returns the end of the whole lines at the start of the bytes, up to the first that is longer than
 * the limit. *lines is their number. */
static size_t whole_lines(const struct json_blocks *blocks, const struct buffer *bytes,
                          size_t *lines)
{
    size_t line = 0;
    *lines = 0;
    while (line < bytes->size) {
        char *newline = memchr(bytes->data + line, '\n', bytes->size - line);
        if (newline == NULL || (size_t)(newline - bytes->data) - line > blocks->line_limit)
            break;
        line = (size_t)(newline + 1 - bytes->data);
        ++*lines;
    }
    return line;
}

/* Defers a read failure until the whole lines before it have been returned, if there are any. */
static int defer_failure(struct json_blocks *blocks, struct buffer *bytes, int status)
{
    size_t lines, end = status == 0 ? 0 : whole_lines(blocks, bytes, &lines);
    if (end == 0)
        return status;
    bytes->size = end;
    blocks->ended = true;
    blocks->failure = status;
    snprintf(blocks->message, sizeof blocks->message, "%s", error_message());
    return 0;
}

/* Checks the first bytes: binary data and UTF-16 are not JSON Lines; a UTF-8 mark is skipped. */
static int read_head(struct json_blocks *blocks, struct buffer *bytes)
{
    int status = 0;
    while (status == 0 && !blocks->ended && bytes->size < HEAD_SIZE)
        status = append_input(blocks, bytes, blocks->block_size);
    status = defer_failure(blocks, bytes, status);
    if (status != 0)
        return status;
    struct text_span head = span_of(bytes);
    const char *display_path = blocks->input->display_path;
    if (span_starts_with(head, "\xff\xfe") || span_starts_with(head, "\xfe\xff"))
        return error_set(ERROR_INPUT, "'%s' is in UTF-16, but JSON Lines must be in UTF-8",
                         display_path);
    if (decode_is_binary(head.bytes, head.size))
        return error_set(ERROR_INPUT, "'%s' is binary", display_path);
    if (span_starts_with(head, "\xef\xbb\xbf")) {
        bytes->size -= 3;
        memmove(bytes->data, bytes->data + 3, bytes->size);
    }
    return 0;
}

/* Reads until the block is full. */
static int fill_block(struct json_blocks *blocks, struct buffer *bytes)
{
    int status = 0;
    while (status == 0 && !blocks->ended && bytes->size < blocks->block_size)
        status = append_input(blocks, bytes, blocks->block_size - bytes->size);
    return defer_failure(blocks, bytes, status);
}

int json_blocks_next(struct json_blocks *blocks, struct json_block *block)
{
    struct buffer *bytes = &block->bytes;
    buffer_clear(bytes);
    buffer_append(bytes, blocks->rest.data, blocks->rest.size);
    block->cut = block->completed = false;
    block->number = blocks->number++;
    block->first_line = blocks->next_line;
    int status = buffer_status(bytes);
    if (status == 0 && block->number == 0)
        status = read_head(blocks, bytes);
    if (status == 0)
        status = fill_block(blocks, bytes);
    if (status != 0)
        return status;
    if (blocks->failure != 0 && bytes->size == 0)
        return error_set((enum error_code)blocks->failure, "%s", blocks->message);
    size_t lines, end = whole_lines(blocks, bytes, &lines);
    if (end == 0 && bytes->size > 0) {
        lines = 1;
        status = find_line_end(blocks, block, 0, &end);
    }
    if (status == 0)
        status = cut_block(blocks, block, end, lines);
    if (status == 0 && block->cut)
        status = skip_line(blocks);
    return status != 0 ? status : end > 0;
}
