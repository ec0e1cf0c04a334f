/* Dates as people and programs write them: the one reader for all formats.
 *
 * A day is written
 *     2022-06-15, 2022/6/5, 2022.06.15, 2022:06:15             year first
 *     15/06/2022, 15.6.2022, 15-06-2022, 06/15/2022            day first, unless that is impossible
 *     15 juin 2022, 1er févr. 2022, 15. Juni 2022, 15-Jun-2022, 15 de junio de 2022
 *     June 15th, 2022, Wed Jun 15 11:54:00 CEST 2022           month first, as in English and C
 *     2022 Jun 15, 2022年6月15日
 * and the time of day may follow it (date_time.h). Without a day: 2022-06, juin 2022, 2022; a
 * shorter form is read only where it is all there is: 2022-02-30 is no date, and neither is its
 * year. Zeros stand for what is not known: 1860-00-00 is a year. Years 1000 to 9999 of the
 * Gregorian calendar. Months by name in several languages (date_words.h).
 *
 * Every function makes one pass over its input, at most a few dozen bytes ahead at each place.
 */
#ifndef FOUILLE_DATES_DATE_READER_H
#define FOUILLE_DATES_DATE_READER_H

#include "indexer/sources/article/article.h"

/* How a text writes its dates; several may be combined. */
enum date_style {
    DATE_PLAIN = 0,
    DATE_MONTH_FIRST = 1, /* 06/05/2022 is the 5 June */
    /* The text is meant to be a date: 15.06.22 (1950 to 2049), 15 juin 22, 20220615,
     * 20220615115400, 2022-166, 06/2022 are dates, too. */
    DATE_FIELD = 2,
};

/* Reads the longest date at the start of the text. Returns the bytes read; 0 if there is none. */
size_t date_read(struct text_span text, unsigned style, struct moment *moment);

struct found_date {
    struct text_span at;
    struct moment moment;
};

/* Finds the next date in *rest and cuts *rest after it. A number that goes on before or after it is
 * none (1.15.06.2022, phone numbers). False if there is none left. */
bool date_find(struct text_span *rest, unsigned style, struct found_date *found);

/* Reads the value of a field that is meant to be a date: the first day in it, else the first month,
 * else the first year; or, if it is a number alone, seconds (of 9 to 11 digits), milliseconds,
 * microseconds or nanoseconds since 1970. Words around it do no harm ("Publié le mercredi 15 juin
 * 2022"). False, and no date, if there is none. */
bool date_read_value(struct text_span value, unsigned style, struct moment *moment);

#endif
