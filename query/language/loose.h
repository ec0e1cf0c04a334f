/* Clauses whose parts are near each other: "phrase lâche"~5, a PROCHE/5 b. */
#ifndef FOUILLE_LANGUAGE_LOOSE_H
#define FOUILLE_LANGUAGE_LOOSE_H

#include "query/language/clauses.h"

/* Replaces the builder's clauses from number `first` on, phrases in the order of typing, by one
 * loose clause: each phrase is a part, or each of its words if `by_word`. Their spellings are
 * combined, up to SPELLINGS_MAX variants. The sign is that of the first, the boosts are multiplied,
 * and if one is for the title, all are. `text` is what was typed for all of them. Does nothing when
 * there is no clause; leaves a single part as it is. More than QUERY_PARTS_MAX parts are
 * ERROR_SYNTAX. */
void loose_join(struct clause_builder *builder, size_t first, bool by_word, uint32_t slack,
                struct slice text);

#endif
