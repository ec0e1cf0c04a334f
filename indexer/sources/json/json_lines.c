#include "indexer/sources/json/json_lines.h"

#include <stdint.h>
#include <stdio.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"

enum { BLOCK = 1 << 18, ID_SHOWN = 100 };

/* The state of reading one block, and the callbacks. */
struct reading {
    struct json_lines *lines;
    struct json_block *block;
    struct json_ids *ids;
    article_sink sink;
    article_complaint complaint; /* NULL: discarded */
    void *context;
    size_t start;  /* of the next line, in the block */
    size_t number; /* of the current line, from 1 */
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
    buffer_release(&lines->title);
    buffer_release(&lines->url);
    buffer_release(&lines->id);
    buffer_release(&lines->hashes);
    buffer_release(&lines->own);
    json_record_release(&lines->record);
}

static void complain(const struct reading *reading, const char *message)
{
    if (reading->complaint != NULL)
        reading->complaint(reading->context, reading->number, message);
}

/* --- lines --- */

/* Returns the next line in *line, without its end; false at the end of the block. */
static bool next_line(struct reading *reading, struct text_span *line)
{
    const struct buffer *bytes = &reading->block->bytes;
    if (reading->start == bytes->size)
        return false;
    const char *from = bytes->data + reading->start;
    const char *newline = memchr(from, '\n', bytes->size - reading->start);
    const char *end = newline == NULL ? bytes->data + bytes->size : newline;
    *line = span_between(from, end);
    reading->start += line->size + (newline != NULL);
    reading->number++;
    if (line->size > 0 && end[-1] == '\r')
        line->size--;
    return true;
}

/* Returns the next line that belongs to the reader's shard. */
static bool next_own_line(struct reading *reading, struct text_span *line)
{
    bool found;
    do
        found = next_line(reading, line);
    while (found && !share_has_line(&reading->lines->share, line->bytes, line->size));
    return found;
}

/* Returns the size of the incomplete character or escape at the end of a line that was cut. */
static size_t ragged_end(struct text_span line)
{
    enum { ESCAPE_MAX = 6 };
    size_t size = line.size;
    while (size > 0 && line.size - size < 3 && ((unsigned char)line.bytes[size - 1] & 0xc0) == 0x80)
        size--;
    if (size > 0 && (unsigned char)line.bytes[size - 1] >= 0xc0)
        size--;
    else
        size = line.size;
    for (size_t back = 1; back < ESCAPE_MAX && back <= size; back++) {
        if (line.bytes[size - back] != '\\')
            continue;
        size_t first = size - back; /* of a run of backslashes, every second of which is escaped */
        while (first > 0 && line.bytes[first - 1] == '\\')
            first--;
        bool begins = (size - back - first) % 2 == 0;
        bool whole = back > 1 && (line.bytes[size - back + 1] != 'u' || back == ESCAPE_MAX);
        return line.size - (begins && !whole ? size - back : size);
    }
    return line.size - size;
}

/* Completes a line that was cut, as if the text in which it was cut ended there. Once is enough. */
static int close_line(struct json_block *block, struct text_span *line)
{
    if (!block->closed) {
        block->bytes.size -= ragged_end(*line);
        buffer_append_string(&block->bytes, "\"}");
        block->closed = true;
    }
    *line = span_of(&block->bytes);
    return buffer_status(&block->bytes);
}

static struct text_span one_line(struct buffer *into, const struct json_value *value)
{
    buffer_clear(into);
    if (value->shape == JSON_STRING || value->shape == JSON_NUMBER)
        span_append_line(into, value->span);
    return span_of(into);
}

static struct moment moment_of(const struct json_value *value)
{
    struct moment moment = {.zone = MOMENT_NO_ZONE};
    struct text_span text = span_trim(value->span);
    if (value->shape != JSON_STRING && value->shape != JSON_NUMBER)
        return moment;
    if (moment_parse(text.bytes, text.size, &moment) == 0)
        moment_parse_french(text.bytes, text.size, &moment);
    return moment;
}

