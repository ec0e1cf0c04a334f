/* Reads the filters of a query: date:, site:, url:, chemin:. */
#ifndef FOUILLE_LANGUAGE_FILTERS_H
#define FOUILLE_LANGUAGE_FILTERS_H

#include "query/language/lexer.h"

/* Fills `filter` from a TOKEN_FILTER; the arena owns its text. 0; ERROR_SYNTAX with the column when
 * the value is not valid for its kind; ERROR_MEMORY. */
int filter_read(struct query_filter *filter, struct arena *arena, const struct lexer *lexer,
                const struct token *token);

/* Fills `filter` with the days of --since and --until, either of which may be NULL; the arena owns
 * its text. 0, ERROR_SYNTAX or ERROR_MEMORY. */
int filter_from_days(struct query_filter *filter, struct arena *arena, const char *since,
                     const char *until);

#endif
