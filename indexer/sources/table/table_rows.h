/* The rows of a table (CSV, TSV) one by one, in a stream, as UTF-8.
 *
 * A byte order mark decides the charset; UTF-16 is held in memory, up to the limit. Otherwise each
 * row that is not UTF-8 is decoded by itself: from the encoding that the user gave, else as
 * decode.h says.
 */
#ifndef FOUILLE_TABLE_TABLE_ROWS_H
#define FOUILLE_TABLE_TABLE_ROWS_H

#include "indexer/sources/article/input.h"
#include "indexer/sources/table/table_form.h"

struct table_rows {
    struct input *input;
    const char *encoding; /* that the user gave, or NULL */
    size_t limit;         /* bytes of a row */
    struct table_form form;
    struct buffer bytes;   /* read, from the last row on */
    struct buffer decoded; /* the last row, if it was not UTF-8 */
    size_t at;             /* of the next row in `bytes` */
    size_t line;           /* there, from 1 */
    /* Place in `bytes` before which no quote closes another: quotes there are signs. */
    size_t unclosed;
    bool ended;
    bool damaged; /* the input ended so */
    bool skips;   /* what follows belongs to a row that was cut */
    bool cut;     /* UTF-16 beyond the limit was not read */
};

struct table_row {
    struct text_span text; /* until the next call, without the end of its line */
    struct text_span raw;  /* the same as it is in the file */
    size_t line;           /* on which it begins */
    struct table_form form;
    bool cut;      /* it is longer than the limit: this is its beginning */
    bool unclosed; /* a quote that is not closed was read as a sign, unlike those before */
};

/* Reads the beginning and finds the form. `input` must outlive it. 0; ERROR_INPUT when the input is
 * binary or damaged; ERROR_SYSTEM; ERROR_MEMORY. Closed also after a failure. */
int table_rows_open(struct table_rows *rows, struct input *input, const char *encoding,
                    size_t limit);
void table_rows_close(struct table_rows *rows);

/* Finds the next row that is not blank. 1; 0 at the end; errors as above. Linear time. Memory:
 * twice the longest row, up to the limit. */
int table_rows_next(struct table_rows *rows, struct table_row *row);

/* Like table_rows_next, but only of what is in memory; the rows stay as they are. `from`: 0 at
 * first, then where the last call ended. False when there is none whole. */
bool table_rows_peek(struct table_rows *rows, size_t *from, struct table_row *row);

#endif