static struct text_span id_of(struct reading *reading)
{
    struct buffer *id = &reading->lines->id;
    struct text_span given = one_line(id, &reading->lines->record.values[JSON_ID]);
    if (given.size > 0)
        return given;
    buffer_append_format(id, "L%zu", reading->number);
    return span_of(id);
}

/* Returns what is wrong with an object whose syntax is valid; NULL if nothing is. */
static const char *fault_of(const struct json_record *record)
{
    enum json_shape text = record->values[JSON_TEXT].shape;
    enum json_shape title = record->values[JSON_TITLE].shape;
    if (text != JSON_ABSENT && text != JSON_STRING)
        return N_("the text is not a string");
    if (text == JSON_ABSENT && title != JSON_STRING && title != JSON_NUMBER)
        return N_("no text and no title");
    return NULL;
}

static void complain_of_id(struct reading *reading, struct text_span id)
{
    char message[ID_SHOWN + 80];
    size_t size = id.size < ID_SHOWN ? id.size : ID_SHOWN;
    while (size < id.size && ((unsigned char)id.bytes[size] & 0xc0) == 0x80)
        size--; /* not inside a character */
    snprintf(message, sizeof message, _("the id '%.*s' was given before"), (int)size, id.bytes);
    complain(reading, message);
}

/* --- records --- */

/* Reads a line into the record. 1; 0 when it has no valid record, which is reported, or is blank;
 * or an error. */
static int parse_line(const struct reading *reading, struct text_span line)
{
    struct json_lines *lines = reading->lines;
    if (span_trim(line).size == 0)
        return 0;
    if (decode_valid_prefix(line.bytes, line.size) != line.size) {
        buffer_clear(&lines->text);
        if (decode_text(&lines->text, line.bytes, line.size, NULL) != 0)
            return ERROR_MEMORY;
        line = span_of(&lines->text);
    }
    int status = lines->only_yajl ? 0 : json_scan(&lines->record, line.bytes, line.size);
    if (status == 0) {
        status = json_yajl(&lines->record, line.bytes, line.size);
        if (status == 0 || status == ERROR_INPUT) {
            if (status != 0)
                complain(reading, error_message());
            status = status == 0;
        }
    }
    const char *fault = status == 1 ? fault_of(&lines->record) : NULL;
    if (fault != NULL)
        complain(reading, _(fault));
    return fault != NULL ? 0 : status;
}

/* Like parse_line, but of a line that was cut, reports only that. */
static int read_record(struct reading *reading, struct text_span *line)
{
    if (!reading->block->cut)
        return parse_line(reading, *line);
    struct reading quiet = *reading;
    quiet.complaint = NULL;
    int status = close_line(reading->block, line);
    reading->start = reading->block->bytes.size;
    if (status == 0)
        status = parse_line(&quiet, *line);
    char message[80];
    const char *format =
        status == 1 ? _("longer than %zu bytes; cut there") : _("longer than %zu bytes");
    snprintf(message, sizeof message, format, reading->lines->line_limit);
    if (status >= 0)
        complain(reading, message);
    return status;
}

static int hand_over(struct reading *reading, struct text_span id, uint64_t hash)
{
    struct json_lines *lines = reading->lines;
    struct json_value *values = lines->record.values;
    struct article article = {
        .id = id,
        .title = one_line(&lines->title, &values[JSON_TITLE]),
        .url = one_line(&lines->url, &values[JSON_URL]),
        .body = values[JSON_TEXT].span,
        .published = moment_of(&values[JSON_PUBLISHED]),
        .modified = moment_of(&values[JSON_MODIFIED]),
        .ordinal = (uint32_t)(reading->number - 1),
        .content_hash = hash,
    };
    if (lines->title.failed || lines->url.failed)
        return error_memory();
    return reading->sink(reading->context, &article);
}

