/* Numbers in the names of files and in the lines of the manifest: digits and nothing else, and none
 * that is too large. (sscanf and strtoul take signs and blanks, and wrap around.)
 */
#ifndef FOUILLE_INDEX_DIGITS_H
#define FOUILLE_INDEX_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

/* The number at *at, which moves to what follows its digits. `base` is at most 16 (lower case).
 * False when there is no digit, or the number is larger than `most`. */
bool digits_read(const char **at, unsigned base, uint64_t most, uint64_t *number);

#endif
