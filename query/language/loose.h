/* Clauses whose parts stand near each other: "phrase lâche"~5, a PROCHE/5 b. */
#ifndef FOUILLE_LANGUAGE_LOOSE_H
#define FOUILLE_LANGUAGE_LOOSE_H

#include "query/language/clauses.h"

/* Makes the phrases that are the list's clauses from number `first` on, in the order of typing, one
 * loose clause: each phrase a part, or each of its words if `by_word`. Their spellings are
 * combined, up to SPELLINGS_MAX variants. The sign is the first one's, the weights multiply, and if
 * one is for the title all are. `text` is what was typed for all of them. Nothing when there is no
 * clause; a single part stays as it is. More than QUERY_PARTS_MAX parts are ERROR_SYNTAX. */
void loose_join(struct clause_list *list, size_t first, bool by_word, uint32_t slack,
                const char *text, size_t size);

#endif
