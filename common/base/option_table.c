#include "common/base/option_table.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "common/base/arguments.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/utf8.h"

enum { HELP_COLUMN = 24, HELP_WIDTH = 80 };

/* --- reading --- */

bool option_names_next(const char **names, struct slice *name)
{
    if (*names == NULL || **names == '\0')
        return false;
    *name = (struct slice){*names, strcspn(*names, "|")};
    *names += name->size + ((*names)[name->size] == '|');
    return true;
}

static bool is_option(const struct option_row *row, struct slice name)
{
    return row->name != NULL && slice_is(name, row->name);
}

/* Whether each name of a column is that of an option. */
__attribute__((unused)) static bool has_options(const struct option_row *rows, size_t count,
                                                const char *names)
{
    struct slice name;
    while (option_names_next(&names, &name)) {
        size_t i = 0;
        while (i < count && !is_option(&rows[i], name))
            i++;
        if (i == count)
            return false;
    }
    return true;
}

void option_parser_init(struct option_parser *parser, const struct option_row *rows, size_t count)
{
    struct option *next = parser->long_options;
    char *letter = parser->letters;
    assert(count <= OPTION_ROWS_MAX);
    *parser = (struct option_parser){.rows = rows,
                                     .count = count < OPTION_ROWS_MAX ? count : OPTION_ROWS_MAX};
    *letter++ = ':';
    for (size_t i = 0; i < parser->count; i++) {
        const struct option_row *row = &rows[i];
        int argument_kind = row->value != NULL ? required_argument : no_argument;
        if (row->code == 0)
            continue;
        assert(has_options(rows, count, row->needs) && has_options(rows, count, row->excludes));
        *next++ = (struct option){row->name, argument_kind, NULL, row->code};
        if (row->letter == 0)
            continue;
        *letter++ = row->letter;
        if (argument_kind == required_argument)
            *letter++ = ':';
    }
    opterr = 0;
}

/* Returns the option's row; `count` when there is none. */
static size_t find_option(const struct option_parser *parser, int option)
{
    for (size_t i = 0; i < parser->count; i++) {
        const struct option_row *row = &parser->rows[i];
        if (row->code != 0 && (row->code == option || row->letter == option))
            return i;
    }
    return parser->count;
}

int option_parser_next(struct option_parser *parser, int argc, char **argv, const char *hint)
{
    int option = getopt_long(argc, argv, parser->letters, parser->long_options, NULL);
    if (option == ':' || option == '?')
        return arguments_error(option, argv, hint);
    size_t number = option < 0 ? parser->count : find_option(parser, option);
    if (number == parser->count)
        return option;
    const struct option_row *row = &parser->rows[number];
    parser->given[number] = true;
    /* An unset variable in a script would otherwise silently mean another file. */
    bool takes_path = row->completion != NULL && row->completion[0] == '@';
    if (takes_path && optarg != NULL && optarg[0] == '\0')
        return error_set(ERROR_SYNTAX, "option '--%s' requires a path, not an empty value",
                         row->name);
    return row->code;
}

/* --- combinations --- */

/* Returns the first option of a column that was given, other than the row's own; NULL if none. */
static const struct option_row *find_given(const struct option_parser *parser, const char *names,
                                           const struct option_row *own)
{
    struct slice name;
    while (option_names_next(&names, &name))
        for (size_t i = 0; i < parser->count; i++)
            if (parser->given[i] && &parser->rows[i] != own && is_option(&parser->rows[i], name))
                return &parser->rows[i];
    return NULL;
}

/* Sets the message "--header requires --tsv or --batch". */
static int report_missing(const struct option_row *row)
{
    struct buffer list = {0};
    struct slice name;
    for (const char *names = row->needs; option_names_next(&names, &name);)
        buffer_append_format(&list, "%s--%.*s", list.size == 0 ? "" : _(" or "), (int)name.size,
                             name.data);
    int status = buffer_status(&list);
    if (status == 0)
        status = error_set(ERROR_SYNTAX, "--%s requires %s", row->name, buffer_string(&list));
    buffer_release(&list);
    return status;
}

int option_parser_check(const struct option_parser *parser)
{
    for (size_t i = 0; i < parser->count; i++) {
        const struct option_row *row = &parser->rows[i];
        if (!parser->given[i])
            continue;
        if (row->needs != NULL && find_given(parser, row->needs, row) == NULL)
            return report_missing(row);
        const struct option_row *other = find_given(parser, row->excludes, row);
        if (other != NULL)
            return error_set(ERROR_SYNTAX, "--%s and --%s cannot be combined", row->name,
                             other->name);
    }
    return 0;
}

/* --- help --- */

static void append_blanks(struct buffer *to, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_append_byte(to, ' ');
}

/* Appends words from HELP_COLUMN on; the line is at `column` now. */
static void append_help_text(struct buffer *to, const char *text, size_t column)
{
    if (column + 1 >= HELP_COLUMN) {
        buffer_append_byte(to, '\n');
        column = 0;
    }
    append_blanks(to, HELP_COLUMN - column);
    column = HELP_COLUMN;
    while (*text != '\0') {
        size_t bytes = strcspn(text, " ");
        size_t width = utf8_count(text, bytes);
        if (column > HELP_COLUMN && column + 1 + width > HELP_WIDTH) {
            buffer_append_byte(to, '\n');
            append_blanks(to, HELP_COLUMN);
            column = HELP_COLUMN;
        } else if (column > HELP_COLUMN) {
            buffer_append_byte(to, ' ');
            column++;
        }
        buffer_append(to, text, bytes);
        column += width;
        text += bytes + (text[bytes] == ' ');
    }
    buffer_append_byte(to, '\n');
}

static void append_row(struct buffer *to, const struct option_row *row)
{
    size_t start = to->size;
    if (row->letter != 0)
        buffer_append_format(to, "  -%c, --%s", row->letter, row->name);
    else
        buffer_append_format(to, "      --%s", row->name);
    if (row->value != NULL)
        buffer_append_format(to, " %s", _(row->value));
    if (!to->failed)
        append_help_text(to, _(row->help), utf8_count(to->data + start, to->size - start));
}

void option_append_help(struct buffer *to, const struct option_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].code == 0)
            buffer_append_format(to, "\n%s\n", _(rows[i].help));
        else
            append_row(to, &rows[i]);
    }
}
