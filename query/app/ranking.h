/* The rankings that --ranking names, each of which is a set of weights:
 *
 *     bm25     BM25's scores alone
 *     french   less weight for function words, and the second stage of search/rerank.h; the default
 *
 * docs/relevance.md says what each weight gains.
 */
#ifndef FOUILLE_APP_RANKING_H
#define FOUILLE_APP_RANKING_H

#include "query/language/query.h"
#include "query/search/search.h"

/* Sets the weights of the named ranking, and nothing else of the options. Returns 0, or
 * ERROR_SYNTAX when there is no such ranking. */
int ranking_set(const char *name, struct query_options *query, struct search_options *search);

#endif
