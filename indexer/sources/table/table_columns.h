/* What the columns of a table are: by their names in its first row, as the keys of JSON are
 * (json_names.h), and by what is in them.
 *
 * The first row has the names if one of its cells is a name that is known, or that the user maps to
 * a field, or if it has no number, no long text and no blank cell. A name that may mean something
 * else counts only if the column has what it promises. Where no name means a text, or only less
 * than all of it, the column with most words is the text, if it has sentences; in a table without
 * names, a column of dates and one of addresses are that.
 */
#ifndef FOUILLE_TABLE_TABLE_COLUMNS_H
#define FOUILLE_TABLE_TABLE_COLUMNS_H

#include "indexer/sources/json/name_map.h"
#include "indexer/sources/table/table_form.h"

/* What the rows at the beginning have in a column. */
struct table_column {
    struct json_name means;
    bool mapped;      /* the user says what it means */
    size_t cells;     /* that are not blank */
    size_t bytes;     /* in them */
    size_t words;     /* blanks in them, which part words */
    size_t dates;     /* cells that are one */
    size_t addresses; /* cells that are one */
};

struct table_columns {
    VECTOR(struct table_column) items;
    struct table_cells names; /* the first row */
    bool has_names;
    bool has_text; /* rows are articles */
};

/* All zeros at first. */
void table_columns_release(struct table_columns *columns);

/* Begins with the first row. `map`: what the user says of names, or NULL. 0 or ERROR_MEMORY. */
int table_columns_begin(struct table_columns *columns, const struct table_form *form,
                        struct text_span row, const struct name_map *map);

/* Looks at another row at the beginning. */
void table_columns_look(struct table_columns *columns, const struct table_cells *cells);

/* Decides, after some rows. */
void table_columns_decide(struct table_columns *columns);

/* Returns a hash of what the columns mean. */
uint64_t table_columns_hash(const struct table_columns *columns);

#endif
