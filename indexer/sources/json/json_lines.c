#include "indexer/sources/json/json_lines.h"

#include <stdint.h>
#include <stdio.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"

enum { BLOCK = 1 << 18, ID_SHOWN_MAX = 100 };

/* The state of reading one block. */
struct block_reader {
    struct json_lines *lines;
    struct json_block *block;
    struct json_ids *ids;
    const struct article_receiver *receiver;
    bool quiet_reader; /* complaints are discarded */
    size_t start;      /* of the next line, in the block */
    size_t number;     /* of the current line, from 1 */
};

void json_lines_init(struct json_lines *lines)
{
    *lines = (struct json_lines){.line_limit = JSON_LINE_LIMIT, .ids_limit = JSON_IDS_LIMIT};
    json_record_init(&lines->record);
}

void json_lines_release(struct json_lines *lines)
{
    buffer_release(&lines->block.bytes);
    buffer_release(&lines->text);
    buffer_release(&lines->id);
    json_article_release(&lines->article);
    vector_release(&lines->hashes);
    vector_release(&lines->shard_lines);
    json_record_release(&lines->record);
}

static void report_line(const struct block_reader *block_reader, const char *message)
{
    const struct article_receiver *receiver = block_reader->receiver;
    if (receiver->complaint != NULL && !block_reader->quiet_reader)
        receiver->complaint(receiver->context, block_reader->number, message);
}

/* --- lines --- */

/* Returns the next line in *line, without its end; false at the end of the block. */
static bool next_line(struct block_reader *block_reader, struct text_span *line)
{
    const struct buffer *bytes = &block_reader->block->bytes;
    if (block_reader->start == bytes->size)
        return false;
    const char *from = bytes->data + block_reader->start;
    const char *newline = memchr(from, '\n', bytes->size - block_reader->start);
    const char *end = newline == NULL ? bytes->data + bytes->size : newline;
    *line = span_between(from, end);
    block_reader->start += line->size + (newline != NULL);
    block_reader->number++;
    if (line->size > 0 && end[-1] == '\r')
        line->size--;
    return true;
}

/* Returns the next line that belongs to the reader's shard. */
static bool next_shard_line(struct block_reader *block_reader, struct text_span *line)
{
    bool found;
    do
        found = next_line(block_reader, line);
    while (found && !shard_input_has_line(&block_reader->lines->shard, line->bytes, line->size));
    return found;
}

/* Returns the size of the incomplete character or escape at the end of a line that was cut. */
static size_t incomplete_end_size(struct text_span line)
{
    enum { ESCAPE_MAX = 6 };
    size_t size = line.size;
    while (size > 0 && line.size - size < 3 && utf8_is_continuation(line.bytes[size - 1]))
        size--;
    if (size > 0 && (unsigned char)line.bytes[size - 1] >= 0xc0)
        size--;
    else
        size = line.size;
    for (size_t offset = 1; offset < ESCAPE_MAX && offset <= size; offset++) {
        if (line.bytes[size - offset] != '\\')
            continue;
        size_t first =
            size - offset; /* of a run of backslashes, every second of which is escaped */
        while (first > 0 && line.bytes[first - 1] == '\\')
            first--;
        bool is_escape = (size - offset - first) % 2 == 0;
        bool is_complete =
            offset > 1 && (line.bytes[size - offset + 1] != 'u' || offset == ESCAPE_MAX);
        return line.size - (is_escape && !is_complete ? size - offset : size);
    }
    return line.size - size;
}

/* Completes a line that was cut, as if the text in which it was cut ended there. Once is enough. */
static int complete_line(struct json_block *block, struct text_span *line)
{
    if (!block->completed) {
        block->bytes.size -= incomplete_end_size(*line);
        buffer_append_string(&block->bytes, "\"}");
        block->completed = true;
    }
    *line = span_of(&block->bytes);
    return buffer_status(&block->bytes);
}

static struct text_span line_id(struct block_reader *block_reader)
{
    struct buffer *id = &block_reader->lines->id;
    struct text_span own_id = json_article_line(id, &block_reader->lines->record.values[JSON_ID]);
    if (own_id.size > 0)
        return own_id;
    buffer_append_format(id, "L%zu", block_reader->number);
    return span_of(id);
}

static void report_repeated_id(struct block_reader *block_reader, struct text_span id)
{
    char message[ID_SHOWN_MAX + 80];
    size_t size = utf8_floor(id.bytes, id.size, ID_SHOWN_MAX);
    snprintf(message, sizeof message, _("duplicate id '%.*s'"), (int)size, id.bytes);
    report_line(block_reader, message);
}

/* --- records --- */

/* Reads a line into the record. 1; 0 when it has no valid record, which is reported, or is blank;
 * or an error. */
static int parse_line(const struct block_reader *block_reader, struct text_span line)
{
    struct json_lines *lines = block_reader->lines;
    if (span_trim(line).size == 0)
        return 0;
    if (utf8_valid_prefix(line.bytes, line.size) != line.size) {
        buffer_clear(&lines->text);
        if (decode_text(&lines->text, line.bytes, line.size, NULL) != 0)
            return ERROR_MEMORY;
        line = span_of(&lines->text);
    }
    int status = json_record_read(&lines->record, line.bytes, line.size);
    if (status == ERROR_MEMORY)
        return status;
    const char *fault = status == 0 ? json_article_fault(&lines->record) : NULL;
    if (status != 0)
        report_line(block_reader, error_message());
    else if (fault != NULL)
        report_line(block_reader, _(fault));
    return status == 0 && fault == NULL;
}

