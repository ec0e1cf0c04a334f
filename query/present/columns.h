/* How wide characters are on a terminal: most one column, those of East Asia and most emoji two,
 * combining and invisible ones none. What is not UTF-8, and what is blank, counts one. */
#ifndef FOUILLE_PRESENT_COLUMNS_H
#define FOUILLE_PRESENT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

/* A character of a text. */
struct column_step {
    size_t bytes;     /* 1 to 4 */
    unsigned columns; /* 0 to 2 */
    bool blank;       /* becomes a space (safe_blank), or is not UTF-8 */
};

/* The character at the start of `size` bytes, at least 1. */
struct column_step columns_step(const char *at, size_t size);

/* The character before byte `at` of a text, at least 1. */
struct column_step columns_step_back(const char *text, size_t at);

/* Of the whole text; runs of blanks count one for each. */
size_t columns_of(const char *text, size_t size);

#endif
