#include "common/base/moment.h"

#include <assert.h>
#include <stdio.h>

#include "common/base/ascii.h"

enum { SECONDS_PER_DAY = 86400, DAYS_PER_ERA = 146097, DAYS_TO_EPOCH = 719468 };

/* A text, and how much of it has been read. */
struct date_scanner {
    const char *text;
    size_t size;
    size_t at;
};

static bool has_digit_at(const struct date_scanner *in, size_t at)
{
    return at < in->size && ascii_is_digit(in->text[at]);
}

/* Reads exactly `count` digits that no other digit follows. */
static bool parse_fixed_number(struct date_scanner *in, size_t count, int *value)
{
    int result = 0;
    for (size_t i = 0; i < count; i++) {
        if (!has_digit_at(in, in->at + i))
            return false;
        result = result * 10 + (in->text[in->at + i] - '0');
    }
    if (has_digit_at(in, in->at + count))
        return false;
    in->at += count;
    *value = result;
    return true;
}

static bool accept_either(struct date_scanner *in, char first, char second)
{
    if (in->at >= in->size || (in->text[in->at] != first && in->text[in->at] != second))
        return false;
    in->at++;
    return true;
}

static bool is_year(int year)
{
    return year >= 1000 && year <= 9999;
}

static int days_in_month(int year, int month)
{
    assert(month >= 1 && month <= 12);
    static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

static bool is_day(int year, int month, int day)
{
    return is_year(year) && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_in_month(year, month);
}

/* [.,]digits after the seconds: read, but not kept. */
static void skip_fraction(struct date_scanner *in)
{
    struct date_scanner ahead = *in;
    if (!accept_either(&ahead, '.', ',') || !has_digit_at(&ahead, ahead.at))
        return;
    while (has_digit_at(&ahead, ahead.at))
        ahead.at++;
    *in = ahead;
}

/* ±HH, ±HHMM or ±HH:MM; a blank may precede the sign if minutes are given. */
static bool parse_zone_offset(struct date_scanner *in, int16_t *zone)
{
    struct date_scanner ahead = *in;
    bool blank_before = accept_either(&ahead, ' ', ' ');
    bool west = ahead.at < ahead.size && ahead.text[ahead.at] == '-';
    int hours, minutes = 0, digits;
    if (!accept_either(&ahead, '+', '-'))
        return false;
    if (parse_fixed_number(&ahead, 4, &digits)) {
        hours = digits / 100;
        minutes = digits % 100;
    } else if (parse_fixed_number(&ahead, 2, &hours)) {
        struct date_scanner past_colon = ahead;
        if (accept_either(&past_colon, ':', ':') && parse_fixed_number(&past_colon, 2, &minutes))
            ahead = past_colon;
        else if (blank_before)
            return false;
    } else {
        return false;
    }
    if (hours > 23 || minutes > 59)
        return false;
    int total = hours * 60 + minutes;
    *zone = (int16_t)(west ? -total : total);
    *in = ahead;
    return true;
}

static void parse_zone(struct date_scanner *in, int16_t *zone)
{
    if (accept_either(in, 'Z', 'z'))
        *zone = 0;
    else
        parse_zone_offset(in, zone);
}

/* [T ]HH:MM[:SS[.fraction]][zone]; does not move `in` when there is no time. */
static void parse_time(struct date_scanner *in, struct moment *moment)
{
    struct date_scanner ahead = *in;
    int hour, minute, second = 0;
    if (!accept_either(&ahead, 'T', ' ') && !accept_either(&ahead, 't', 't'))
        return;
    if (!parse_fixed_number(&ahead, 2, &hour) || !accept_either(&ahead, ':', ':') ||
        !parse_fixed_number(&ahead, 2, &minute) || minute > 59)
        return;
    moment->precision = MOMENT_MINUTE;
    struct date_scanner seconds = ahead;
    if (accept_either(&seconds, ':', ':') && parse_fixed_number(&seconds, 2, &second) &&
        second <= 60) {
        moment->precision = MOMENT_SECOND;
        skip_fraction(&seconds);
        ahead = seconds;
    } else {
        second = 0;
    }
    moment->second = hour * 3600 + minute * 60 + second;
    if (moment->second > SECONDS_PER_DAY) { /* 24:00 and 23:59:60 are times, later ones are not */
        moment->second = 0;
        moment->precision = MOMENT_DAY;
        return;
    }
    parse_zone(&ahead, &moment->zone);
    *in = ahead;
}

static void set_day(struct moment *moment, int year, int month, int day, int precision)
{
    *moment = (struct moment){
        .day = moment_day(year, month, day),
        .zone = MOMENT_NO_ZONE,
        .precision = (uint8_t)precision,
    };
}

size_t moment_parse(const char *text, size_t size, struct moment *moment)
{
    struct date_scanner in = {.text = text, .size = size};
    int year, month, day;
    *moment = (struct moment){.zone = MOMENT_NO_ZONE};
    if (!parse_fixed_number(&in, 4, &year) || !is_year(year))
        return 0;
    set_day(moment, year, 1, 1, MOMENT_YEAR);

    struct date_scanner ahead = in;
    if (!accept_either(&ahead, '-', '-') || !parse_fixed_number(&ahead, 2, &month) ||
        !is_day(year, month, 1))
        return in.at;
    in = ahead;
    set_day(moment, year, month, 1, MOMENT_MONTH);

    if (!accept_either(&ahead, '-', '-') || !parse_fixed_number(&ahead, 2, &day))
        return in.at;
    if (!is_day(year, month, day)) {
        *moment = (struct moment){.zone = MOMENT_NO_ZONE};
        return 0;
    }
    in = ahead;
    set_day(moment, year, month, day, MOMENT_DAY);
    parse_time(&in, moment);
    return in.at;
}

size_t moment_parse_french(const char *text, size_t size, struct moment *moment)
{
    struct date_scanner in = {.text = text, .size = size};
    int year, month, day;
    *moment = (struct moment){.zone = MOMENT_NO_ZONE};
    if (!parse_fixed_number(&in, 2, &day) || in.at >= size)
        return 0;
    char separator = text[in.at] == '/' ? '/' : '.';
    if (!accept_either(&in, separator, separator) || !parse_fixed_number(&in, 2, &month) ||
        !accept_either(&in, separator, separator) || !parse_fixed_number(&in, 4, &year))
        return 0;
    if (!is_day(year, month, day))
        return 0;
    set_day(moment, year, month, day, MOMENT_DAY);
    return in.at;
}

static int print_day(const struct moment *moment, char *text, size_t room)
{
    int year, month, day;
    moment_civil(moment->day, &year, &month, &day);
    if (moment->precision == MOMENT_YEAR)
        return snprintf(text, room, "%04d", year);
    if (moment->precision == MOMENT_MONTH)
        return snprintf(text, room, "%04d-%02d", year, month);
    return snprintf(text, room, "%04d-%02d-%02d", year, month, day);
}

static int print_time(const struct moment *moment, char *text, size_t room)
{
    int second = moment->second;
    if (moment->precision == MOMENT_MINUTE)
        return snprintf(text, room, "T%02d:%02d", second / 3600, second / 60 % 60);
    return snprintf(text, room, "T%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
}

static void print_zone(const struct moment *moment, char *text, size_t room)
{
    int minutes = moment->zone < 0 ? -moment->zone : moment->zone;
    if (moment->zone == 0)
        snprintf(text, room, "Z");
    else if (moment->zone != MOMENT_NO_ZONE)
        snprintf(text, room, "%c%02d:%02d", moment->zone < 0 ? '-' : '+', minutes / 60,
                 minutes % 60);
}

/* A moment may come from a damaged index: whatever it holds, `text` does not overflow. */
const char *moment_print(const struct moment *moment, char text[MOMENT_TEXT_SIZE])
{
    size_t at = 0;
    text[0] = '\0';
    if (moment->precision == MOMENT_NONE || moment->precision > MOMENT_SECOND)
        return text;
    at += (size_t)print_day(moment, text, MOMENT_TEXT_SIZE);
    if (moment->precision <= MOMENT_DAY || moment->second < 0 || moment->second > SECONDS_PER_DAY)
        return text;
    at += (size_t)print_time(moment, text + at, MOMENT_TEXT_SIZE - at);
    print_zone(moment, text + at, MOMENT_TEXT_SIZE - at);
    return text;
}

/* Years here begin in March, so that the leap day is the last of its year; an era is 400 years. */
int32_t moment_day(int year, int month, int day)
{
    assert(month >= 1 && month <= 12);
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

void moment_civil(int32_t day, int *year, int *month, int *day_of_month)
{
    int64_t shifted = (int64_t)day + DAYS_TO_EPOCH;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = (int)(shifted - era * DAYS_PER_ERA);
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    *day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    *year = (int)(year_of_era + era * 400) + (*month <= 2);
}
