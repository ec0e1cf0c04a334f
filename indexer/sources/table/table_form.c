#include "indexer/sources/table/table_form.h"

#include <string.h>

#include "common/base/ascii.h"
#include "common/base/error.h"
#include "indexer/sources/article/span.h"

/* Rows of the sample that are compared with the first. */
enum { ROWS_COMPARED = 100, FULL_SCORE = 1000 };

static bool ends_cell(const struct table_form *form, char byte)
{
    return byte == form->delimiter || byte == form->line_end || byte == '\r';
}

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    return at;
}

/* Returns the place after the quote that closes a cell whose text begins at `at`; NULL when it is
 * not there. */
static const char *find_closing(const struct table_form *form, const char *at, const char *end,
                                bool ended)
{
    while (at < end && (at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        at++;
        if (at < end && *at == '"') {
            at++;
            continue;
        }
        const char *next = skip_spaces(at, end);
        if (next == end && !ended)
            return NULL;
        if (next == end || ends_cell(form, *next))
            return at;
    }
    return NULL;
}

static const char *find_cell_end(const struct table_form *form, const char *at, const char *end)
{
    while (at < end && *at != form->line_end && (*at != form->delimiter || *at == '\0'))
        at++;
    return at;
}

enum table_scan table_scan_row(const struct table_form *form, struct text_span text, bool ended,
                               size_t *size)
{
    const char *at = text.bytes, *end = span_end(text);
    for (;; at++) {
        const char *first = skip_spaces(at, end);
        if (form->quotes && first < end && *first == '"' &&
            (at = find_closing(form, first + 1, end, ended)) == NULL)
            return TABLE_QUOTED;
        at = find_cell_end(form, at, end);
        if (at < end && *at != form->line_end)
            continue;
        if (at == end && !ended)
            return TABLE_GOES_ON;
        *size = (size_t)(at - text.bytes) + (at < end);
        return TABLE_ROW;
    }
}

/* --- cells --- */

void table_cells_release(struct table_cells *cells)
{
    buffer_release(&cells->text);
    vector_release(&cells->ends);
}

size_t table_cells_count(const struct table_cells *cells)
{
    return vector_count(&cells->ends);
}

struct text_span table_cells_get(const struct table_cells *cells, size_t number)
{
    const size_t *ends = cells->ends.items;
    size_t start = number == 0 ? 0 : ends[number - 1], size = ends[number] - start;
    return (struct text_span){size == 0 ? "" : cells->text.data + start, size};
}

/* Appends the text of a cell with its line ends as \n; of a quoted one, doubled quotes once. */
static void append_cell(struct buffer *into, const char *at, const char *end, bool quoted)
{
    for (; at < end; at++) {
        const bool pair = at + 1 < end;
        if (quoted && *at == '"' && pair && at[1] == '"')
            at++;
        if (*at == '\r' && pair && at[1] == '\n')
            continue;
        buffer_append_byte(into, *at == '\r' ? '\n' : *at == '\0' ? ' ' : (unsigned char)*at);
    }
}

int table_cells_split(struct table_cells *cells, const struct table_form *form,
                      struct text_span row)
{
    const char *at = row.bytes, *end = span_end(row);
    buffer_clear(&cells->text);
    vector_clear(&cells->ends);
    for (;; at++) {
        const bool last = table_cells_count(cells) == TABLE_COLUMNS_MAX - 1;
        const char *first = skip_spaces(at, end), *closing = NULL;
        if (form->quotes && first < end && *first == '"')
            closing = find_closing(form, first + 1, end, true);
        if (closing != NULL)
            append_cell(&cells->text, first + 1, closing - 1, true);
        const char *rest = closing == NULL ? at : closing;
        at = last ? end : find_cell_end(form, rest, end);
        append_cell(&cells->text, rest, at, false);
        vector_append(&cells->ends, cells->text.size);
        if (at == end)
            break;
    }
    return buffer_status(&cells->text) != 0 ? ERROR_MEMORY : vector_status(&cells->ends);
}

/* --- guessing --- */

static size_t count_cells(const struct table_form *form, struct text_span row)
{
    const char *at = row.bytes, *end = span_end(row);
    for (size_t count = 1;; count++, at++) {
        const char *first = skip_spaces(at, end), *closing = NULL;
        if (form->quotes && first < end && *first == '"')
            closing = find_closing(form, first + 1, end, true);
        at = find_cell_end(form, closing == NULL ? at : closing, end);
        if (at == end || *at == form->line_end)
            return count;
    }
}

/* Returns how many of the sample's rows, of FULL_SCORE, have as many cells as the first, *count. A
 * quote that nothing closes for most of the sample is a row that has not. */
static size_t score_form(const struct table_form *form, struct text_span sample, bool ended,
                         size_t *count)
{
    const size_t whole = sample.size;
    size_t rows = 0, same = 0, size = 0;
    enum table_scan scan = TABLE_ROW;
    *count = 0;
    while (sample.size > 0 && rows < ROWS_COMPARED) {
        scan = table_scan_row(form, sample, ended, &size);
        if (scan != TABLE_ROW)
            break;
        struct text_span row = {sample.bytes, size};
        sample = span_after(sample, size);
        if (span_trim(row).size == 0)
            continue;
        size_t cells = count_cells(form, row);
        *count = rows == 0 ? cells : *count;
        rows++;
        same += cells == *count;
    }
    rows += scan == TABLE_QUOTED && (ended || sample.size > whole / 2);
    return rows == 0 ? 0 : FULL_SCORE * same / rows;
}

struct table_form table_form_guess(struct text_span sample, bool ended)
{
    /* where tabs and bars part the cells, many programs do not quote */
    static const struct {
        char delimiter;
        bool quotes;
    } forms[] = {{'\t', true}, {'\t', false}, {';', true}, {'|', true}, {'|', false}, {',', true}};
    struct table_form best = {.line_end = '\n', .quotes = true};
    size_t best_score = 0, best_count = 1;
    if (memchr(sample.bytes, '\n', sample.size) == NULL &&
        memchr(sample.bytes, '\r', sample.size) != NULL)
        best.line_end = '\r';
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct table_form form = {forms[i].delimiter, best.line_end, forms[i].quotes};
        size_t count;
        size_t score = score_form(&form, sample, ended, &count);
        if (count < 2 || score < best_score || (score == best_score && count <= best_count))
            continue;
        best = form;
        best_score = score;
        best_count = count;
    }
    return best;
}

size_t table_form_read_sep(struct table_form *form, struct text_span text)
{
    struct text_span rest = text, line;
    const char *newline = memchr(text.bytes, form->line_end, text.size);
    line = newline == NULL ? text : span_between(text.bytes, newline);
    const size_t size = line.size + (newline != NULL);
    if (line.size > 0 && line.bytes[line.size - 1] == '\r')
        line.size--;
    rest = line;
    if (rest.size > 2 && *rest.bytes == '"' && rest.bytes[rest.size - 1] == '"')
        rest = (struct text_span){rest.bytes + 1, rest.size - 2};
    if (rest.size != strlen("sep=;") ||
        !span_equals_ignore_case((struct text_span){rest.bytes, 4}, "sep="))
        return 0;
    const char sign = rest.bytes[4];
    if (ascii_is_letter(sign) || ascii_is_digit(sign) || sign == '"' || (signed char)sign <= 0)
        return 0;
    form->delimiter = sign;
    return size;
}
