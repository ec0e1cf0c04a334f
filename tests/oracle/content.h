/* What of a query matches, and what only adds to scores. */
#ifndef FOUILLE_ORACLE_CONTENT_H
#define FOUILLE_ORACLE_CONTENT_H

#include "tests/oracle/score.h"

/* Marks the function words beside content words of their list, and adds the words of quoted phrases
 * beside others. `text`: the query as typed. */
void content_mark(struct oracle_query *query, const char *text);

#endif
