#include "indexer/sources/dates/date_reader.h"

#include <string.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_forms.h"
#include "indexer/sources/dates/date_numbers.h"
#include "indexer/sources/dates/date_time.h"
#include "indexer/sources/dates/date_words.h"

static struct moment moment_of(const struct civil_date *date)
{
    int month = date->month == 0 ? 1 : date->month, day = date->day == 0 ? 1 : date->day;
    return (struct moment){
        .day = moment_day(date->year, month, day),
        .zone = MOMENT_NO_ZONE,
        .precision = (uint8_t)(date->month == 0 ? MOMENT_YEAR
                               : date->day == 0 ? MOMENT_MONTH
                                                : MOMENT_DAY),
    };
}

static enum date_reading read_digits(struct date_scan *scan, unsigned style, struct moment *moment)
{
    struct civil_date date = {0};
    size_t digits = date_count_digits(scan);
    enum date_reading reading = DATE_NOTHING;
    if (digits == 4)
        reading = date_read_year_first(scan, style, &date);
    else if (digits == 1 || digits == 2)
        reading = date_read_day_first(scan, style, &date);
    else if ((style & DATE_FIELD) != 0)
        return date_read_compact(scan, moment) || date_read_compact_day_first(scan, moment)
                   ? DATE_READ
                   : DATE_NOTHING;
    if (reading != DATE_READ)
        return reading;
    *moment = moment_of(&date);
    if (moment->precision == MOMENT_DAY)
        date_read_time(scan, moment);
    return DATE_READ;
}

static enum date_reading read_letters(struct date_scan *scan, unsigned style, struct moment *moment)
{
    struct civil_date date = {0};
    struct moment time = {.zone = MOMENT_NO_ZONE};
    struct date_scan ahead = *scan;
    enum date_reading reading = date_read_month_first(&ahead, &date, &time);
    if (reading == DATE_NOTHING) {
        ahead = *scan;
        date = (struct civil_date){0};
        reading = date_read_first_day(&ahead, style, &date);
    }
    *scan = ahead;
    if (reading != DATE_READ)
        return reading;
    *moment = moment_of(&date);
    if (time.precision != MOMENT_NONE) {
        time.day = moment->day;
        *moment = time;
    } else if (moment->precision == MOMENT_DAY) {
        date_read_time(scan, moment);
    }
    return DATE_READ;
}

static enum date_reading read_any(struct date_scan *scan, unsigned style, struct moment *moment)
{
    *moment = (struct moment){.zone = MOMENT_NO_ZONE};
    struct date_scan ahead = *scan;
    enum date_reading reading = ascii_is_digit(date_peek(scan, 0))
                                    ? read_digits(&ahead, style, moment)
                                    : read_letters(&ahead, style, moment);
    if (reading == DATE_READ && ascii_is_digit(date_peek(&ahead, 0)))
        reading = DATE_IMPOSSIBLE;
    if (reading != DATE_NOTHING)
        *scan = ahead;
    if (reading != DATE_READ)
        *moment = (struct moment){.zone = MOMENT_NO_ZONE};
    return reading;
}

size_t date_read(struct text_span text, unsigned style, struct moment *moment)
{
    struct date_scan scan = {text.bytes, span_end(text)};
    return read_any(&scan, style, moment) == DATE_READ ? (size_t)(scan.at - text.bytes) : 0;
}

/* Whether a date may begin at `at`: not within a number, a word or an amount. */
static bool may_begin(const char *at, struct text_span text)
{
    if (at == text.bytes)
        return true;
    char before = at[-1];
    if (ascii_is_digit(before) || ascii_is_letter(before) || strchr("$#+", before) != NULL)
        return false;
    bool joined = strchr(".-/,:_", before) != NULL;
    return !joined || at - 1 == text.bytes || !ascii_is_digit(at[-2]);
}

/* Skips the number, the word or the byte here. */
static void skip_token(struct date_scan *scan)
{
    char word[DATE_WORD_SIZE];
    size_t digits = date_count_digits(scan);
    if (digits > 0)
        scan->at += digits;
    else if (date_take_word(scan, word) == 0)
        scan->at++;
}

static bool may_be_month(const struct date_scan *scan)
{
    return ascii_is_letter(*scan->at) || (unsigned char)*scan->at >= 0xc3;
}

bool date_find(struct text_span *rest, unsigned style, struct found_date *found)
{
    struct date_scan scan = {rest->bytes, span_end(*rest)};
    while (scan.at < scan.end) {
        const char *start = scan.at;
        bool tried = (ascii_is_digit(*start) || may_be_month(&scan)) && may_begin(start, *rest);
        enum date_reading reading = tried ? read_any(&scan, style, &found->moment) : DATE_NOTHING;
        if (reading == DATE_NOTHING)
            skip_token(&scan);
        if (reading != DATE_READ)
            continue;
        found->at = span_between(start, scan.at);
        *rest = span_between(scan.at, scan.end);
        return true;
    }
    *rest = span_between(scan.end, scan.end);
    return false;
}

bool date_read_value(struct text_span value, unsigned style, struct moment *moment)
{
    struct found_date found;
    struct text_span rest = span_trim(value);
    *moment = (struct moment){.zone = MOMENT_NO_ZONE};
    if (date_read_number(rest, moment))
        return true;
    while (date_find(&rest, style | DATE_FIELD, &found)) {
        if (found.moment.precision > moment->precision)
            *moment = found.moment;
        if (moment->precision >= MOMENT_DAY)
            return true;
    }
    return moment->precision != MOMENT_NONE;
}
