#include "sources/json_lines.h"

#include <stdint.h>
#include <stdio.h>

#include "analysis/decode.h"
#include "platform/error.h"
#include "sources/hash.h"
#include "sources/span.h"

enum { READ_SIZE = 1 << 18, SNIFFED = 1 << 13, ID_SHOWN = 100 };

/* One reading: where it is, and whom it tells. */
struct reading {
    struct json_lines *lines;
    struct input *input;
    article_sink sink;
    article_complaint complaint;
    void *context;
    size_t start;   /* in lines->block: the first byte not handed out */
    size_t scanned; /* in lines->block: no \n between start and here */
    size_t number;  /* of the line, from 1 */
    uint32_t ordinal;
    bool ended;
};

void json_lines_init(struct json_lines *lines)
{
    *lines = (struct json_lines){.line_limit = JSON_LINE_LIMIT};
    json_record_init(&lines->record);
}

void json_lines_release(struct json_lines *lines)
{
    buffer_release(&lines->block);
    buffer_release(&lines->text);
    buffer_release(&lines->title);
    buffer_release(&lines->url);
    buffer_release(&lines->id);
    json_record_release(&lines->record);
    id_set_release(&lines->ids);
}

static void complain(const struct reading *reading, const char *message)
{
    if (reading->complaint != NULL)
        reading->complaint(reading->context, reading->number, message);
}

/* Moves what is left to the front and reads behind it. */
static int read_more(struct reading *reading)
{
    struct buffer *block = &reading->lines->block;
    size_t left = block->size - reading->start;
    if (left > 0 && reading->start > 0)
        memmove(block->data, block->data + reading->start, left);
    reading->scanned -= reading->start;
    reading->start = 0;
    block->size = left;
    if (buffer_reserve(block, READ_SIZE) != 0)
        return ERROR_MEMORY;
    size_t got;
    int status = input_read(reading->input, block->data + left, block->capacity - left, &got);
    block->size += got;
    reading->ended = got == 0;
    return status;
}

/* Drops the rest of a line that is too long, which may come in any number of blocks. */
static int skip_line(struct reading *reading)
{
    struct buffer *block = &reading->lines->block;
    char message[80];
    snprintf(message, sizeof message, "longer than %zu bytes", reading->lines->line_limit);
    complain(reading, message);
    for (;;) {
        char *from = block->data + reading->scanned;
        char *newline = memchr(from, '\n', block->size - reading->scanned);
        if (newline != NULL) {
            reading->start = reading->scanned = (size_t)(newline + 1 - block->data);
            return 0;
        }
        reading->start = reading->scanned = block->size;
        if (reading->ended)
            return 0;
        int status = read_more(reading);
        if (status != 0)
            return status;
    }
}

