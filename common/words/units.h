/* Units of measure, as they are written after a number: 5 km, 20 m², 16 Go.
 */
#ifndef FOUILLE_WORDS_UNITS_H
#define FOUILLE_WORDS_UNITS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/slice.h"

/* Whether a word in small letters is a unit that may be glued to a number of so many digits. Some
 * are units after two digits only, since 5G, 4L and 2CV are names. */
bool unit_is_glued(struct slice word, size_t digits);

/* Whether digits may follow it within a measure: 20h30, 1m80, 2mn30. */
bool unit_takes_digits(struct slice word);

/* Whether an exponent may follow it: m², km³. */
bool unit_takes_power(struct slice word);

#endif
