/* Words with wildcards: gouvern*, m?nistre, *tion, also within phrases and words of several parts.
 */
#ifndef FOUILLE_LANGUAGE_PATTERNS_H
#define FOUILLE_LANGUAGE_PATTERNS_H

#include "query/language/clauses.h"

/* Adds one clause for a piece with wildcards, its words in order: each run of letters with a
 * wildcard is a pattern, and the text between patterns is analysed like any other. Adds nothing
 * when there is no word. */
void patterns_add(struct clause_builder *builder, const struct piece *piece);

#endif
