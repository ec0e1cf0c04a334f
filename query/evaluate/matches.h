/* All matches of a query, without scores, for those who count or compare them. */
#ifndef FOUILLE_RANK_MATCHES_H
#define FOUILLE_RANK_MATCHES_H

#include "query/terms/expand.h"

/* Called for each match; other than 0 ends the walk with it. */
typedef int (*matches_visit)(void *context, uint32_t segment, uint32_t document);

/* Hands over all matches, segment by segment, documents ascending. 0, ERROR_CORRUPT, ERROR_MEMORY,
 * or what the visitor returned. */
int matches_each(const struct expansion *expansion, matches_visit visit, void *context);

#endif
