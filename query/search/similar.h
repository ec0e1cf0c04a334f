/* A query for articles similar to a text: its most significant words, with weights. */
#ifndef FOUILLE_SEARCH_SIMILAR_H
#define FOUILLE_SEARCH_SIMILAR_H

#include "query/terms/expand.h"

/* Appends to `query` the text of a query of at most SIMILAR_WORDS words of `text` (valid UTF-8),
 * one for each of the terms with the largest tf / (tf + k1) × idf; the first factor is the word's
 * weight. Terms that are not in the index are left out; the query may be empty. Returns 0,
 * ERROR_CORRUPT or ERROR_MEMORY. About 1 µs per term. */
enum { SIMILAR_WORDS = 30 };
int similar_query(struct buffer *query, struct index *index, struct analyzer *analyzer,
                  const char *text, size_t size);

#endif
