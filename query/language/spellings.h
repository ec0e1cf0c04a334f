/* The ways to spell a run of words, each of which is a variant of its clause.
 *
 * The analysis of a text keeps both the parts of a word and its joined reading, but the word that
 * follows is one position later in one spelling and two in another, so a phrase must be looked up
 * in each:
 *
 *     week-end prolongé   [week end prolongé] [weekend prolongé]
 *     10 000 euros        [10 000 euros] [10000 euros]; the same for 10000 euros
 *
 * Where nothing follows, the joined reading of glued words (iPhone) and of numbers finds both.
 */
#ifndef FOUILLE_LANGUAGE_SPELLINGS_H
#define FOUILLE_LANGUAGE_SPELLINGS_H

#include "query/language/clauses.h"

enum { SPELLINGS_MAX = 16 };

/* Fills `variants` with the spellings of the words among the occurrences, the one as typed first.
 * Returns the number of variants, 0 when there is no word or on failure (builder->status). Four
 * choices make SPELLINGS_MAX variants; further choices are left as they were typed. A variant at
 * the position of a word (OCCURRENCE_VARIANT) counts only when that is the only word. */
size_t spellings_of(struct clause_builder *builder, const struct piece *piece,
                    const struct occurrence *occurrences, size_t count,
                    struct query_sequence variants[SPELLINGS_MAX]);

/* Makes a sequence of one word that stands for the term of a form of the analyser's, and nothing
 * else. Failure is builder->status. */
struct query_sequence spelling_of_form(struct clause_builder *builder, uint32_t form);

/* Whether two words are joined by what is between them: nothing (glued), a hyphen or a dot. An
 * apostrophe or a space alone does not join them. */
bool spellings_are_joined(const struct piece *piece, const struct occurrence *one,
                          const struct occurrence *other);

#endif
