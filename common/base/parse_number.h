/* Numbers as people and files write them: digits only, and in range. No blanks, no sign, no locale
 * (sscanf and strtoul accept signs and blanks, and wrap around). Hexadecimal digits are in lower
 * case. *number is set on success only; leading zeros are allowed.
 */
#ifndef FOUILLE_BASE_PARSE_NUMBER_H
#define FOUILLE_BASE_PARSE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/slice.h"

/* Reads a text that is all a number from `min` to `max`. */
bool parse_decimal(struct slice text, uint64_t min, uint64_t max, uint64_t *number);
bool parse_hexadecimal(struct slice text, uint64_t max, uint64_t *number);

/* "K/N", 1 <= K <= N <= max. */
bool parse_part(struct slice text, uint64_t max, uint64_t *part, uint64_t *parts);

/* Reads the number at *at, in a NUL-terminated string, and moves *at past its digits. `base` is 2
 * to 16. False, with *at where it was, when there is no digit or the number is larger than
 * `max`. */
bool parse_digits(const char **at, unsigned base, uint64_t max, uint64_t *number);

#endif
