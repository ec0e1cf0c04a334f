/* Two typed words that are also written as one: extra terrestre, porte monnaie, vice président. The
 * lexicon has most of them, spelt as one word; after a prefix (anti, micro …) any word may be.
 *
 * In a list, the one word is a clause of its own beside the two; where all words of a list must be
 * there, either will do. In a phrase it is another spelling (spellings.h).
 */
#ifndef FOUILLE_LANGUAGE_JOINS_H
#define FOUILLE_LANGUAGE_JOINS_H

#include "query/language/clauses.h"

/* Writes two surface forms, NUL-terminated, as one word; returns its size, 0 if that is no word. */
size_t joins_spell(const char *one, const char *other, char joined[ANALYSIS_WORD_MAX + 1]);

/* Whether there is white space between two places of a text, and nothing else. */
bool joins_are_apart(const char *from, const char *to);

/* Adds, for the clauses of an unquoted piece from number `first` on, those of neighbours as one
 * word; each has the number of the first of its neighbours. Failure is builder->status. */
void joins_add(struct clause_builder *builder, const struct piece *piece, size_t first);

/* Whether a word is a prefix that is also written by itself. */
bool joins_is_prefix(const char *surface);

#endif
