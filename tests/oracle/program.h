/* Runs fouille on an index and reads what it prints. */
#ifndef FOUILLE_ORACLE_PROGRAM_H
#define FOUILLE_ORACLE_PROGRAM_H

#include <stdio.h>

enum { PROGRAM_ARGUMENTS = 16 };

struct program {
    const char *path, *index;
    const char *arguments[PROGRAM_ARGUMENTS]; /* NULL after the last; --index is put before them */
};

/* A run of it; no shell, so that queries need no quoting. */
struct program_run {
    FILE *output;
    int child;
};

/* Aborts when it cannot be started. */
struct program_run program_start(const struct program *program);

/* Closes; the exit status, or -1. */
int program_end(struct program_run *run);

/* All it prints, at most size - 1 bytes, into `text`; the exit status. */
int program_text(const struct program *program, char *text, size_t size);

#endif
