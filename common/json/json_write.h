/* Strings as JSON (RFC 8259), whatever bytes they are made of. The rest of what is written takes no
 * more than buffer_append_format. */
#ifndef FOUILLE_JSON_JSON_WRITE_H
#define FOUILLE_JSON_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"

/* Appends `text` as a string in quotes, which is safe to show: characters that control a terminal
 * or the direction of text are escaped (safe_is_forbidden). Each byte that is not UTF-8 becomes
 * U+FFFD. */
void json_string(struct buffer *to, const char *text, size_t size);

/* The same, but once more than `most` bytes are written, the text is cut there, between characters;
 * the last one may take up to five more, and the quotes two. Returns whether all of the text is
 * there. */
bool json_string_cut(struct buffer *to, const char *text, size_t size, size_t most);

#endif
