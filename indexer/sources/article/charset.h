/* Text in an encoding that only the user knows (--encoding): any that iconv supports. */
#ifndef FOUILLE_ARTICLE_CHARSET_H
#define FOUILLE_ARTICLE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"

bool charset_is_known(const char *name);

/* Whether the bytes do not show their encoding: no byte order mark, and not valid UTF-8. */
bool charset_is_undetermined(const char *bytes, size_t size);

/* Appends the text as UTF-8; bytes that cannot be converted become U+FFFD. 0; ERROR_INPUT when
 * iconv does not know the encoding; ERROR_MEMORY. */
int charset_convert(struct buffer *into, const char *bytes, size_t size, const char *name);

#endif