/* Like parse_line, but of a line that was cut, reports only that. */
static int read_line_record(struct block_reader *block_reader, struct text_span *line)
{
    if (!block_reader->block->cut)
        return parse_line(block_reader, *line);
    struct block_reader quiet_reader = *block_reader;
    quiet_reader.quiet_reader = true;
    int status = complete_line(block_reader->block, line);
    block_reader->start = block_reader->block->bytes.size;
    if (status == 0)
        status = parse_line(&quiet_reader, *line);
    char message[80];
    const char *format =
        status == 1 ? _("longer than %zu bytes; truncated") : _("longer than %zu bytes");
    snprintf(message, sizeof message, format, block_reader->lines->line_limit);
    if (status >= 0)
        report_line(block_reader, message);
    return status;
}

static int pass_article(struct block_reader *block_reader, struct text_span id, uint64_t hash)
{
    struct json_lines *lines = block_reader->lines;
    const struct article_receiver *receiver = block_reader->receiver;
    struct article article = {.id = id,
                              .ordinal = (uint32_t)(block_reader->number - 1),
                              .content_hash = hash ^ name_map_hash(lines->record.map)};
    int status = json_article_make(&lines->article, &lines->record, &article);
    if (status != 0)
        return status;
    if (!block_reader->quiet_reader)
        json_article_report(&lines->record, &article, block_reader->number, receiver);
    return receiver->article(receiver->context, &article);
}

/* Never 0, which means a line without a record. */
static uint64_t hash_id(struct text_span id)
{
    uint64_t hash = hash_bytes(id.bytes, id.size);
    return hash + (hash == 0);
}

/* --- a file with one reader --- */

static int read_whole_block(struct block_reader *block_reader)
{
    struct text_span line;
    while (next_shard_line(block_reader, &line)) {
        int status = read_line_record(block_reader, &line);
        if (status == 0)
            continue;
        if (status < 0)
            return status;
        uint64_t hash = hash_bytes(line.bytes, line.size);
        struct text_span id = line_id(block_reader);
        status = block_reader->lines->id.failed ? error_memory()
                                                : json_ids_add(block_reader->ids, hash_id(id));
        if (status == 0)
            report_repeated_id(block_reader, id);
        else if (status > 0)
            status = pass_article(block_reader, id, hash);
        if (status < 0)
            return status;
    }
    return 0;
}

int json_lines_read(struct json_lines *lines, struct input *input,
                    const struct article_receiver *receiver)
{
    struct json_blocks blocks;
    struct json_ids ids;
    json_blocks_open(&blocks, input, BLOCK, lines->line_limit);
    json_ids_init(&ids, lines->ids_limit);
    int status;
    while ((status = json_blocks_next(&blocks, &lines->block)) == 1) {
        struct block_reader block_reader = {.lines = lines,
                                            .block = &lines->block,
                                            .ids = &ids,
                                            .receiver = receiver,
                                            .number = lines->block.first_line - 1};
        status = read_whole_block(&block_reader);
        if (status < 0)
            break;
    }
    json_ids_release(&ids);
    json_blocks_close(&blocks);
    return status;
}

/* --- a file with several readers --- */

/* A line that belongs to the reader's shard: its place in the block, its size and its number. */
struct shard_line {
    size_t start, size, number;
};

/* Lists the block's lines in the shard, so that those of other shards are read only once, and the
 * hashes of their ids; 0 for a line without a record. Reports nothing: read_shard_lines does. */
static int list_shard_lines(struct block_reader block_reader)
{
    struct json_lines *lines = block_reader.lines;
    struct text_span line;
    block_reader.quiet_reader = true;
    vector_clear(&lines->hashes);
    vector_clear(&lines->shard_lines);
    while (next_shard_line(&block_reader, &line)) {
        const struct shard_line at = {(size_t)(line.bytes - block_reader.block->bytes.data),
                                      line.size, block_reader.number};
        int status = read_line_record(&block_reader, &line);
        if (status < 0)
            return status;
        vector_append(&lines->shard_lines, at);
        vector_append(&lines->hashes, status == 0 ? 0 : hash_id(line_id(&block_reader)));
    }
    if (lines->id.failed || lines->shard_lines.buffer.failed)
        return error_memory();
    return vector_status(&lines->hashes);
}

static int read_shard_lines(struct block_reader *block_reader)
{
    const struct shard_line *at = block_reader->lines->shard_lines.items;
    const uint64_t *hashes = block_reader->lines->hashes.items;
    for (size_t i = 0; i < vector_count(&block_reader->lines->shard_lines); i++) {
        struct text_span line = {block_reader->block->bytes.data + at[i].start, at[i].size};
        block_reader->number = at[i].number;
        int status = read_line_record(block_reader, &line);
        if (status > 0 && hashes[i] != 0)
            status = pass_article(block_reader, line_id(block_reader),
                                  hash_bytes(line.bytes, line.size));
        else if (status > 0)
            report_repeated_id(block_reader, line_id(block_reader));
        if (status < 0)
            return status;
    }
    return 0;
}

int json_lines_read_block(struct json_lines *lines, struct json_block *block, struct json_ids *ids,
                          const struct article_receiver *receiver)
{
    struct block_reader block_reader = {.lines = lines,
                                        .block = block,
                                        .ids = ids,
                                        .receiver = receiver,
                                        .number = block->first_line - 1};
    int status = list_shard_lines(block_reader);
    size_t count = status == 0 ? vector_count(&lines->hashes) : 0;
    int turn = json_ids_add_in_turn(ids, block->number, lines->hashes.items, count);
    if (status == 0)
        status = turn;
    return status == 0 ? read_shard_lines(&block_reader) : status;
}
