/* A query for articles similar to a text: its most significant words, with weights. */
#ifndef FOUILLE_SEARCH_SIMILAR_H
#define FOUILLE_SEARCH_SIMILAR_H

#include "common/base/slice.h"
#include "query/terms/expand.h"

/* Makes a query of at most SIMILAR_WORDS words of `text` (valid UTF-8), one for each of the terms
 * with the largest tf / (tf + k1) × idf; the first factor, to three decimals, is the word's boost.
 * Terms that are not in the index are left out; the query may have no words. The options apply as
 * in query_of_forms. Returns 0, ERROR_SYNTAX, ERROR_CORRUPT or ERROR_MEMORY; the caller releases
 * the query on success. About 1 µs per term. */
enum { SIMILAR_WORDS = 30 };
int similar_query(struct query *query, struct index *index, struct analyzer *analyzer,
                  struct slice text, const struct query_options *options);

#endif
