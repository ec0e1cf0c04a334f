/* When a moment in UTC may be on another day where a page was made. */
#ifndef FOUILLE_HTML_DATES_PAGE_LOCAL_DAY_H
#define FOUILLE_HTML_DATES_PAGE_LOCAL_DAY_H

#include <stdbool.h>

#include "common/base/moment.h"

/* Whether a moment in UTC may be on the day before (in America) or the next day (in Europe, and
 * east of it) where a page was made. */
static inline bool page_may_be_day_before(const struct moment *moment)
{
    return moment->precision > MOMENT_DAY && moment->zone == 0 && moment->second < 8 * 3600;
}

static inline bool page_may_be_next_day(const struct moment *moment)
{
    return moment->precision > MOMENT_DAY && moment->zone == 0 && moment->second > 20 * 3600;
}

#endif
