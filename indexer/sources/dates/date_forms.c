#include "indexer/sources/dates/date_forms.h"

#include <string.h>

#include "indexer/sources/dates/date_reader.h"
#include "indexer/sources/dates/date_time.h"
#include "indexer/sources/dates/date_words.h"

/* --- year first --- */

/* 2022-166: the day of the year. */
static enum date_reading read_day_of_year(struct date_scan *scan, struct civil_date *date)
{
    int number = date_take_digits(scan, 3), year;
    if (number < 1 || number > 366)
        return DATE_IMPOSSIBLE;
    moment_civil(moment_day(date->year, 1, 1) + number - 1, &year, &date->month, &date->day);
    return year == date->year ? DATE_READ : DATE_IMPOSSIBLE;
}

/* After the year and a sign. A second number that is no month is another year, or something else:
 * 1914-1918, 2019-20. */
static enum date_reading read_after_year(struct date_scan *scan, char sign, unsigned style,
                                         struct civil_date *date)
{
    struct date_scan after_year = *scan;
    size_t digits = date_count_digits(scan);
    if (digits == 3 && sign == '-' && (style & DATE_FIELD) != 0)
        return read_day_of_year(scan, date);
    if (digits == 0 || digits > 2)
        return DATE_READ;
    date->month = date_take_digits(scan, digits);
    struct date_scan ahead = *scan;
    if (date_take_separator(&ahead, style) == sign && ascii_is_digit(date_peek(&ahead, 0))) {
        *scan = ahead;
        return date_take_short_number(scan, &date->day) && date_is_possible(date) &&
                       !date_goes_on(scan, sign)
                   ? DATE_READ
                   : DATE_IMPOSSIBLE;
    }
    bool is_month = date->month >= 1 && date->month <= 12 && sign != ':' && sign != ' ' &&
                    (sign != '.' || (style & DATE_FIELD) != 0);
    if (is_month)
        return DATE_READ;
    *scan = after_year;
    date->month = 0;
    return DATE_READ;
}

/* 2022 Jun 15, 2022-Jun-15, 2022, juin 15. */
static bool read_named_after_year(struct date_scan *scan, struct civil_date *date)
{
    struct date_scan ahead = *scan;
    date_accept(&ahead, ',');
    if (!date_skip_blanks(&ahead) && date_take_sign(&ahead) == '\0')
        return false;
    date->month = date_take_month(&ahead);
    if (date->month == 0)
        return false;
    if (date_take_sign(&ahead) == '\0')
        date_skip_blanks(&ahead);
    if (!date_take_short_number(&ahead, &date->day) || !date_is_day(date)) {
        date->month = date->day = 0;
        return false;
    }
    *scan = ahead;
    return true;
}

static bool accept_han(struct date_scan *scan, const char *chinese, const char *korean)
{
    bool accepted = date_accept_bytes(scan, chinese) || date_accept_bytes(scan, korean);
    date_skip_blanks(scan);
    return accepted;
}

/* 2022年6月15日, 2022년 6월 15일 */
static bool read_han_after_year(struct date_scan *scan, struct civil_date *date)
{
    struct date_scan ahead = *scan;
    bool read = accept_han(&ahead, "年", "년") && date_take_short_number(&ahead, &date->month) &&
                accept_han(&ahead, "月", "월") && date_take_short_number(&ahead, &date->day) &&
                accept_han(&ahead, "日", "일") && date_is_day(date);
    if (read)
        *scan = ahead;
    else
        date->month = date->day = 0;
    return read;
}

enum date_reading date_read_year_first(struct date_scan *scan, unsigned style,
                                       struct civil_date *date)
{
    date->year = date_take_digits(scan, 4);
    if (read_named_after_year(scan, date) || read_han_after_year(scan, date))
        return DATE_READ;
    struct date_scan ahead = *scan;
    char sign = date_take_separator(&ahead, style);
    if (sign != '\0' && ascii_is_digit(date_peek(&ahead, 0))) {
        struct date_scan after_sign = ahead;
        enum date_reading reading = read_after_year(&ahead, sign, style, date);
        if (reading == DATE_IMPOSSIBLE || ahead.at > after_sign.at) {
            *scan = ahead;
            return date_is_year(date->year) ? reading : DATE_IMPOSSIBLE;
        }
    }
    bool is_word = ascii_is_letter(date_peek(scan, 0)) || ascii_is_digit(date_peek(scan, 0));
    return date_is_year(date->year) && !is_word ? DATE_READ : DATE_NOTHING;
}

/* --- day first --- */

