/* All matches of a query, without scores, for callers who count or compare them. */
#ifndef FOUILLE_EVALUATE_MATCHES_H
#define FOUILLE_EVALUATE_MATCHES_H

#include "query/terms/expand.h"

/* Called for each match; a return value other than 0 ends the walk. */
typedef int (*matches_visitor)(void *context, uint32_t segment, uint32_t document);

/* Visits all matches, segment by segment, in ascending document order. Returns 0, ERROR_CORRUPT,
 * ERROR_MEMORY, or the visitor's value other than 0. */
int matches_for_each(const struct expansion *expansion, matches_visitor visit, void *context);

#endif
