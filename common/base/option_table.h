/* A program's options in one table, from which everything that names them is made: the arrays of
 * getopt_long, --help and, when fouille is built, the lists in the man pages and the completions of
 * the shells (tools/option_lists.c). So they cannot drift apart.
 *
 * A program writes its table as a file of lines
 *
 *     GROUP(N_("Output"))
 *     OPTION(HEADER, "header", 0, NULL, NULL, FLAG(header), "tsv|batch", "json",
 *            N_("print the names of the columns first"))
 *
 * which is included once for the enumeration of OPTION_HEADER…, once for the rows, and once for a
 * switch over the setters, which are expressions of the program that includes it: 0 or an error.
 */
#ifndef FOUILLE_BASE_OPTION_TABLE_H
#define FOUILLE_BASE_OPTION_TABLE_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "common/base/slice.h"

struct option_row {
    int code;          /* what option_parser_next returns, above any character; 0: a heading */
    char letter;       /* short form; 0: none */
    const char *name;  /* long form */
    const char *value; /* the value's name in lists; NULL: the option takes none */
    const char
        *completion;      /* "@file", "@directory", or words that the value may be; NULL: neither */
    const char *needs;    /* names, separated by '|': it requires one of them; or NULL */
    const char *excludes; /* names that it cannot be combined with, perhaps its own too; or NULL */
    const char *help;     /* one phrase, without a line end; a heading's text */
};

/* Enough for both programs: no table has more rows. */
enum { OPTION_ROWS_MAX = 80 };

/* getopt_long's arrays. */
struct option_parser {
    const struct option_row *rows;
    size_t count;
    struct option long_options[OPTION_ROWS_MAX + 1];
    char letters[2 + 2 * OPTION_ROWS_MAX];
    bool given[OPTION_ROWS_MAX]; /* by row */
};

/* The names in `needs` and `excludes` are those of rows. */
void option_parser_init(struct option_parser *parser, const struct option_row *rows, size_t count);

/* Reads the next option. Returns its code, with its value in optarg; -1 after the last (optind is
 * then the index of the first operand; argv is reordered); or ERROR_SYNTAX with a message, also for
 * an empty path. `hint` follows an unknown option in the message; it may be empty. */
int option_parser_next(struct option_parser *parser, int argc, char **argv, const char *hint);

/* Checks the options that were given against the columns `needs` and `excludes`. Call it after
 * option_parser_next has returned -1. Returns 0, or ERROR_SYNTAX with a message. */
int option_parser_check(const struct option_parser *parser);

/* Reads the next name of a column `needs` or `excludes`, and advances *names past it. False at the
 * end; *names may be NULL. */
bool option_names_next(const char **names, struct slice *name);

/* Appends the rows as --help shows them: headings and options, with descriptions in a column of
 * their own, wrapped at 80. */
void option_append_help(struct buffer *to, const struct option_row *rows, size_t count);

#endif
