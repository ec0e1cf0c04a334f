#include "indexer/sources/table/table.h"

#include <stdio.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_address.h"
#include "indexer/sources/json/json_ids.h"

/* UNTAKEN_MIN: bytes of a cell that may be text. */
enum { ROWS_LOOKED_AT = 200, ID_SHOWN_MAX = 100, UNTAKEN_MIN = 12 };

/* The reading of one table. */
struct table_run {
    struct table_reader *reader;
    struct table_rows rows;
    struct json_ids ids;
    const struct article_receiver *receiver;
    uint64_t columns_hash;
};

void table_reader_init(struct table_reader *reader, size_t limit)
{
    *reader = (struct table_reader){.limit = limit};
    json_record_init(&reader->record);
}

void table_reader_release(struct table_reader *reader)
{
    table_columns_release(&reader->columns);
    table_cells_release(&reader->cells);
    json_record_release(&reader->record);
    json_article_release(&reader->article);
    buffer_release(&reader->id);
    buffer_release(&reader->body);
    buffer_release(&reader->last);
}

static void complain(const struct table_run *run, size_t line, const char *message)
{
    if (run->receiver->complaint != NULL)
        run->receiver->complaint(run->receiver->context, line, message);
}

static void give_notice(const struct table_run *run, size_t line, const char *message)
{
    if (run->receiver->notice != NULL)
        run->receiver->notice(run->receiver->context, NOTICE_TEXT, line, message);
}

static void complain_of_size(const struct table_run *run, size_t line)
{
    char message[80];
    snprintf(message, sizeof message, _("longer than %zu bytes; truncated"), run->reader->limit);
    complain(run, line, message);
}

/* Reports what is wrong with a row that is read all the same. */
static void report_row(const struct table_run *run, const struct table_row *row)
{
    if (row->cut)
        complain_of_size(run, row->line);
    if (row->unclosed)
        complain(run, row->line, _("a quote is not closed; it is read as a sign"));
}

/* --- a row that is an article --- */

/* Returns the last column's cell, with those beyond it as they stand in a line. */
static struct text_span join_last(struct table_reader *reader, size_t first, char delimiter)
{
    const size_t count = table_cells_count(&reader->cells);
    size_t filled = first + 1;
    for (size_t i = filled; i < count; i++)
        if (span_trim(table_cells_get(&reader->cells, i)).size > 0)
            filled = i + 1;
    if (filled == first + 1)
        return table_cells_get(&reader->cells, first);
    buffer_clear(&reader->last);
    for (size_t i = first; i < filled; i++) {
        struct text_span cell = table_cells_get(&reader->cells, i);
        if (i > first)
            buffer_append_byte(&reader->last, (unsigned char)delimiter);
        buffer_append(&reader->last, cell.bytes, cell.size);
    }
    return span_of(&reader->last);
}

/* Puts the cells of a row into the record. 0 or ERROR_MEMORY. */
static int fill_record(struct table_reader *reader, char delimiter)
{
    const struct table_columns *columns = &reader->columns;
    const size_t count = vector_count(&columns->items);
    json_record_clear(&reader->record);
    for (size_t i = 0; i < count && i < table_cells_count(&reader->cells); i++) {
        struct text_span cell =
            i + 1 == count ? join_last(reader, i, delimiter) : table_cells_get(&reader->cells, i);
        struct text_span name = columns->has_names ? span_trim(table_cells_get(&columns->names, i))
                                                   : (struct text_span){"", 0};
        json_record_put(&reader->record, (struct slice){name.bytes, name.size},
                        &columns->items.items[i].means, cell);
    }
    return buffer_status(&reader->last);
}

/* Sets the row's id. 1; 0 when it would have that of another row, which is reported; ERROR_MEMORY.
 */
static int choose_id(struct table_run *run, size_t line, struct text_span *id)
{
    struct buffer *own = &run->reader->id;
    *id = json_article_line(own, &run->reader->record.values[JSON_ID]);
    int added = 0;
    if (id->size > 0 && !own->failed)
        added = json_ids_add(&run->ids, hash_bytes(id->bytes, id->size));
    if (added != 0)
        return added;
    buffer_clear(own);
    buffer_append_format(own, "L%zu", line);
    if (buffer_status(own) != 0)
        return ERROR_MEMORY;
    *id = span_of(own);
    added = json_ids_add(&run->ids, hash_bytes(id->bytes, id->size));
    if (added == 0) {
        char message[ID_SHOWN_MAX + 80];
        snprintf(message, sizeof message, _("duplicate id '%.*s'"), (int)id->size, id->bytes);
        complain(run, line, message);
    }
    return added;
}

static bool has_article(const struct json_record *record)
{
    return record->values[JSON_TEXT].shape == JSON_STRING ||
           record->values[JSON_TITLE].shape == JSON_STRING ||
           record->values[JSON_LEAD].shape == JSON_STRING;
}

