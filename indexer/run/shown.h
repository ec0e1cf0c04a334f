/* Names and texts on standard output and standard error: they come from file systems and articles,
 * so what would drive a terminal, turn the direction of a line, or end one is shown and not obeyed
 * (analysis/safe.h). No memory is asked for: that there is none must be said, too. */
#ifndef FOUILLE_INDEXER_SHOWN_H
#define FOUILLE_INDEXER_SHOWN_H

#include <stddef.h>
#include <stdio.h>

/* A path, or a message that quotes one: \xNN for each byte of what is forbidden or not UTF-8. */
void shown_print(FILE *to, const char *text, size_t size);

/* A text of several lines: their ends, and tabs, are as they are. */
void shown_print_text(FILE *to, const char *text, size_t size);

#endif
