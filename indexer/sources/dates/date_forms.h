/* The written forms of a day, a month or a year; for the reader (date_reader.h). */
#ifndef FOUILLE_DATES_DATE_FORMS_H
#define FOUILLE_DATES_DATE_FORMS_H

#include "indexer/sources/dates/date_parts.h"

/* What stands at a place: no date, what is written like a date but is none, or a date. */
enum date_reading { DATE_NOTHING, DATE_IMPOSSIBLE, DATE_READ };

/* Each reads a date that begins here, with a number or the name of a month. What was read is behind
 * the scan unless the result is DATE_NOTHING. `style`: enum date_style. */

/* The number has four digits. */
enum date_reading date_read_year_first(struct date_scan *scan, unsigned style,
                                       struct civil_date *date);

/* The number has one or two digits. */
enum date_reading date_read_day_first(struct date_scan *scan, unsigned style,
                                      struct civil_date *date);

/* "premier juin 2022" */
enum date_reading date_read_first_day(struct date_scan *scan, unsigned style,
                                      struct civil_date *date);

/* "June 15th, 2022", "juin 2022", and C's "Jun 15 11:54:00 CEST 2022", whose second, precision and
 * zone go to *time. */
enum date_reading date_read_month_first(struct date_scan *scan, struct civil_date *date,
                                        struct moment *time);

#endif
