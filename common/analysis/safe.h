/* Text and paths made safe to show: articles and file names can neither control the terminal nor
 * forge a line or a column of output. Bytes that are not UTF-8 are accepted everywhere. */
#ifndef FOUILLE_ANALYSIS_SAFE_H
#define FOUILLE_ANALYSIS_SAFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"

/* Whether a character must not be shown as it is: C0, C1, DEL, line and paragraph separators, and
 * the marks that change the direction of text. */
bool safe_is_forbidden(uint32_t character);

/* Reads the character at the start of `size` bytes (at least 1). Returns its size in bytes, or 0
 * when the first byte does not begin a character. */
size_t safe_character(const char *at, size_t size, uint32_t *character);

/* The same, but a byte that does not begin a character has the size 1. Sets *forbidden for such a
 * byte, and for a character that must not be shown as it is. */
size_t safe_next(const char *at, size_t size, uint32_t *character, bool *forbidden);

/* Whether a character counts as white space in a line of text: the space, and all that is
 * forbidden. No-break spaces are characters. */
bool safe_is_blank(uint32_t character);

/* The number of zero-width characters (marks, joiners) that are shown in a row. */
enum { SAFE_MARKS = 8 };

/* Whether a character takes no column. */
bool safe_is_mark(uint32_t character);

/* Appends text for a line: each run of blanks, forbidden characters and bytes that are not UTF-8
 * becomes one space, none at the start and the end; of marks in a row only the first SAFE_MARKS are
 * kept. */
void safe_append_text(struct buffer *to, const char *text, size_t size);

/* Appends a path for a line: forbidden characters and bytes that are not UTF-8 become \xNN, one per
 * byte; backslashes before such an escape, or before an x, are doubled, so that the path can be
 * recovered. */
void safe_append_path(struct buffer *to, const char *path, size_t size);

#endif
