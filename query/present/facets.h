/* How the matches of a query are spread over months, years or sites. */
#ifndef FOUILLE_PRESENT_FACETS_H
#define FOUILLE_PRESENT_FACETS_H

#include "query/present/tally.h"
#include "query/terms/expand.h"

enum facet { FACET_NONE, FACET_MONTH, FACET_YEAR, FACET_SITE };

/* "month", as options and JSON have it. */
const char *facet_name(enum facet facet);

/* Adds all matches to the tally and sorts it: months ("2022-01") and years ascending, sites (hosts
 * of addresses, without www.) by count. Documents without a date, or an address, have the name "".
 * 0, ERROR_CORRUPT or ERROR_MEMORY. O(matches); sites read the record of each. */
int facet_count(struct tally *tally, const struct expansion *expansion, enum facet facet);

/* How lines look. */
struct facet_style {
    enum facet facet;
    bool json;
    size_t width; /* of a terminal, for bars; 0: name, tab, count */
    size_t limit; /* at most so many lines; 0: all */
};

void facet_write(struct buffer *to, const struct tally *tally, const struct facet_style *style);

#endif
