/* What the written forms of dates (date_forms.h) are made of: years, what parts numbers, endings.
 */
#ifndef FOUILLE_DATES_DATE_PARTS_H
#define FOUILLE_DATES_DATE_PARTS_H

#include "common/base/moment.h"
#include "indexer/sources/dates/date_scan.h"

/* A month or day that is not given is 0. */
struct civil_date {
    int year, month, day;
};

bool date_is_year(int year);
bool date_is_day(const struct civil_date *date);
/* Zeros as the last parts are parts that are not known. */
bool date_is_possible(const struct civil_date *date);

bool date_accept_bytes(struct date_scan *scan, const char *bytes);

/* Reads a - / . or :, with the blanks that writers leave around slashes and after stops; hyphens
 * may be U+2010 and U+2011. NUL, and nothing read, if there is none. */
char date_take_sign(struct date_scan *scan);

/* Reads what parts the numbers of a date: a sign, in a field also _ and blanks alone (' ').
 * `style`: enum date_style. */
char date_take_separator(struct date_scan *scan, unsigned style);

/* Whether what follows a number of three parts makes it something else: 10.11.12.13,
 * 01.02.2003.04. */
bool date_goes_on(const struct date_scan *scan, char sign);

/* Reads a year of four digits, or of two where that is enough ('22 is always). */
bool date_take_year(struct date_scan *scan, bool short_year, int *year);

/* Skips "er", "st", "." and the like after a day. */
void date_skip_after_day(struct date_scan *scan);

/* Skips blanks, a comma, and "de", "del" or "of". */
void date_skip_joint(struct date_scan *scan);

#endif
