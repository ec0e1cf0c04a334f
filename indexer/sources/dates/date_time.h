/* The time of day that follows a date, and its zone. */
#ifndef FOUILLE_DATES_DATE_TIME_H
#define FOUILLE_DATES_DATE_TIME_H

#include "common/base/moment.h"
#include "indexer/sources/dates/date_scan.h"

/* Reads the time after the day of `moment`, which gets its second, precision and zone: T11:54,
 * 11:54:07.5, à 11h54, at 11:54 pm, um 11.54 Uhr, and then Z, +01, +0100, +01:00, GMT, CEST, UTC+2.
 * 24:00 and 23:59:60 are the end of their day. Reads nothing if there is none, or if it is
 * impossible. */
void date_read_time(struct date_scan *scan, struct moment *moment);

/* The same for 1154 or 115407 at once after the day. False, and nothing read, if it is none. */
bool date_read_compact_time(struct date_scan *scan, struct moment *moment);

#endif