/* 15 juin 2022, 15-Jun-2022, after the day. */
static enum date_reading read_named_after_day(struct date_scan *scan, unsigned style,
                                              struct civil_date *date)
{
    struct date_scan ahead = *scan;
    date_skip_after_day(&ahead);
    if (date_take_sign(&ahead) == '\0')
        date_skip_joint(&ahead);
    date->month = date_take_month(&ahead);
    if (date->month == 0)
        return DATE_NOTHING;
    if (date_take_sign(&ahead) == '\0')
        date_skip_joint(&ahead);
    if (!date_take_year(&ahead, (style & DATE_FIELD) != 0, &date->year))
        return DATE_NOTHING;
    *scan = ahead;
    return date_is_day(date) ? DATE_READ : DATE_IMPOSSIBLE;
}

/* Puts day and month in their places: as the style has it; if that is impossible and the year is
 * certain, the other way round. */
static bool order_parts(struct civil_date *date, char sign, bool certain, unsigned style)
{
    const struct civil_date swapped = {date->year, date->day, date->month};
    bool month_first = (style & DATE_MONTH_FIRST) != 0 && sign != '.';
    const struct civil_date usual = month_first ? swapped : *date;
    const struct civil_date other = month_first ? *date : swapped;
    bool is_other = !date_is_day(&usual) && certain && sign != '.';
    *date = is_other ? other : usual;
    return date_is_day(date);
}

/* 15/06/2022, 15.06.22 and 06/2022, after the first number. */
static enum date_reading read_numbers_after_day(struct date_scan *scan, unsigned style,
                                                struct civil_date *date)
{
    struct date_scan ahead = *scan;
    char sign = date_take_separator(&ahead, style);
    if (sign == '\0' || sign == ':')
        return DATE_NOTHING;
    if (date_count_digits(&ahead) == 4 && (style & DATE_FIELD) != 0 && sign != ' ') {
        date->month = date->day;
        date->day = 0;
        date->year = date_take_digits(&ahead, 4);
        *scan = ahead;
        return date_is_possible(date) && date->month > 0 ? DATE_READ : DATE_IMPOSSIBLE;
    }
    if (!date_take_short_number(&ahead, &date->month))
        return DATE_NOTHING;
    if (date_take_separator(&ahead, style) != sign)
        return DATE_NOTHING;
    bool certain = date_count_digits(&ahead) == 4;
    bool short_year = (style & DATE_FIELD) != 0 && (sign == '/' || sign == '.');
    if (!date_take_year(&ahead, short_year, &date->year))
        return DATE_NOTHING;
    *scan = ahead;
    return order_parts(date, sign, certain, style) && !date_goes_on(scan, sign) ? DATE_READ
                                                                                : DATE_IMPOSSIBLE;
}

enum date_reading date_read_day_first(struct date_scan *scan, unsigned style,
                                      struct civil_date *date)
{
    date->day = date_take_digits(scan, date_count_digits(scan));
    struct civil_date day = *date;
    enum date_reading reading = read_named_after_day(scan, style, date);
    if (reading != DATE_NOTHING)
        return reading;
    *date = day;
    return read_numbers_after_day(scan, style, date);
}

enum date_reading date_read_first_day(struct date_scan *scan, unsigned style,
                                      struct civil_date *date)
{
    char word[DATE_WORD_SIZE];
    if (date_take_word(scan, word) == 0 || strcmp(word, "premier") != 0)
        return DATE_NOTHING;
    date->day = 1;
    return read_named_after_day(scan, style, date);
}

/* --- month first --- */

/* "June 15th, 2022", "juin 2022", and C's "Jun 15 11:54:00 CEST 2022", whose time goes to
 * *moment. */
enum date_reading date_read_month_first(struct date_scan *scan, struct civil_date *date,
                                        struct moment *moment)
{
    date->month = date_take_month(scan);
    if (date->month == 0)
        return DATE_NOTHING;
    if (date_take_sign(scan) == '\0')
        date_skip_joint(scan);
    struct date_scan ahead = *scan;
    if (date_take_short_number(&ahead, &date->day)) {
        date_skip_after_day(&ahead);
        struct date_scan before_time = ahead;
        date_read_time(&ahead, moment);
        char zone[DATE_WORD_SIZE];
        struct date_scan after_zone = ahead;
        date_skip_blanks(&after_zone);
        if (ahead.at > before_time.at && date_take_word(&after_zone, zone) > 0)
            ahead = after_zone;
        if (date_take_sign(&ahead) == '\0')
            date_skip_joint(&ahead);
        if (date_take_year(&ahead, false, &date->year)) {
            *scan = ahead;
            return date_is_day(date) ? DATE_READ : DATE_IMPOSSIBLE;
        }
        date->day = 0;
    }
    moment->precision = MOMENT_NONE;
    if (!date_take_year(scan, false, &date->year))
        return DATE_NOTHING;
    return date_is_possible(date) ? DATE_READ : DATE_IMPOSSIBLE;
}
