#include "indexer/sources/table/table_columns.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"

/* Bytes of a name, of a sentence, of a date; blanks in a sentence, and in what may be text. */
enum { NAME_MAX = 80, SENTENCE_MIN = 40, DATE_MAX = 40, SENTENCE_WORDS = 6, TEXT_WORDS = 2 };

void table_columns_release(struct table_columns *columns)
{
    vector_release(&columns->items);
    table_cells_release(&columns->names);
}

int table_columns_begin(struct table_columns *columns, const struct table_form *form,
                        struct text_span row, const struct name_map *map)
{
    vector_clear(&columns->items);
    int status = table_cells_split(&columns->names, form, row);
    for (size_t i = 0; status == 0 && i < table_cells_count(&columns->names); i++) {
        struct text_span cell = span_trim(table_cells_get(&columns->names, i));
        const struct slice name = {cell.bytes, cell.size};
        vector_append(&columns->items, (struct table_column){.means = name_map_find(map, name),
                                                             .mapped = name_map_has(map, name)});
    }
    return status == 0 ? vector_status(&columns->items) : status;
}

static size_t count_blanks(struct text_span cell)
{
    size_t count = 0;
    for (size_t i = 0; i < cell.size; i++)
        count += cell.bytes[i] == ' ';
    return count;
}

static bool is_address(struct text_span cell)
{
    return span_starts_with(cell, "http://") || span_starts_with(cell, "https://") ||
           span_starts_with(cell, "www.");
}

static bool is_date(struct text_span cell)
{
    struct moment moment;
    bool digits = false;
    for (size_t i = 0; i < cell.size && i < DATE_MAX; i++)
        digits |= ascii_is_digit(cell.bytes[i]);
    return digits && cell.size >= 6 && cell.size < DATE_MAX &&
           date_read_value(cell, DATE_PLAIN, &moment);
}

void table_columns_look(struct table_columns *columns, const struct table_cells *cells)
{
    const size_t count = table_cells_count(cells);
    for (size_t i = 0; i < count && i < vector_count(&columns->items); i++) {
        struct table_column *column = &columns->items.items[i];
        struct text_span cell = span_trim(table_cells_get(cells, i));
        if (cell.size == 0)
            continue;
        column->cells++;
        column->bytes += cell.size;
        column->addresses += is_address(cell);
        column->dates += is_date(cell);
        column->words += count_blanks(cell);
    }
}

static bool is_number(struct text_span cell)
{
    bool digit = false;
    for (size_t i = 0; i < cell.size; i++) {
        if (ascii_is_letter(cell.bytes[i]) || (unsigned char)cell.bytes[i] >= 0x80)
            return false;
        digit |= ascii_is_digit(cell.bytes[i]);
    }
    return digit;
}

static bool first_row_has_names(const struct table_columns *columns)
{
    bool known = false, possible = true;
    for (size_t i = 0; i < vector_count(&columns->items); i++) {
        struct text_span name = span_trim(table_cells_get(&columns->names, i));
        const bool is_short = name.size <= NAME_MAX && count_blanks(name) < SENTENCE_WORDS;
        known |= columns->items.items[i].mapped;
        known |= is_short && columns->items.items[i].means.field != JSON_OTHER;
        possible &= is_short && name.size > 0 && !is_number(name) && !is_address(name);
    }
    return known || possible;
}

/* Whether the cells of a column have so many blanks on average. */
static bool has_words(const struct table_column *column, size_t words)
{
    return column->cells > 0 && column->words >= words * column->cells;
}

static bool has_sentences(const struct table_column *column)
{
    return has_words(column, SENTENCE_WORDS) && column->bytes >= SENTENCE_MIN * column->cells;
}

/* Forgets what a name says, if what is in the column does not bear it out. */
static void check_name(struct table_column *column)
{
    struct json_name *means = &column->means;
    if (column->mapped)
        return;
    const bool vague = means->field == JSON_TEXT && means->rank >= JSON_RANK_VAGUE;
    if ((vague && column->cells > 0 && !has_words(column, TEXT_WORDS)) ||
        (means->field == JSON_URL && means->rank > 0 && column->addresses == 0))
        means->field = JSON_OTHER;
}

/* Takes the column with most text for the text, if the best that is named has less than half of
 * it. */
static void find_text(struct table_columns *columns)
{
    struct table_column *longest = NULL, *named = NULL;
    for (size_t i = 0; i < vector_count(&columns->items); i++) {
        struct table_column *column = &columns->items.items[i];
        if (column->means.field == JSON_TEXT &&
            (named == NULL || column->means.rank < named->means.rank))
            named = column;
        if (column->means.field == JSON_OTHER && column->means.role != JSON_ELSEWHERE &&
            has_sentences(column) && (longest == NULL || column->bytes > longest->bytes))
            longest = column;
    }
    columns->has_text = named != NULL || longest != NULL;
    if (longest != NULL && (named == NULL || (named->means.rank >= JSON_RANK_WEAK &&
                                              longest->bytes / 2 > named->bytes)))
        longest->means = (struct json_name){.field = JSON_TEXT, .rank = JSON_RANK_VAGUE};
}

/* Finds dates, addresses and a title in a table without names. */
static void find_others(struct table_columns *columns)
{
    bool title = false;
    for (size_t i = 0; i < vector_count(&columns->items); i++) {
        struct table_column *column = &columns->items.items[i];
        if (column->means.field != JSON_OTHER || column->cells == 0)
            continue;
        if (column->addresses == column->cells) {
            column->means.field = JSON_URL;
        } else if (column->dates == column->cells) {
            column->means.field = JSON_PUBLISHED;
        } else if (!title && has_words(column, TEXT_WORDS)) {
            column->means.field = JSON_TITLE;
            title = true;
        }
    }
}

void table_columns_decide(struct table_columns *columns)
{
    columns->has_names = first_row_has_names(columns);
    for (size_t i = 0; i < vector_count(&columns->items); i++) {
        if (columns->has_names)
            check_name(&columns->items.items[i]);
        else
            columns->items.items[i].means = (struct json_name){.field = JSON_OTHER};
    }
    if (!columns->has_names)
        table_columns_look(columns, &columns->names);
    find_text(columns);
    if (!columns->has_names && columns->has_text)
        find_others(columns);
}

uint64_t table_columns_hash(const struct table_columns *columns)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < vector_count(&columns->items); i++) {
        const struct json_name *means = &columns->items.items[i].means;
        const uint64_t part[] = {hash, (uint64_t)means->field, means->rank};
        hash = hash_bytes((const char *)part, sizeof part);
    }
    return hash;
}