/* 1: *line is the next line, without its \n; 0: there is none; or an error. */
static int next_line(struct reading *reading, struct text_span *line)
{
    struct buffer *block = &reading->lines->block;
    reading->number++;
    for (;;) {
        size_t unseen = block->size - reading->scanned;
        char *from = block->data + reading->scanned;
        char *newline = unseen == 0 ? NULL : memchr(from, '\n', unseen);
        size_t stop = newline == NULL ? block->size : (size_t)(newline - block->data);
        reading->scanned = stop;
        if (stop - reading->start > reading->lines->line_limit) {
            int status = skip_line(reading);
            if (status != 0)
                return status;
            reading->number++;
            continue;
        }
        if (newline != NULL || (reading->ended && stop > reading->start)) {
            *line = span_between(block->data + reading->start, block->data + stop);
            reading->start = reading->scanned = stop + (newline != NULL);
            return 1;
        }
        if (reading->ended)
            return 0;
        int status = read_more(reading);
        if (status != 0)
            return status;
    }
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

/* What is wrong with an object whose syntax is right; NULL if nothing is. */
static const char *fault_of(const struct json_record *record)
{
    enum json_shape text = record->values[JSON_TEXT].shape;
    enum json_shape title = record->values[JSON_TITLE].shape;
    if (text != JSON_ABSENT && text != JSON_STRING)
        return "the text is not a string";
    if (text == JSON_ABSENT && title != JSON_STRING && title != JSON_NUMBER)
        return "no text and no title";
    return NULL;
}

static void complain_of_id(struct reading *reading, struct text_span id)
{
    char message[ID_SHOWN + 40];
    size_t size = id.size < ID_SHOWN ? id.size : ID_SHOWN;
    while (size < id.size && ((unsigned char)id.bytes[size] & 0xc0) == 0x80)
        size--; /* not within a character */
    snprintf(message, sizeof message, "the id '%.*s' was given before", (int)size, id.bytes);
    complain(reading, message);
}

static int hand_over(struct reading *reading, uint64_t hash)
{
    struct json_lines *lines = reading->lines;
    struct json_value *values = lines->record.values;
    const char *fault = fault_of(&lines->record);
    if (fault != NULL) {
        complain(reading, fault);
        return 0;
    }
    struct article article = {
        .id = id_of(reading),
        .title = one_line(&lines->title, &values[JSON_TITLE]),
        .url = one_line(&lines->url, &values[JSON_URL]),
        .body = values[JSON_TEXT].span,
        .published = moment_of(&values[JSON_PUBLISHED]),
        .modified = moment_of(&values[JSON_MODIFIED]),
        .ordinal = reading->ordinal,
        .content_hash = hash,
    };
    if (lines->id.failed || lines->title.failed || lines->url.failed)
        return error_memory();
    int added = id_set_add(&lines->ids, hash_bytes(article.id.bytes, article.id.size));
    if (added < 0)
        return added;
    if (added == 0) {
        complain_of_id(reading, article.id);
        return 0;
    }
    reading->ordinal++;
    return reading->sink(reading->context, &article);
}

static int read_line(struct reading *reading, struct text_span line)
{
    struct json_lines *lines = reading->lines;
    if (line.size > 0 && span_end(line)[-1] == '\r')
        line.size--;
    if (span_trim(line).size == 0)
        return 0;
    uint64_t hash = hash_bytes(line.bytes, line.size);
    if (decode_valid_prefix(line.bytes, line.size) != line.size) {
        buffer_clear(&lines->text);
        if (decode_text(&lines->text, line.bytes, line.size, NULL) != 0)
            return ERROR_MEMORY;
        line = span_of(&lines->text);
    }
    int status = lines->only_yajl ? 0 : json_scan(&lines->record, line.bytes, line.size);
    if (status < 0)
        return status;
    if (status == 0) {
        status = json_yajl(&lines->record, line.bytes, line.size);
        if (status == ERROR_INPUT) {
            complain(reading, error_message());
            return 0;
        }
        if (status < 0)
            return status;
    }
    return hand_over(reading, hash);
}

/* Looks at the first bytes: binary and UTF-16 are no JSON Lines, a UTF-8 mark is passed over. */
static int begin(struct reading *reading)
{
    struct buffer *block = &reading->lines->block;
    int status = 0;
    while (status == 0 && !reading->ended && block->size < SNIFFED) {
        reading->start = reading->scanned = 0;
        status = read_more(reading);
    }
    if (status != 0)
        return status;
    struct text_span head = span_of(block);
    const char *shown = reading->input->shown;
    if (span_starts(head, "\xff\xfe") || span_starts(head, "\xfe\xff"))
        return error_set(ERROR_INPUT, "'%s' is UTF-16; JSON Lines are UTF-8", shown);
    if (decode_is_binary(head.bytes, head.size))
        return error_set(ERROR_INPUT, "'%s' is binary", shown);
    if (span_starts(head, "\xef\xbb\xbf"))
        reading->start = reading->scanned = 3;
    return 0;
}

int json_lines_read(struct json_lines *lines, struct input *input, article_sink sink,
                    article_complaint complaint, void *context)
{
    struct reading reading = {
        .lines = lines, .input = input, .sink = sink, .complaint = complaint, .context = context};
    struct text_span line = {"", 0};
    buffer_clear(&lines->block);
    id_set_clear(&lines->ids);
    int status = begin(&reading);
    if (status != 0)
        return status;
    while ((status = next_line(&reading, &line)) == 1) {
        status = read_line(&reading, line);
        if (status < 0)
            return status;
    }
    return status;
}
