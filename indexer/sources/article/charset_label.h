/* The charset that a document declares, by the names of the WHATWG's encoding standard and any
 * others that iconv knows. */
#ifndef FOUILLE_ARTICLE_CHARSET_LABEL_H
#define FOUILLE_ARTICLE_CHARSET_LABEL_H

#include <stddef.h>

#include "common/base/buffer.h"

/* Returns the name by which decode_text or iconv knows the charset that browsers take for `label`
 * (letter case ignored): Windows' own for those that it extends. An unknown label is returned. */
const char *charset_of_label(const char *label);

/* Appends text as UTF-8, as decode_text does, that declares the charset `label` (NULL: none). The
 * declaration counts unless the bytes have a mark, or are UTF-8, or iconv does not know it, or
 * knows it as one without ASCII. 0 or ERROR_MEMORY. */
int charset_decode(struct buffer *into, const char *bytes, size_t size, const char *label);

#endif
