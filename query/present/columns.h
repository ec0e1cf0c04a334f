/* The width of characters on a terminal: one column for most, two for East Asian ones and most
 * emoji, none for combining and invisible ones. Invalid UTF-8 and blanks take one. */
#ifndef FOUILLE_PRESENT_COLUMNS_H
#define FOUILLE_PRESENT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

/* One character of a text. */
struct column_step {
    size_t bytes;     /* 1 to 4 */
    unsigned columns; /* 0 to 2 */
    bool blank;       /* shown as a space (safe_is_blank), or not UTF-8 */
};

/* The character at the start of a text of `size` bytes; `size` must be at least 1. */
struct column_step columns_step(const char *at, size_t size);

/* The character before byte `at` of a text; `at` must be at least 1. */
struct column_step columns_step_back(const char *text, size_t at);

/* The columns of the whole text; each blank of a run counts one. */
size_t columns_of(const char *text, size_t size);

#endif
