/* Text in a charset that only the user knows (--encoding): whichever iconv has. */
#ifndef FOUILLE_SOURCES_CHARSET_H
#define FOUILLE_SOURCES_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"

bool charset_is_known(const char *name);

/* Whether the bytes leave the question open: no byte order mark, and no valid UTF-8. */
bool charset_is_open(const char *bytes, size_t size);

/* Appends the text as UTF-8; what the charset has no character for becomes U+FFFD. 0; ERROR_INPUT
 * when iconv does not know the charset; ERROR_MEMORY. */
int charset_convert(struct buffer *into, const char *bytes, size_t size, const char *name);

#endif
