/* A program's options in one table, from which everything that names them is made: the arrays of
 * getopt_long, --help and, when fouille is built, the lists in the man pages and the completions of
 * the shells (tools/option_lists.c). So they cannot drift apart.
 *
 * A program writes its table as a file of lines
 *
 *     GROUP(N_("Output"))
 *     OPTION(LIMIT, "limit", 'n', N_("N"), NULL, N_("at most N hits (default: 10; 0: all)"))
 *
 * which is included once for the enumeration of OPTION_LIMIT… and once for the rows.
 */
#ifndef FOUILLE_BASE_OPTION_TABLE_H
#define FOUILLE_BASE_OPTION_TABLE_H

#include <getopt.h>
#include <stddef.h>

#include "common/base/buffer.h"

struct option_row {
    int code;          /* what option_parser_next returns, above any character; 0: a heading */
    char letter;       /* short form; 0: none */
    const char *name;  /* long form */
    const char *value; /* the value's name in lists; NULL: the option takes none */
    const char
        *completion;  /* "@file", "@directory", or words that the value may be; NULL: neither */
    const char *help; /* one phrase, without a line end; a heading's text */
};

/* Enough for both programs; a longer table is truncated, which a test would notice. */
enum { OPTION_ROWS_MAX = 80 };

/* getopt_long's arrays. */
struct option_parser {
    const struct option_row *rows;
    size_t count;
    struct option long_options[OPTION_ROWS_MAX + 1];
    char letters[2 + 2 * OPTION_ROWS_MAX];
};

void option_parser_init(struct option_parser *parser, const struct option_row *rows, size_t count);

/* Reads the next option. Returns its code, with its value in optarg; -1 after the last (optind is
 * then the index of the first operand; argv is reordered); or ERROR_SYNTAX with a message, also for
 * an empty path. `hint` follows an unknown short option in the message; it may be empty. */
int option_parser_next(struct option_parser *parser, int argc, char **argv, const char *hint);

/* Appends the rows as --help shows them: headings and options, with descriptions in a column of
 * their own, wrapped at 80. */
void option_append_help(struct buffer *to, const struct option_row *rows, size_t count);

#endif
