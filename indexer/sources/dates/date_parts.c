#include "indexer/sources/dates/date_parts.h"

#include <string.h>

#include "indexer/sources/dates/date_reader.h"
#include "indexer/sources/dates/date_words.h"

bool date_is_year(int year)
{
    return year >= 1000 && year <= 9999;
}

bool date_is_day(const struct civil_date *date)
{
    int year, month, day;
    if (!date_is_year(date->year) || date->month < 1 || date->month > 12 || date->day < 1)
        return false;
    moment_civil(moment_day(date->year, date->month, date->day), &year, &month, &day);
    return month == date->month && day == date->day;
}

bool date_is_possible(const struct civil_date *date)
{
    if (date->day != 0)
        return date_is_day(date);
    return date_is_year(date->year) && date->month >= 0 && date->month <= 12;
}

char date_take_sign(struct date_scan *scan)
{
    struct date_scan ahead = *scan;
    bool blank = date_skip_blanks(&ahead);
    char sign = date_peek(&ahead, 0);
    if (sign == (char)0xe2 && date_peek(&ahead, 1) == (char)0x80 &&
        (date_peek(&ahead, 2) == (char)0x90 || date_peek(&ahead, 2) == (char)0x91)) {
        ahead.at += 2;
        sign = '-';
    }
    if ((sign != '-' && sign != '/' && sign != '.' && sign != ':') || (blank && sign != '/'))
        return '\0';
    ahead.at++;
    if (sign == '/' || sign == '.')
        date_skip_blanks(&ahead);
    *scan = ahead;
    return sign;
}

char date_take_separator(struct date_scan *scan, unsigned style)
{
    char sign = date_take_sign(scan);
    if (sign != '\0' || (style & DATE_FIELD) == 0)
        return sign;
    return date_accept(scan, '_') ? '_' : date_skip_blanks(scan) ? ' ' : '\0';
}

bool date_goes_on(const struct date_scan *scan, char sign)
{
    if (ascii_is_digit(date_peek(scan, 0)))
        return true;
    return (sign == '.' || sign == '/' || sign == ':') && date_peek(scan, 0) == sign &&
           ascii_is_digit(date_peek(scan, 1));
}

bool date_accept_bytes(struct date_scan *scan, const char *bytes)
{
    size_t size = strlen(bytes);
    if ((size_t)(scan->end - scan->at) < size || memcmp(scan->at, bytes, size) != 0)
        return false;
    scan->at += size;
    return true;
}

bool date_take_year(struct date_scan *scan, bool short_year, int *year)
{
    struct date_scan ahead = *scan;
    bool apostrophe = date_accept(&ahead, '\'') || date_accept_bytes(&ahead, "’");
    size_t digits = date_count_digits(&ahead);
    if (digits == 4 && !apostrophe) {
        *year = date_take_digits(&ahead, 4);
    } else if (digits == 2 && (short_year || apostrophe)) {
        *year = date_take_digits(&ahead, 2);
        *year += *year < 50 ? 2000 : 1900;
        char next = date_peek(&ahead, 0);
        if (next == ':' || ascii_lower(next) == 'h') /* a time */
            return false;
    } else {
        return false;
    }
    *scan = ahead;
    return true;
}

void date_skip_after_day(struct date_scan *scan)
{
    static const char *const endings[] = {"er", "ER", "re", "ème", "e", "st", "nd",
                                          "rd", "th", "ᵉʳ", "º",   "°", "ª",  "."};
    struct date_scan past = *scan;
    if (date_skip_blanks(&past) &&
        (date_accept_bytes(&past, "er ") || date_accept_bytes(&past, "ER ")))
        *scan = past; /* 1<sup>er</sup> */
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct date_scan ahead = *scan;
        if (date_accept_bytes(&ahead, endings[i]) && !ascii_is_letter(date_peek(&ahead, 0))) {
            *scan = ahead;
            break;
        }
    }
}

void date_skip_joint(struct date_scan *scan)
{
    date_skip_blanks(scan);
    date_accept(scan, ',');
    date_skip_blanks(scan);
    struct date_scan ahead = *scan;
    char word[DATE_WORD_SIZE];
    if (date_take_word(&ahead, word) == 0 ||
        (strcmp(word, "de") != 0 && strcmp(word, "del") != 0 && strcmp(word, "of") != 0))
        return;
    date_skip_blanks(&ahead);
    *scan = ahead;
}
