#include "indexer/sources/table/table_rows.h"

#include <string.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/charset.h"
#include "indexer/sources/article/span.h"

enum { READ_SIZE = 1 << 18 };

static struct text_span rest_of(const struct table_rows *rows)
{
    return span_after(span_of(&rows->bytes), rows->at);
}

/* Appends about `wanted` bytes of input. Damage ends it: whole rows before that are read. */
static int append_input(struct table_rows *rows, size_t wanted)
{
    size_t got = 0;
    if (buffer_reserve(&rows->bytes, wanted) != 0)
        return ERROR_MEMORY;
    int status = input_read(rows->input, rows->bytes.data + rows->bytes.size, wanted, &got);
    rows->bytes.size += got;
    rows->damaged = status == ERROR_INPUT;
    rows->ended = rows->damaged || (status == 0 && got == 0);
    return rows->damaged ? 0 : status;
}

/* Returns the error of damaged input. */
static int repeat_damage(struct table_rows *rows)
{
    char byte;
    size_t got = 0;
    int status = input_read(rows->input, &byte, 1, &got);
    return status != 0 ? status
                       : error_set(ERROR_INPUT, "'%s' is damaged", rows->input->display_path);
}

/* Reads all that is left, up to the limit, and decodes it. */
static int decode_all(struct table_rows *rows)
{
    struct buffer raw = rows->bytes;
    buffer_init(&rows->bytes);
    int status = 0;
    if (raw.size <= rows->limit)
        status = input_read_all(rows->input, &raw, rows->limit + 1 - raw.size);
    rows->cut = raw.size > rows->limit;
    rows->damaged = status == ERROR_INPUT;
    if (status == 0 || rows->damaged)
        status = decode_text(&rows->bytes, raw.data, raw.size, NULL);
    rows->ended = true;
    buffer_release(&raw);
    return status;
}

int table_rows_open(struct table_rows *rows, struct input *input, const char *encoding,
                    size_t limit)
{
    *rows = (struct table_rows){.input = input, .encoding = encoding, .limit = limit, .line = 1};
    int status = 0;
    while (status == 0 && !rows->ended && rows->bytes.size < READ_SIZE)
        status = append_input(rows, READ_SIZE);
    if (status != 0)
        return status;
    struct text_span head = span_of(&rows->bytes);
    if (decode_is_binary(head.bytes, head.size))
        return error_set(ERROR_INPUT, "'%s' is binary", input->display_path);
    if (span_starts_with(head, "\xff\xfe") || span_starts_with(head, "\xfe\xff"))
        status = decode_all(rows);
    else if (span_starts_with(head, "\xef\xbb\xbf"))
        rows->at = 3;
    rows->form = table_form_guess(rest_of(rows), rows->ended);
    size_t named = table_form_read_sep(&rows->form, rest_of(rows));
    rows->at += named;
    rows->line += named > 0;
    return status;
}

void table_rows_close(struct table_rows *rows)
{
    buffer_release(&rows->bytes);
    buffer_release(&rows->decoded);
}

static size_t count_line_ends(struct text_span text, char line_end)
{
    size_t count = 0;
    const char *at = text.bytes, *end = span_end(text);
    for (; (at = memchr(at, line_end, (size_t)(end - at))) != NULL; at++)
        count++;
    return count;
}

static struct text_span without_line_end(struct text_span row, char line_end)
{
    if (row.size > 0 && row.bytes[row.size - 1] == line_end)
        row.size--;
    if (row.size > 0 && row.bytes[row.size - 1] == '\r')
        row.size--;
    return row;
}

/* Drops what has been read, once it is much. */
static void drop_past(struct table_rows *rows)
{
    if (rows->at < READ_SIZE)
        return;
    rows->bytes.size -= rows->at;
    memmove(rows->bytes.data, rows->bytes.data + rows->at, rows->bytes.size);
    rows->unclosed -= rows->unclosed < rows->at ? rows->unclosed : rows->at;
    rows->at = 0;
}

/* Passes over the rest of a line that was cut. */
static int skip_line(struct table_rows *rows)
{
    while (rows->skips) {
        struct text_span rest = rest_of(rows);
        const char *end = memchr(rest.bytes, rows->form.line_end, rest.size);
        rows->skips = end == NULL && !rows->ended;
        rows->at += end == NULL ? rest.size : (size_t)(end - rest.bytes) + 1;
        rows->line += end != NULL;
        drop_past(rows);
        int status = rows->skips ? append_input(rows, READ_SIZE) : 0;
        if (status != 0)
            return status;
    }
    return 0;
}

/* Finds the row at rows->at, whose bytes are row->raw then, with the end of its line, if it is
 * whole. 1; 0 if there is none any more. */
static int find_row(struct table_rows *rows, struct table_row *row)
{
    *row = (struct table_row){.line = rows->line, .form = rows->form};
    for (;;) {
        struct text_span rest = rest_of(rows);
        if (rest.size == 0 && rows->ended)
            return 0;
        const bool full = rest.size > rows->limit, all = rows->ended && !full && !rows->damaged;
        rest.size = full ? rows->limit : rest.size;
        row->raw = rest;
        row->form.quotes = rows->form.quotes && rows->at >= rows->unclosed;
        enum table_scan scan = table_scan_row(&row->form, rest, all, &row->raw.size);
        if (scan == TABLE_ROW)
            return 1;
        if (rows->damaged && !full)
            return 0;
        if (scan == TABLE_QUOTED && (full || rows->ended)) {
            rows->unclosed = rows->at + rest.size;
            row->unclosed = true;
        } else if (full) {
            row->raw.size = utf8_floor(rest.bytes, rest.size, rest.size - 1);
            row->cut = true;
            return 1;
        } else {
            int status = append_input(rows, rest.size > READ_SIZE ? rest.size : READ_SIZE);
            if (status != 0)
                return status;
        }
    }
}

/* Sets row->text, as UTF-8. */
static int decode_row(struct table_rows *rows, struct table_row *row)
{
    row->text = without_line_end(row->raw, rows->form.line_end);
    if (utf8_valid_prefix(row->text.bytes, row->text.size) == row->text.size)
        return 0;
    buffer_clear(&rows->decoded);
    int status =
        rows->encoding != NULL
            ? charset_convert(&rows->decoded, row->text.bytes, row->text.size, rows->encoding)
            : decode_text(&rows->decoded, row->text.bytes, row->text.size, NULL);
    row->text = span_of(&rows->decoded);
    return status;
}

int table_rows_next(struct table_rows *rows, struct table_row *row)
{
    for (;;) {
        int status = skip_line(rows);
        drop_past(rows);
        if (status == 0)
            status = find_row(rows, row);
        if (status != 1)
            return status == 0 && rows->damaged ? repeat_damage(rows) : status;
        rows->at += row->raw.size;
        rows->line += count_line_ends(row->raw, rows->form.line_end);
        rows->skips = row->cut;
        if (span_trim(row->raw).size == 0)
            continue;
        status = decode_row(rows, row);
        return status == 0 ? 1 : status;
    }
}

bool table_rows_peek(struct table_rows *rows, size_t *from, struct table_row *row)
{
    struct text_span rest = span_after(rest_of(rows), *from);
    *row = (struct table_row){.raw = rest, .form = rows->form};
    if (rest.size == 0 ||
        table_scan_row(&rows->form, rest, rows->ended, &row->raw.size) != TABLE_ROW)
        return false;
    *from += row->raw.size;
    return decode_row(rows, row) == 0;
}
