/* Filters as a query has them: date:, site:, url:, chemin:. */
#ifndef FOUILLE_LANGUAGE_FILTERS_H
#define FOUILLE_LANGUAGE_FILTERS_H

#include "query/language/lexer.h"

/* Fills `filter`, whose text is put into the arena, from a TOKEN_FILTER. 0; ERROR_SYNTAX with the
 * column when the value is none of that kind; ERROR_MEMORY. */
int filter_read(struct query_filter *filter, struct arena *arena, const struct lexer *lexer,
                const struct token *token);

/* The days of --since and --until, either NULL. 0, ERROR_SYNTAX or ERROR_MEMORY. */
int filter_of_days(struct query_filter *filter, struct arena *arena, const char *since,
                   const char *until);

#endif
