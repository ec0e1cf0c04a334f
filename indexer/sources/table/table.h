/* Tables (CSV, TSV; table_form.h): an article for each row where a column is a text
 * (table_columns.h), else one of the whole table.
 *
 * Of a row, the columns become fields as the members of a JSON object do (json_record.h,
 * json_article.h). Its id is that of the id column, if it has one that no row above has; else L12,
 * where 12 is the line of the file on which it begins. Cells beyond the last column belong to that
 * one: their delimiters were not quoted. A table without a text is the lines of its rows, cells
 * parted by tabs, up to the limit.
 */
#ifndef FOUILLE_TABLE_TABLE_H
#define FOUILLE_TABLE_TABLE_H

#include "indexer/sources/json/json_article.h"
#include "indexer/sources/table/table_columns.h"
#include "indexer/sources/table/table_rows.h"

/* Its buffers are kept from file to file. All zeros at first, but for the limit. */
struct table_reader {
    size_t limit; /* bytes of an article, and of a row */
    struct table_columns columns;
    struct table_cells cells;
    struct json_record record;
    struct json_article article;
    struct buffer id;
    struct buffer body; /* of a whole table */
    struct buffer last; /* the last cell with those beyond it */
};

void table_reader_init(struct table_reader *reader, size_t limit);
void table_reader_release(struct table_reader *reader);

/* Passes the articles to the receiver, in order. `encoding`: of rows that are not UTF-8, or NULL.
 * Memory: a few times the longest row. 0; ERROR_INPUT when the input is binary or damaged;
 * ERROR_SYSTEM; ERROR_MEMORY; the receiver's. */
int table_read(struct table_reader *reader, struct input *input, const char *encoding,
               const struct article_receiver *receiver);

#endif
