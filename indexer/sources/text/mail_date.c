#include "indexer/sources/text/mail_date.h"

#include <string.h>
#include <strings.h>

#include "indexer/sources/article/span.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static void skip_white(struct text_span *text)
{
    size_t size;
    while ((size = span_white(*text)) > 0)
        *text = (struct text_span){text->bytes + size, text->size - size};
}

static void advance(struct text_span *text, size_t size)
{
    *text = (struct text_span){text->bytes + size, text->size - size};
}

/* Reads a number of at most `most` digits; -1 if there is none. */
static int take_number(struct text_span *text, size_t most)
{
    int number = 0;
    size_t size = 0;
    for (; size < text->size && size < most && is_digit(text->bytes[size]); size++)
        number = number * 10 + (text->bytes[size] - '0');
    advance(text, size);
    return size == 0 ? -1 : number;
}

static bool take_byte(struct text_span *text, char byte)
{
    if (text->size == 0 || text->bytes[0] != byte)
        return false;
    advance(text, 1);
    return true;
}

static size_t letters_at(struct text_span text)
{
    size_t size = 0;
    while (size < text.size && (text.bytes[size] | 0x20) >= 'a' && (text.bytes[size] | 0x20) <= 'z')
        size++;
    return size;
}

/* Reads a month by its first three letters: 1 to 12; 0 if there is none. */
static int take_month(struct text_span *text)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    size_t size = letters_at(*text);
    for (int month = 0; month < 12 && size >= 3; month++)
        if (strncasecmp(text->bytes, names + (size_t)month * 3, 3) == 0) {
            advance(text, size);
            return month + 1;
        }
    return 0;
}

static void take_zone(struct text_span *text, struct moment *moment)
{
    static const struct {
        const char *name;
        int16_t hours;
    } zones[] = {{"gmt", 0},  {"ut", 0},   {"utc", 0},  {"z", 0},    {"est", -5},
                 {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7}, {"mdt", -6},
                 {"pst", -8}, {"pdt", -7}, {"cet", 1},  {"cest", 2}};
    bool west = take_byte(text, '-');
    if (west || take_byte(text, '+')) {
        int hours = take_number(text, 2);
        take_byte(text, ':');
        int minutes = take_number(text, 2);
        if (hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60)
            moment->zone = (int16_t)((hours * 60 + minutes) * (west ? -1 : 1));
        return;
    }
    struct text_span name = {text->bytes, letters_at(*text)};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (span_is_word(name, zones[i].name))
            moment->zone = (int16_t)(zones[i].hours * 60);
}

static void take_time(struct text_span *text, struct moment *moment)
{
    int hour = take_number(text, 2);
    if (hour < 0 || hour > 23 || !take_byte(text, ':'))
        return;
    int minute = take_number(text, 2), second = 0;
    if (minute < 0 || minute > 59)
        return;
    moment->precision = MOMENT_MINUTE;
    if (take_byte(text, ':') && (second = take_number(text, 2)) >= 0 && second <= 60)
        moment->precision = MOMENT_SECOND;
    else
        second = 0;
    moment->second = hour * 3600 + minute * 60 + second;
    skip_white(text);
    take_zone(text, moment);
}

static int take_year(struct text_span *text)
{
    const char *start = text->bytes;
    int year = take_number(text, 4);
    if (text->bytes - start == 2)
        return year < 50 ? 2000 + year : 1900 + year;
    return text->bytes - start == 4 ? year : -1;
}

bool mail_date_parse(struct text_span text, struct moment *moment)
{
    int year_back, month_back, day_back;
    skip_white(&text);
    size_t name = letters_at(text);
    if (name > 0) {
        advance(&text, name);
        take_byte(&text, '.');
        take_byte(&text, ',');
        skip_white(&text);
    }
    int day = take_number(&text, 2);
    skip_white(&text);
    int month = take_month(&text);
    skip_white(&text);
    int year = take_year(&text);
    if (day < 1 || month < 1 || year < 1000)
        return false;
    int32_t days = moment_day(year, month, day);
    moment_civil(days, &year_back, &month_back, &day_back);
    if (day != day_back || month != month_back)
        return false;
    *moment = (struct moment){.day = days, .zone = MOMENT_NO_ZONE, .precision = MOMENT_DAY};
    skip_white(&text);
    take_time(&text, moment);
    return true;
}
