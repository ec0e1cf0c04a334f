/* Bytes of unknown charset → valid UTF-8.
 *
 * Order: byte order mark (UTF-8, UTF-16LE/BE), then UTF-8 if the bytes are valid, whatever is
 * declared (they would hardly be so by chance), then what the document declares. Declared UTF-16 is
 * believed only if there are NUL bytes, but then before UTF-8. In text that is mostly valid UTF-8
 * only the invalid bytes are read as Windows-1252; text that declares nothing and is mostly invalid
 * is Windows-1252 or ISO-8859-15 as a whole. The result never has a BOM at its start; NUL bytes
 * become spaces; CR LF and lone CR become LF; control characters from U+0080 on become what they
 * stand for (decode_control). Windows-1252 is that of the WHATWG encoding standard,
 * but its control characters from 0x80 on become U+FFFD.
 */
#ifndef FOUILLE_ANALYSIS_DECODE_H
#define FOUILLE_ANALYSIS_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"

/* Appends the text of `size` bytes to `into`. `declared`: a charset name as found in the document
 * (any case: utf-8, iso-8859-1, iso-8859-15, windows-1252, utf-16, …), or NULL. Returns 0 or
 * ERROR_MEMORY. Any bytes are accepted. Valid UTF-8 without CR or NUL costs one scan and one
 * copy. */
int decode_text(struct buffer *into, const char *bytes, size_t size, const char *declared);

/* Returns what a control character from U+0080 to U+009F stands for: the character of Windows-1252
 * of that number, since most come from text that was converted from it as if it were ISO-8859-1;
 * itself if there is none, or `character` is no such. */
uint32_t decode_control(uint32_t character);

/* Whether the bytes are not text: a known binary signature (ELF, PNG, ZIP, PDF, …), or, without a
 * UTF-16 byte order mark, more than 5 % control bytes (NUL included) in the first 8 KiB. */
bool decode_is_binary(const char *bytes, size_t size);

#endif
