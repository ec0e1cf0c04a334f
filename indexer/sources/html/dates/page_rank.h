/* How likely a date in the body of a page is to be that of its article. */
#ifndef FOUILLE_HTML_DATES_PAGE_RANK_H
#define FOUILLE_HTML_DATES_PAGE_RANK_H

#include "indexer/sources/html/dates/page_dates.h"

/* Whether a candidate is near the title: the heading, or else the text, that repeats most of
 * <title>; if no heading does, near any of the first level, too. *distance: the blocks of text that
 * lie between, if it is below it. */
bool page_is_near_title(const struct page_dates *dates, const struct page_candidate *candidate,
                        unsigned *distance);

/* Whether there are several days far from the title: those of a list. */
bool page_has_list_of_dates(const struct page_dates *dates);

/* Whether a candidate is the date of a change, as its words say, or its element declares. */
bool page_is_change(const struct page_candidate *candidate);

/* The rank of a candidate as a publication, below 70; 0: it does not count. */
int page_rank_candidate(const struct page_candidate *candidate, bool near);

#endif
