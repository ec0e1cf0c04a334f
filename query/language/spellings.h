/* The ways to spell a run of words, each of which is a variant of its clause.
 *
 * The analysis of a text keeps parts and joined readings side by side, but what follows a word
 * stands one position behind it in one spelling and two in another, so that a phrase must be
 * looked up in each:
 *
 *     week-end prolongé   [week end prolongé] [weekend prolongé]
 *     10 000 euros        [10 000 euros] [10000 euros], and so for 10000 euros
 *
 * Where nothing follows, the joined reading of glued words (iPhone) and of numbers finds both.
 */
#ifndef FOUILLE_LANGUAGE_SPELLINGS_H
#define FOUILLE_LANGUAGE_SPELLINGS_H

#include "query/language/clauses.h"

enum { SPELLINGS_MAX = 16 };

/* Fills `variants` with the spellings of the words among the occurrences, the one as typed first;
 * returns how many, 0 when there is no word or on failure (list->status). Four choices make
 * SPELLINGS_MAX variants; further choices are left as they were typed. A word that is written in
 * the place of another (OCCURRENCE_VARIANT) counts when there is no other word. */
size_t spellings_of(struct clause_list *list, const struct piece *piece,
                    const struct occurrence *occurrences, size_t count,
                    struct query_sequence variants[SPELLINGS_MAX]);

/* Whether what stands between two words holds them together: nothing (glued), a hyphen or a dot.
 * An apostrophe or a space alone does not. */
bool spelling_holds(const struct piece *piece, const struct occurrence *one,
                    const struct occurrence *other);

/* Sets what is left of the word without its accents, if it has any. 0 or ERROR_MEMORY. */
int spellings_unaccent(struct query_word *word, struct analyzer *analyzer, struct arena *arena);

#endif
