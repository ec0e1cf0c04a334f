#include "indexer/sources/text/mail_date.h"

#include <string.h>
#include <strings.h>

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

static void skip_leading_white(struct text_span *text)
{
    size_t size;
    while ((size = span_white_size(*text)) > 0)
        *text = (struct text_span){text->bytes + size, text->size - size};
}

static void skip_bytes(struct text_span *text, size_t size)
{
    *text = (struct text_span){text->bytes + size, text->size - size};
}

/* Reads a number of at most `most` digits; -1 if there is none. */
static int parse_mail_number(struct text_span *text, size_t digits_max)
{
    int number = 0;
    size_t size = 0;
    for (; size < text->size && size < digits_max && ascii_is_digit(text->bytes[size]); size++)
        number = number * 10 + (text->bytes[size] - '0');
    skip_bytes(text, size);
    return size == 0 ? -1 : number;
}

static bool skip_mail_byte(struct text_span *text, char byte)
{
    if (text->size == 0 || text->bytes[0] != byte)
        return false;
    skip_bytes(text, 1);
    return true;
}

static size_t count_letters(struct text_span text)
{
    size_t size = 0;
    while (size < text.size && ascii_is_letter(text.bytes[size]))
        size++;
    return size;
}

/* Reads a month by its first three letters: 1 to 12; 0 if there is none. */
static int parse_month_name(struct text_span *text)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    size_t size = count_letters(*text);
    for (int month = 0; month < 12 && size >= 3; month++)
        if (strncasecmp(text->bytes, names + (size_t)month * 3, 3) == 0) {
            skip_bytes(text, size);
            return month + 1;
        }
    return 0;
}

static void parse_mail_zone(struct text_span *text, struct moment *moment)
{
    static const struct {
        const char *name;
        int16_t hours;
    } zones[] = {{"gmt", 0},  {"ut", 0},   {"utc", 0},  {"z", 0},    {"est", -5},
                 {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7}, {"mdt", -6},
                 {"pst", -8}, {"pdt", -7}, {"cet", 1},  {"cest", 2}};
    bool west = skip_mail_byte(text, '-');
    if (west || skip_mail_byte(text, '+')) {
        int hours = parse_mail_number(text, 2);
        skip_mail_byte(text, ':');
        int minutes = parse_mail_number(text, 2);
        if (hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60)
            moment->zone = (int16_t)((hours * 60 + minutes) * (west ? -1 : 1));
        return;
    }
    struct text_span name = {text->bytes, count_letters(*text)};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (span_equals_ignore_case(name, zones[i].name))
            moment->zone = (int16_t)(zones[i].hours * 60);
}

static void parse_mail_time(struct text_span *text, struct moment *moment)
{
    int hour = parse_mail_number(text, 2);
    if (hour < 0 || hour > 23 || !skip_mail_byte(text, ':'))
        return;
    int minute = parse_mail_number(text, 2), second = 0;
    if (minute < 0 || minute > 59)
        return;
    moment->precision = MOMENT_MINUTE;
    if (skip_mail_byte(text, ':') && (second = parse_mail_number(text, 2)) >= 0 && second <= 60)
        moment->precision = MOMENT_SECOND;
    else
        second = 0;
    moment->second = hour * 3600 + minute * 60 + second;
    skip_leading_white(text);
    parse_mail_zone(text, moment);
}

static int parse_mail_year(struct text_span *text)
{
    const char *start = text->bytes;
    int year = parse_mail_number(text, 4);
    if (text->bytes - start == 2)
        return year < 50 ? 2000 + year : 1900 + year;
    return text->bytes - start == 4 ? year : -1;
}

bool mail_date_parse(struct text_span text, struct moment *moment)
{
    int civil_year, civil_month, civil_day;
    skip_leading_white(&text);
    size_t name = count_letters(text);
    if (name > 0) {
        skip_bytes(&text, name);
        skip_mail_byte(&text, '.');
        skip_mail_byte(&text, ',');
        skip_leading_white(&text);
    }
    int day = parse_mail_number(&text, 2);
    skip_leading_white(&text);
    int month = parse_month_name(&text);
    skip_leading_white(&text);
    int year = parse_mail_year(&text);
    if (day < 1 || month < 1 || year < 1000)
        return false;
    int32_t days = moment_day(year, month, day);
    moment_civil(days, &civil_year, &civil_month, &civil_day);
    if (day != civil_day || month != civil_month)
        return false;
    *moment = (struct moment){.day = days, .zone = MOMENT_NO_ZONE, .precision = MOMENT_DAY};
    skip_leading_white(&text);
    parse_mail_time(&text, moment);
    return true;
}
