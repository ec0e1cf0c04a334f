/* The pieces that a word is also written in, each a word of its own in a text:
 *
 *     10000    10 000
 *     49.3     49 3 (49-3)
 *     J.K.     J K (J. K.)
 *     H&M      H M (H & M)
 */
#ifndef FOUILLE_LANGUAGE_PIECES_H
#define FOUILLE_LANGUAGE_PIECES_H

#include <stdbool.h>

#include "common/analysis/analyzer.h"
#include "common/base/arena.h"
#include "common/base/slice.h"

enum { PIECES_MAX = 6 };

struct word_pieces {
    size_t count;
    struct slice items[PIECES_MAX];
};

/* Returns the pieces of a form that was typed so, which the arena owns and which point into the
 * form; NULL when there are none, or memory ran out, which leaves only this spelling out. */
const struct word_pieces *pieces_of(const struct form *form, struct slice typed,
                                    struct arena *arena);

/* Returns n° and a number, as above. */
const struct word_pieces *pieces_after_sign(const struct form *number, struct arena *arena);

bool pieces_is_number_sign(const struct form *form);
bool pieces_is_digits(const struct form *form);

#endif
