/* Filters of a query, as plainly as they can be said, and how they are typed. */
#ifndef FOUILLE_ORACLE_FILTERS_H
#define FOUILLE_ORACLE_FILTERS_H

#include "tests/oracle/collection.h"

enum { ORACLE_FILTERS = 2 };

enum oracle_filter_kind { ORACLE_DATE, ORACLE_SITE, ORACLE_URL, ORACLE_PATH };

struct oracle_filter {
    enum oracle_filter_kind kind;
    bool excluded;    /* -site:… */
    int32_t from, to; /* ORACLE_DATE: the first and the last day */
    char text[64];    /* of the others: a site, or the part that must be in it */
};

bool filters_accept(const struct oracle_filter *filters, size_t count,
                    const struct plain_document *document);

/* Days since 1970 of a day of the Gregorian calendar, counted one by one. */
int32_t filters_day(int year, int month, int day);

/* Makes a filter, and appends it as it is typed to a query's text. With `options`, one of dates,
 * and writes there, instead, what --since and --until take. */
void filters_generate(struct oracle_filter *filter, uint64_t *random, char *text, size_t room,
                      char (*options)[40]);

#endif
