/* Numbers in file names and in the lines of the manifest: digits only, and below a limit. (sscanf
 * and strtoul accept signs and blanks, and wrap around.)
 */
#ifndef FOUILLE_BASE_DIGITS_H
#define FOUILLE_BASE_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

/* Reads the number at *at, and moves *at past its digits. `base` is at most 16 (lower case). False
 * when there is no digit, or the number is larger than `max`. */
bool digits_read(const char **at, unsigned base, uint64_t max, uint64_t *number);

#endif
