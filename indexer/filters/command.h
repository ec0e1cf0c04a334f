/* A command as the user writes it, cut into arguments. No shell ever sees it.
 *
 * White space separates arguments. '…' keeps what is in it as it is; "…" too, but for \" and \\;
 * elsewhere a backslash keeps the next character. Nothing else has a meaning: no variables, no
 * pipes, no redirections, no patterns. {} in an argument stands for the path of the file.
 */
#ifndef FOUILLE_FILTERS_COMMAND_H
#define FOUILLE_FILTERS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

enum { COMMAND_ARGUMENTS_MAX = 64 };

struct command {
    char *program;    /* its path; owned, as all below */
    char *text;       /* of the arguments, a NUL behind each */
    char **arguments; /* into text, a NULL behind them */
    bool names_path;  /* {} is in one of them */
};

/* Reads a command and looks its program up, in $PATH unless there is a slash in it. 0;
 * ERROR_SYNTAX (empty, an open quote, too many arguments); ERROR_NOT_FOUND (no such program);
 * ERROR_MEMORY. The caller releases, also after failure. */
int command_parse(struct command *command, const char *text);
void command_release(struct command *command);

/* The arguments with the path in place of each {}; one malloc'ed block, the caller's. NULL when
 * memory ran out. */
char **command_arguments(const struct command *command, const char *path);

#endif
