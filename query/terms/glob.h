/* Texts with wildcards: * is any bytes, ? one character. */
#ifndef FOUILLE_TERMS_GLOB_H
#define FOUILLE_TERMS_GLOB_H

#include <stdbool.h>
#include <stddef.h>

/* Whether all of `text` fits all of `pattern`. Both are UTF-8, or any bytes: ? fits a byte and the
 * continuation bytes (10xxxxxx) after it. O(pattern × text) at worst, O(text) when the only * is at
 * the end. */
bool glob_fits(const char *pattern, size_t pattern_size, const char *text, size_t text_size);

#endif
