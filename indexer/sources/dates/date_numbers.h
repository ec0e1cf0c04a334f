/* Dates that are written as one number: 20220615, and time since 1970. */
#ifndef FOUILLE_DATES_DATE_NUMBERS_H
#define FOUILLE_DATES_DATE_NUMBERS_H

#include "indexer/sources/article/article.h"
#include "indexer/sources/dates/date_scan.h"

/* Reads YYYYMMDD, with HH, HHMM, HHMMSS or HHMMSSmmm after it (T may come between) and then a zone.
 * Years 1000 to 2999. False, and nothing read, if the digits are no such day. */
bool date_read_compact(struct date_scan *scan, struct moment *moment);

/* Reads DDMMYYYY, of the years 1900 to 2099; for what date_read_compact does not read. */
bool date_read_compact_day_first(struct date_scan *scan, struct moment *moment);

/* Reads a number that is the whole text as time since 1970 in UTC: seconds (9 to 11 digits, with a
 * fraction or not), milliseconds (12 to 14), microseconds (15 to 17) or nanoseconds (18, 19);
 * also @1654502400 and /Date(1654502400000)/. What can be read as YYYYMMDDHHMM and the like of
 * the years 1900 to 2099 is left to date_read_compact. */
bool date_read_number(struct text_span text, struct moment *moment);

#endif
