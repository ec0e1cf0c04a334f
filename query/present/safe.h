/* Text and paths as they may be shown: articles and file names cannot drive the terminal, nor forge
 * a line or a column of output. */
#ifndef FOUILLE_PRESENT_SAFE_H
#define FOUILLE_PRESENT_SAFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/buffer.h"

/* Whether a character must not be shown as it is: C0, C1, DEL, line and paragraph separators, and
 * the marks that turn the direction of text. */
bool safe_forbidden(uint32_t character);

/* Appends text for a line: forbidden characters and line ends become one space each, runs of white
 * space one. */
void safe_text(struct buffer *to, const char *text, size_t size);

/* Appends a path for a line: forbidden characters and bytes that are not UTF-8 become \xNN, one a
 * byte; a backslash before such an x becomes two, so that the path can be had again. */
void safe_path(struct buffer *to, const char *path, size_t size);

#endif
