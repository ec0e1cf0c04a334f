/* How the matches of a query are distributed over months, years or sites. */
#ifndef FOUILLE_PRESENT_FACETS_H
#define FOUILLE_PRESENT_FACETS_H

#include "query/present/tally.h"
#include "query/terms/expand.h"

enum facet { FACET_NONE, FACET_MONTH, FACET_YEAR, FACET_SITE };

/* The name in options and in JSON, such as "month". */
const char *facet_name(enum facet facet);

/* Adds all matches to the tally and sorts it: months ("2022-01") and years in ascending order,
 * sites (hosts of URLs, without www.) by count. Documents without a date or URL are counted under
 * "". Returns 0, ERROR_CORRUPT or ERROR_MEMORY. O(matches); for sites, reads the record of each
 * match. */
int facet_count(struct tally *tally, const struct expansion *expansion, enum facet facet);

/* The format of the lines. */
struct facet_style {
    enum facet facet;
    bool json;
    size_t width; /* of the terminal, for bars; 0: name, tab, count */
    size_t limit; /* the number of lines, at most; 0: all */
};

void facet_write(struct buffer *to, const struct tally *tally, const struct facet_style *style);

#endif
