/* Numbers as people and files write them: all of the text is the number, and it is in range. No
 * blanks, no sign, no locale. */
#ifndef FOUILLE_BASE_PARSE_NUMBER_H
#define FOUILLE_BASE_PARSE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/slice.h"

/* Reads digits of base 10 or 16 as a number from `min` to `max`; *number is set on success only.
 * Leading zeros are allowed. */
bool parse_decimal(struct slice text, uint64_t min, uint64_t max, uint64_t *number);
bool parse_hexadecimal(struct slice text, uint64_t max, uint64_t *number);

/* "K/N", 1 <= K <= N <= max. */
bool parse_part(struct slice text, uint64_t max, uint64_t *part, uint64_t *parts);

#endif
