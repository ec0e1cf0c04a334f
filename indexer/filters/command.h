/* A command as the user writes it, split into arguments. No shell is involved.
 *
 * White space separates arguments. '…' keeps its contents as they are; so does "…", except for \"
 * and \\; elsewhere a backslash keeps the next character. Nothing else is special: no variables, no
 * pipes, no redirections, no patterns. {} in an argument is replaced by the path of the file.
 */
#ifndef FOUILLE_FILTERS_COMMAND_H
#define FOUILLE_FILTERS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

enum { COMMAND_ARGUMENTS_MAX = 64 };

struct command {
    char *program;          /* its path; owned, like the fields below */
    char *text;             /* of the arguments, a NUL after each */
    char **arguments;       /* into text, ended by a NULL */
    bool has_path_argument; /* an argument contains {} */
};

/* Parses a command and looks up its program, in $PATH unless its name contains a slash.
 * 0; ERROR_SYNTAX (empty, an open quote, too many arguments); ERROR_NOT_FOUND (no such program);
 * ERROR_MEMORY. The caller releases the command, even after a failure. */
int command_parse(struct command *command, const char *text);
void command_release(struct command *command);

/* Returns the arguments with each {} replaced by the path, in one malloc'ed block that the caller
 * frees. NULL when out of memory. */
char **command_arguments(const struct command *command, const char *path);

#endif
