/* Programs run to their end, with what they said. */
#ifndef FOUILLE_TESTS_CRASH_RUN_H
#define FOUILLE_TESTS_CRASH_RUN_H

#include <stddef.h>
#include <sys/types.h>

enum { ARGUMENTS_MOST = 12, SETTINGS_MOST = 6, ERRORS_SIZE = 4096 };

struct command {
    const char *folder;                      /* where it runs */
    const char *arguments[ARGUMENTS_MOST];   /* the program's path first, NULL last */
    const char *settings[SETTINGS_MOST + 1]; /* NAME=VALUE, for it alone; NULL last */
    const char *input;                       /* standard input; NULL: nothing */
};

/* How it ended: with a status, or by a signal (the other is -1). */
struct outcome {
    int status, signal;
    char *output; /* owned; a NUL after the last byte */
    size_t output_size;
    char errors[ERRORS_SIZE]; /* the beginning of standard error */
};

/* Started, not waited for. Its output goes where `out` and `err` are open. */
pid_t run_start(const struct command *command, int out, int err);

/* A file without a name, in memory. */
int run_file(void);

/* Waits for the process, and reads what it wrote to the two files, which are closed. */
void run_finish(pid_t process, int out, int err, struct outcome *outcome);

void run(const struct command *command, struct outcome *outcome);
void run_release(struct outcome *outcome);

#endif
