/* How a table is written (CSV, TSV): RFC 4180, and what programs write that have not read it.
 *
 * Cells are parted by the delimiter, rows by ends of lines. A cell that begins with a quote, maybe
 * after blanks, ends with the next quote that the delimiter or the end of the line follows; it may
 * hold both, and quotes, doubled or not. In any other cell a quote is a sign like others.
 */
#ifndef FOUILLE_TABLE_TABLE_FORM_H
#define FOUILLE_TABLE_TABLE_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "common/base/vector.h"
#include "indexer/sources/article/article.h"

/* Cells beyond this many are part of the last one. */
enum { TABLE_COLUMNS_MAX = 4096 };

struct table_form {
    char delimiter; /* NUL: none, a row is one cell */
    char line_end;  /* \n, or \r where that is the only one */
    bool quotes;    /* cells may be quoted */
};

enum table_scan {
    TABLE_ROW,     /* it ends */
    TABLE_GOES_ON, /* its end is not there yet */
    TABLE_QUOTED,  /* the same, within a cell that is quoted */
};

/* Finds the end of the row that `text` begins with; *size includes the end of its line. `ended`:
 * there is no text after this. Linear time. */
enum table_scan table_scan_row(const struct table_form *form, struct text_span text, bool ended,
                               size_t *size);

/* The cells of a row. All zeros at first. */
struct table_cells {
    struct buffer text;  /* of all cells, without their quotes, line ends as \n */
    VECTOR(size_t) ends; /* where each ends in it */
};

void table_cells_release(struct table_cells *cells);
size_t table_cells_count(const struct table_cells *cells);
struct text_span table_cells_get(const struct table_cells *cells, size_t number);

/* Splits a row, without the end of its line. 0 or ERROR_MEMORY. */
int table_cells_split(struct table_cells *cells, const struct table_form *form,
                      struct text_span row);

/* Guesses the form from the beginning of a table: the delimiter that gives its rows as many cells
 * as the first has. `ended`: it is all of the table. */
struct table_form table_form_guess(struct text_span sample, bool ended);

/* Reads a first line "sep=;", as spreadsheets have it, into the form. Returns its size with the end
 * of the line; 0 if there is none. */
size_t table_form_read_sep(struct table_form *form, struct text_span text);

#endif
