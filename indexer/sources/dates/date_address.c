#include "indexer/sources/dates/date_address.h"

#include <string.h>

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_numbers.h"
#include "indexer/sources/dates/date_scan.h"
#include "indexer/sources/dates/date_words.h"

enum { YEAR_MIN = 1800, YEAR_TOGETHER_MIN = 1990, YEAR_MAX = 2099 };

static bool set_day(int year, int month, int day, struct moment *moment)
{
    int civil_year, civil_month, civil_day;
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1)
        return false;
    int32_t days = moment_day(year, month, day);
    moment_civil(days, &civil_year, &civil_month, &civil_day);
    if (civil_month != month)
        return false;
    *moment = (struct moment){.day = days, .zone = MOMENT_NO_ZONE, .precision = MOMENT_DAY};
    return true;
}

/* --- folders --- */

/* Reads a number of one or two digits, or, where `named`, the name of a month. */
static bool take_part(struct date_scan *scan, bool named, int *value)
{
    if (date_take_short_number(scan, value))
        return true;
    *value = named ? date_take_month(scan) : 0;
    return *value > 0;
}

static bool ends_part(const struct date_scan *scan)
{
    char next = date_peek(scan, 0);
    return !ascii_is_digit(next) && !ascii_is_letter(next);
}

/* At the slash before 2022/06/15, 2022/0615 or 2022/06; only a month where `months`. */
static bool read_folders(struct date_scan scan, bool months, struct moment *moment)
{
    int month, day;
    if (!date_accept(&scan, '/') || date_count_digits(&scan) != 4)
        return false;
    int year = date_take_digits(&scan, 4);
    if (!date_accept(&scan, '/') && !date_accept(&scan, '-'))
        return false;
    if (date_count_digits(&scan) == 4 && !months) {
        month = date_take_digits(&scan, 2);
        day = date_take_digits(&scan, 2);
        return ends_part(&scan) && set_day(year, month, day, moment);
    }
    if (!take_part(&scan, true, &month))
        return false;
    bool has_sign = date_accept(&scan, '/');
    if (!months)
        return (has_sign || date_accept(&scan, '-')) && take_part(&scan, false, &day) &&
               ends_part(&scan) && set_day(year, month, day, moment);
    if (!has_sign || (take_part(&scan, false, &day) && ends_part(&scan)) ||
        !set_day(year, month, 1, moment))
        return false;
    moment->precision = MOMENT_MONTH;
    return true;
}

/* --- within names --- */

/* 2022-06-15 or 2022_6_5, where a number begins. */
static bool read_parted(struct date_scan scan, struct moment *moment)
{
    int month, day;
    if (date_count_digits(&scan) != 4)
        return false;
    int year = date_take_digits(&scan, 4);
    char sign = date_peek(&scan, 0);
    return (sign == '-' || sign == '_' || sign == '.') && date_accept(&scan, sign) &&
           date_take_short_number(&scan, &month) && date_accept(&scan, sign) &&
           date_take_short_number(&scan, &day) && set_day(year, month, day, moment);
}

/* 20220615 or 202206151154, where a number begins. */
static bool read_together(struct date_scan scan, struct moment *moment)
{
    int year, month, day;
    if (!date_read_compact(&scan, moment))
        return false;
    moment_civil(moment->day, &year, &month, &day);
    return year >= YEAR_TOGETHER_MIN && set_day(year, month, day, moment);
}

static bool is_part_border(const char *at, struct text_span path)
{
    return at < path.bytes || at >= span_end(path) || *at == '/' || *at == '.';
}

/* 15-06-2022, where a number begins, as the beginning or end of a part. */
static bool read_day_first(struct date_scan scan, struct text_span path, struct moment *moment)
{
    int month, day;
    const char *start = scan.at;
    if (!date_take_short_number(&scan, &day))
        return false;
    char sign = date_peek(&scan, 0);
    if ((sign != '-' && sign != '_' && sign != '.') || !date_accept(&scan, sign) ||
        !date_take_short_number(&scan, &month) || !date_accept(&scan, sign) ||
        date_count_digits(&scan) != 4)
        return false;
    int year = date_take_digits(&scan, 4);
    return (is_part_border(start - 1, path) || is_part_border(scan.at, path)) &&
           set_day(year, month, day, moment);
}

enum address_form { FORM_FOLDERS, FORM_PARTED, FORM_TOGETHER, FORM_DAY_FIRST, FORM_MONTH, FORMS };

static bool read_form(struct date_scan scan, struct text_span path, enum address_form form,
                      struct moment *moment)
{
    switch (form) {
    case FORM_FOLDERS:
        return read_folders(scan, false, moment);
    case FORM_PARTED:
        return read_parted(scan, moment);
    case FORM_TOGETHER:
        return read_together(scan, moment);
    case FORM_DAY_FIRST:
        return read_day_first(scan, path, moment);
    default:
        return read_folders(scan, true, moment);
    }
}

/* Looks for dates of one form, at slashes or at the beginnings of numbers. */
static bool find_form(struct text_span path, enum address_form form, struct moment *moment)
{
    bool at_slashes = form == FORM_FOLDERS || form == FORM_MONTH;
    for (const char *at = path.bytes; at < span_end(path); at++) {
        bool is_number = ascii_is_digit(*at) && (at == path.bytes || !ascii_is_digit(at[-1]));
        struct date_scan scan = {at, span_end(path)};
        if ((at_slashes ? *at == '/' : is_number) && read_form(scan, path, form, moment))
            return true;
    }
    return false;
}

static bool find_date(struct text_span path, size_t forms, struct moment *moment)
{
    for (size_t form = 0; form < forms; form++)
        if (find_form(path, (enum address_form)form, moment))
            return true;
    *moment = (struct moment){.zone = MOMENT_NO_ZONE};
    return false;
}

/* The address in an address: what a web archive keeps a copy of. */
static struct text_span inner_address(struct text_span address)
{
    const char *inner;
    while (address.size > 0 &&
           (inner = memmem(address.bytes + 1, address.size - 1, "/http", 5)) != NULL)
        address = span_between(inner + 1, span_end(address));
    return address;
}

bool date_read_address(struct text_span address, struct moment *moment)
{
    address = inner_address(address);
    const char *host = memmem(address.bytes, address.size, "://", 3);
    struct text_span path = host == NULL ? address : span_between(host + 3, span_end(address));
    const char *slash = host == NULL ? path.bytes : memchr(path.bytes, '/', path.size);
    path = slash == NULL ? (struct text_span){"", 0} : span_between(slash, span_end(path));
    for (size_t i = 0; i < path.size; i++)
        if (path.bytes[i] == '?' || path.bytes[i] == '#')
            path.size = i;
    return find_date(path, FORMS, moment);
}

bool date_read_file_name(struct text_span path, struct moment *moment)
{
    const char *start = span_end(path);
    while (start > path.bytes && start[-1] != '/')
        start--;
    struct text_span name = span_between(start, span_end(path));
    const char *dot = memrchr(name.bytes, '.', name.size);
    if (dot != NULL)
        name.size = (size_t)(dot - name.bytes);
    return find_date(name, FORM_MONTH, moment);
}