static int pass_row(struct table_run *run, const struct table_row *row)
{
    struct table_reader *reader = run->reader;
    struct article article = {.ordinal = (uint32_t)(row->line - 1),
                              .content_hash =
                                  hash_bytes(row->raw.bytes, row->raw.size) ^ run->columns_hash};
    int status = table_cells_split(&reader->cells, &row->form, row->text);
    if (status == 0)
        status = fill_record(reader, row->form.delimiter);
    if (status != 0)
        return status;
    if (!has_article(&reader->record)) {
        if (reader->record.untaken.size >= UNTAKEN_MIN)
            give_notice(run, row->line, _("no text and no title"));
        return 0;
    }
    status = choose_id(run, row->line, &article.id);
    if (status != 1)
        return status;
    status = json_article_make(&reader->article, &reader->record, &article);
    if (status != 0)
        return status;
    json_article_report(&reader->record, &article, row->line, run->receiver);
    return run->receiver->article(run->receiver->context, &article);
}

static int read_rows(struct table_run *run)
{
    struct table_row row;
    int status = table_rows_next(&run->rows, &row);
    if (status == 1 && !run->reader->columns.has_names) {
        report_row(run, &row);
        int passed = pass_row(run, &row);
        status = passed == 0 ? 1 : passed;
    }
    while (status == 1 && (status = table_rows_next(&run->rows, &row)) == 1) {
        report_row(run, &row);
        int passed = pass_row(run, &row);
        if (passed != 0)
            return passed;
    }
    return status;
}

/* --- a table that is an article --- */

/* Appends the cells of a row as a line. Returns whether there is room for more. */
static bool append_row(struct table_reader *reader)
{
    struct buffer *body = &reader->body;
    if (body->size > 0)
        buffer_append_byte(body, '\n');
    for (size_t i = 0; i < table_cells_count(&reader->cells); i++) {
        if (i > 0)
            buffer_append_byte(body, '\t');
        span_append_as_line(body, table_cells_get(&reader->cells, i));
    }
    return body->size <= reader->limit;
}

static int read_as_one(struct table_run *run, const char *display_path)
{
    struct table_reader *reader = run->reader;
    struct table_row row;
    int status;
    bool room = true;
    buffer_clear(&reader->body);
    uint64_t hash = 0;
    while (room && (status = table_rows_next(&run->rows, &row)) == 1) {
        report_row(run, &row);
        const uint64_t part[] = {hash, hash_bytes(row.raw.bytes, row.raw.size)};
        hash = hash_bytes((const char *)part, sizeof part);
        if (table_cells_split(&reader->cells, &row.form, row.text) != 0)
            return ERROR_MEMORY;
        room = append_row(reader);
    }
    if (buffer_status(&reader->body) != 0)
        return ERROR_MEMORY;
    if (!room) {
        reader->body.size = utf8_floor(reader->body.data, reader->body.size, reader->limit);
        complain_of_size(run, 0);
        status = 0;
    }
    struct article article = {.id = {"", 0},
                              .title = {"", 0},
                              .url = {"", 0},
                              .body = span_of(&reader->body),
                              .content_hash = hash,
                              .published = {.zone = MOMENT_NO_ZONE},
                              .modified = {.zone = MOMENT_NO_ZONE}};
    date_read_file_name((struct text_span){display_path, strlen(display_path)}, &article.published);
    if (status < 0 && status != ERROR_INPUT)
        return status;
    if (reader->body.size > 0 && status == 0)
        give_notice(run, 0, _("no column with text; the table is one article"));
    int passed = status == 0 ? run->receiver->article(run->receiver->context, &article) : 0;
    return passed != 0 ? passed : status;
}

/* --- both --- */

/* Finds out what the columns are. 0 or ERROR_MEMORY. */
static int look_at_columns(struct table_run *run)
{
    struct table_reader *reader = run->reader;
    struct table_row row;
    size_t from = 0;
    bool begun = false;
    for (size_t i = 0; i < ROWS_LOOKED_AT && table_rows_peek(&run->rows, &from, &row); i++) {
        if (span_trim(row.text).size == 0)
            continue;
        int status =
            begun ? table_cells_split(&reader->cells, &row.form, row.text)
                  : table_columns_begin(&reader->columns, &row.form, row.text, reader->record.map);
        if (status != 0)
            return status;
        if (begun)
            table_columns_look(&reader->columns, &reader->cells);
        begun = true;
    }
    if (!begun && table_columns_begin(&reader->columns, &run->rows.form, (struct text_span){"", 0},
                                      NULL) != 0)
        return ERROR_MEMORY;
    table_columns_decide(&reader->columns);
    run->columns_hash = table_columns_hash(&reader->columns);
    return 0;
}

int table_read(struct table_reader *reader, struct input *input, const char *encoding,
               const struct article_receiver *receiver)
{
    struct table_run run = {.reader = reader, .receiver = receiver};
    json_ids_init(&run.ids, reader->limit);
    int status = table_rows_open(&run.rows, input, encoding, reader->limit);
    if (status == 0)
        status = look_at_columns(&run);
    if (status == 0 && run.rows.cut)
        complain_of_size(&run, 0);
    if (status == 0)
        status =
            reader->columns.has_text ? read_rows(&run) : read_as_one(&run, input->display_path);
    table_rows_close(&run.rows);
    json_ids_release(&run.ids);
    return status;
}
