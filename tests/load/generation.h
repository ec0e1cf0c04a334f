/* What the writer writes, so that an answer tells by itself which commit gave it.
 *
 * One file of JSON Lines is replaced whole, again and again; each of its articles has the number of
 * this generation as its title, and a generation has as many articles as its number says. Beside it
 * lie articles that stay as they are, and some that come and go. */
#ifndef FOUILLE_TESTS_LOAD_GENERATION_H
#define FOUILLE_TESTS_LOAD_GENERATION_H

#include <stdbool.h>
#include <stddef.h>

/* Articles of a generation. */
static inline unsigned long generation_size(unsigned long number)
{
    return 100 + number * 37 % 50;
}

/* Writes `count` articles that stay. */
void generation_settle(const char *articles, unsigned long count);

/* Replaces the file in one step, and changes, adds and removes a few others. */
void generation_write(const char *articles, unsigned long number);

/* Whether titles, one a line, are those of one generation from `oldest` to `newest`, all of it. */
bool generation_whole(const char *titles, unsigned long oldest, unsigned long newest);

/* Whether a generation of these has so many articles. */
bool generation_counts(unsigned long count, unsigned long oldest, unsigned long newest);

#endif