/* Never 0, which means a line without a record. */
static uint64_t hash_of_id(struct text_span id)
{
    uint64_t hash = hash_bytes(id.bytes, id.size);
    return hash + (hash == 0);
}

/* --- a file with one reader --- */

static int read_alone(struct reading *reading)
{
    struct text_span line;
    while (next_own_line(reading, &line)) {
        int status = read_record(reading, &line);
        if (status == 0)
            continue;
        if (status < 0)
            return status;
        uint64_t hash = hash_bytes(line.bytes, line.size);
        struct text_span id = id_of(reading);
        status =
            reading->lines->id.failed ? error_memory() : json_ids_add(reading->ids, hash_of_id(id));
        if (status == 0)
            complain_of_id(reading, id);
        else if (status > 0)
            status = hand_over(reading, id, hash);
        if (status < 0)
            return status;
    }
    return 0;
}

int json_lines_read(struct json_lines *lines, struct input *input, article_sink sink,
                    article_complaint complaint, void *context)
{
    struct json_blocks blocks;
    struct json_ids ids;
    json_blocks_open(&blocks, input, BLOCK, lines->line_limit);
    json_ids_init(&ids, lines->ids_limit);
    int status;
    while ((status = json_blocks_next(&blocks, &lines->block)) == 1) {
        struct reading reading = {lines,     &lines->block, &ids, sink,
                                  complaint, context,       0,    lines->block.first_line - 1};
        status = read_alone(&reading);
        if (status < 0)
            break;
    }
    json_ids_release(&ids);
    json_blocks_close(&blocks);
    return status;
}

/* --- a file with several readers --- */

/* A line that belongs to the reader's shard: its place in the block, its size and its number. */
struct own_line {
    size_t start, size, number;
};

/* Lists the block's own lines, so that those of other shards are read only once, and the hashes of
 * their ids; 0 for a line without a record. Reports nothing: read_listed does. */
static int list_ids(struct reading reading, struct buffer *hashes)
{
    struct buffer *own = &reading.lines->own;
    struct text_span line;
    reading.complaint = NULL;
    buffer_clear(hashes);
    buffer_clear(own);
    while (next_own_line(&reading, &line)) {
        const struct own_line at = {(size_t)(line.bytes - reading.block->bytes.data), line.size,
                                    reading.number};
        int status = read_record(&reading, &line);
        if (status < 0)
            return status;
        buffer_append(own, &at, sizeof at);
        buffer_append_u64(hashes, status == 0 ? 0 : hash_of_id(id_of(&reading)));
    }
    if (reading.lines->id.failed || own->failed)
        return error_memory();
    return buffer_status(hashes);
}

static int read_listed(struct reading *reading, const uint64_t *hashes)
{
    const struct buffer *own = &reading->lines->own;
    const struct own_line *at = (const struct own_line *)(const void *)own->data;
    for (size_t i = 0; i < own->size / sizeof *at; i++) {
        struct text_span line = {reading->block->bytes.data + at[i].start, at[i].size};
        reading->number = at[i].number;
        int status = read_record(reading, &line);
        if (status > 0 && hashes[i] != 0)
            status = hand_over(reading, id_of(reading), hash_bytes(line.bytes, line.size));
        else if (status > 0)
            complain_of_id(reading, id_of(reading));
        if (status < 0)
            return status;
    }
    return 0;
}

int json_lines_read_block(struct json_lines *lines, struct json_block *block, struct json_ids *ids,
                          article_sink sink, article_complaint complaint, void *context)
{
    struct reading reading = {lines,     block,   ids, sink,
                              complaint, context, 0,   block->first_line - 1};
    struct buffer *hashes = &lines->hashes;
    int status = list_ids(reading, hashes);
    uint64_t *listed = (uint64_t *)(void *)hashes->data;
    size_t count = status == 0 ? hashes->size / sizeof *listed : 0;
    int turn = json_ids_take_turn(ids, block->number, listed, count);
    if (status == 0)
        status = turn;
    return status == 0 ? read_listed(&reading, listed) : status;
}
