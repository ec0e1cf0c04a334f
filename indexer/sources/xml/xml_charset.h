/* The charset of a document in XML, and its text in UTF-8.
 *
 * A byte order mark decides; then the shape of a first <, in UTF-16 and UTF-32 without one, whether
 * declared or not; then what decode.h says. A declared charset that decode.h does not know is
 * converted if iconv does; then comes the user's.
 */
#ifndef FOUILLE_XML_XML_CHARSET_H
#define FOUILLE_XML_XML_CHARSET_H

#include <stdbool.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Whether the bytes begin as XML in UTF-16 or UTF-32 does, with or without a byte order mark. */
bool xml_charset_is_wide(struct text_span bytes);

/* Appends the document as UTF-8. `encoding`: the user's, or NULL. 0; ERROR_MEMORY; ERROR_INPUT when
 * iconv does not know the user's. */
int xml_charset_decode(struct buffer *into, struct text_span bytes, const char *encoding);

#endif
