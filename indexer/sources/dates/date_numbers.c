#include "indexer/sources/dates/date_numbers.h"

#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_time.h"

enum {
    SECONDS_PER_DAY = 86400,
    COMPACT_DAY = 8,
    COMPACT_HOUR = 10,
    COMPACT_MINUTE = 12,
    COMPACT_SECOND = 14,
    COMPACT_MILLISECOND = 17,
    SECONDS_DIGITS = 9, /* from 1973 */
    NUMBER_DIGITS_MAX = 19,
};

static bool set_compact_day(int year, int month, int day, struct moment *moment)
{
    int civil_year, civil_month, civil_day;
    if (month < 1 || month > 12 || day < 1)
        return false;
    int32_t days = moment_day(year, month, day);
    moment_civil(days, &civil_year, &civil_month, &civil_day);
    *moment = (struct moment){.day = days, .zone = MOMENT_NO_ZONE, .precision = MOMENT_DAY};
    return civil_month == month && civil_day == day;
}

/* Whether so many digits may be a day and a time; an hour alone only in this century, since before
 * it would be seconds since 1970 in years that have been. */
static bool has_compact_time(const struct date_scan *scan, size_t digits)
{
    return digits == COMPACT_MINUTE || digits == COMPACT_SECOND || digits == COMPACT_MILLISECOND ||
           (digits == COMPACT_HOUR && scan->at[0] == '2' && scan->at[1] == '0');
}

bool date_read_compact(struct date_scan *scan, struct moment *moment)
{
    struct date_scan ahead = *scan;
    size_t digits = date_count_digits(scan);
    bool has_time = has_compact_time(scan, digits);
    if (digits != COMPACT_DAY && !has_time)
        return false;
    int year = date_take_digits(&ahead, 4), month = date_take_digits(&ahead, 2);
    int day = date_take_digits(&ahead, 2);
    if (year < 1000 || year > 2999 || !set_compact_day(year, month, day, moment) ||
        (has_time && !date_read_compact_time(&ahead, moment)))
        return false;
    if (!has_time)
        date_read_time(&ahead, moment);
    *scan = ahead;
    return true;
}

bool date_read_compact_day_first(struct date_scan *scan, struct moment *moment)
{
    struct date_scan ahead = *scan;
    if (date_count_digits(scan) != COMPACT_DAY)
        return false;
    int day = date_take_digits(&ahead, 2), month = date_take_digits(&ahead, 2);
    int year = date_take_digits(&ahead, 4);
    if (year < 1900 || year > 2099 || !set_compact_day(year, month, day, moment))
        return false;
    *scan = ahead;
    return true;
}

static bool is_calendar_number(struct text_span digits)
{
    struct date_scan scan = {digits.bytes, span_end(digits)};
    struct moment moment;
    bool is_century =
        digits.size > 2 && (span_starts_with(digits, "19") || span_starts_with(digits, "20"));
    return is_century && date_read_compact(&scan, &moment);
}

/* Cuts what programs write around the number. */
static struct text_span cut_to_number(struct text_span text)
{
    if (span_starts_with(text, "@"))
        return span_after(text, 1);
    if (!span_starts_with(text, "/Date(") || text.size < 8)
        return text;
    text = span_between(text.bytes + 6, span_end(text) - 2);
    for (size_t i = 1; i < text.size; i++) /* the zone changes nothing */
        if (text.bytes[i] == '+' || text.bytes[i] == '-')
            return span_between(text.bytes, text.bytes + i);
    return text;
}

bool date_read_number(struct text_span text, struct moment *moment)
{
    text = cut_to_number(text);
    struct date_scan scan = {text.bytes, span_end(text)};
    size_t digits = date_count_digits(&scan);
    if (digits < SECONDS_DIGITS || digits > NUMBER_DIGITS_MAX || text.bytes[0] == '0' ||
        is_calendar_number((struct text_span){text.bytes, digits}))
        return false;
    int64_t number = 0;
    for (size_t i = 0; i < digits; i++) {
        if (number > INT64_MAX / 10 - 1)
            return false;
        number = number * 10 + (*scan.at++ - '0');
    }
    if (date_accept(&scan, '.'))
        scan.at += date_count_digits(&scan);
    if (scan.at < scan.end)
        return false;
    for (size_t size = digits; size >= SECONDS_DIGITS + 3; size -= 3)
        number /= 1000;
    *moment = (struct moment){.day = (int32_t)(number / SECONDS_PER_DAY),
                              .second = (int32_t)(number % SECONDS_PER_DAY),
                              .precision = MOMENT_SECOND};
    return true;
}
