/* A date as an article gives it: a year, a month, a day, or a time of day with its time zone. Its
 * precision is kept: "2022-01" prints as "2022-01".
 */
#ifndef FOUILLE_BASE_MOMENT_H
#define FOUILLE_BASE_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum moment_precision {
    MOMENT_NONE,
    MOMENT_YEAR,
    MOMENT_MONTH,
    MOMENT_DAY,
    MOMENT_MINUTE,
    MOMENT_SECOND
};

/* No zone given; otherwise zones are minutes east of Greenwich. */
enum { MOMENT_NO_ZONE = INT16_MIN, MOMENT_TEXT_SIZE = 32 };

struct moment {
    int32_t day;    /* days since 1970-01-01 in the article's own zone; first day of the period */
    int32_t second; /* of that day, 0 to 86400; 0 when precision is a day or coarser */
    int16_t zone;   /* minutes east, or MOMENT_NO_ZONE */
    uint8_t precision; /* enum moment_precision; MOMENT_NONE: no date */
};

/* Reads the longest date at the start of the text: YYYY, YYYY-MM, YYYY-MM-DD, then optionally
 * [T ]HH:MM[:SS[.fraction]] and Z, ±HH, ±HHMM or ±HH:MM (a blank may precede ±HHMM and ±HH:MM).
 * 24:00 and 23:59:60 are the end of their day. A number with more digits than expected is not part
 * of the date ("20220106" is not a date, "2022-015" is 2022). Returns the number of bytes read, 0
 * if there is no date. Years 1000 to 9999 of the Gregorian calendar; impossible days (02-30) are
 * not dates. */
size_t moment_parse(const char *text, size_t size, struct moment *moment);

/* The same, for DD.MM.YYYY and DD/MM/YYYY. */
size_t moment_parse_french(const char *text, size_t size, struct moment *moment);

/* Prints ISO 8601 at the precision of the moment, NUL-terminated ("" for MOMENT_NONE). Returns
 * `text`. */
const char *moment_print(const struct moment *moment, char text[MOMENT_TEXT_SIZE]);

/* Days since 1970-01-01 of a civil date, month 1 to 12 (Hinnant, "chrono-compatible low-level date
 * algorithms").*/
int32_t moment_day(int year, int month, int day);

/* The inverse of moment_day. */
void moment_civil(int32_t day, int *year, int *month, int *day_of_month);

#endif
