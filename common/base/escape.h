/* Percent escapes, as in addresses (RFC 3986): a byte is '%' and two upper-case hexadecimal digits.
 * For fields between blanks or on a line of their own. */
#ifndef FOUILLE_BASE_ESCAPE_H
#define FOUILLE_BASE_ESCAPE_H

#include <stdbool.h>

#include "common/base/buffer.h"

/* Appends one byte escaped. */
void escape_append_byte(struct buffer *to, char byte);

/* Appends a text in which every byte up to 0x20, '%' and 0x7f is escaped: no blank, no control. */
void escape_append(struct buffer *to, const char *text, size_t size);

/* Replaces the escapes of a string, in place, by their bytes. False, with the string in an
 * unspecified state, if a '%' has no two upper-case digits after it, or stands for NUL. */
bool escape_decode(char *string);

#endif
