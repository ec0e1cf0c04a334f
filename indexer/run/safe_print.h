/* Prints names and texts to standard output and standard error. They come from file systems and
 * articles, so characters that would control a terminal, change the direction of a line, or end one
 * are escaped (common/analysis/safe.h). Allocates nothing, so that it can report that memory ran
 * out. */
#ifndef FOUILLE_RUN_SAFE_PRINT_H
#define FOUILLE_RUN_SAFE_PRINT_H

#include <stddef.h>
#include <stdio.h>

/* Prints a path, or a message that quotes one. Each byte that is forbidden or not valid UTF-8 is
 * printed as \xNN. */
void safe_print(FILE *to, const char *text, size_t size);

/* The same for a text of several lines: line ends and tabs are kept. */
void safe_print_text(FILE *to, const char *text, size_t size);

#endif
