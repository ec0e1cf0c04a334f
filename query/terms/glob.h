/* Texts with wildcards: * is any bytes, ? one character. */
#ifndef FOUILLE_MATCH_GLOB_H
#define FOUILLE_MATCH_GLOB_H

#include <stdbool.h>
#include <stddef.h>

/* Whether `text` fits all of `pattern`; both UTF-8, or any bytes, each that begins no character
 * being one by itself. O(pattern × text) at worst, O(text) where there is one *. */
bool glob_fits(const char *pattern, size_t pattern_size, const char *text, size_t text_size);

#endif
