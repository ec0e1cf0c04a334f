/* A text, and how much of it has been read: what the parts of the date reader share. */
#ifndef FOUILLE_DATES_DATE_SCAN_H
#define FOUILLE_DATES_DATE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/ascii.h"

struct date_scan {
    const char *at, *end;
};

/* The byte `ahead` bytes on; NUL beyond the end. */
static inline char date_peek(const struct date_scan *scan, size_t ahead)
{
    return ahead < (size_t)(scan->end - scan->at) ? scan->at[ahead] : '\0';
}

static inline bool date_accept(struct date_scan *scan, char byte)
{
    if (scan->at == scan->end || *scan->at != byte)
        return false;
    scan->at++;
    return true;
}

/* The number of digits from here on. */
static inline size_t date_count_digits(const struct date_scan *scan)
{
    const char *at = scan->at;
    while (at < scan->end && ascii_is_digit(*at))
        at++;
    return (size_t)(at - scan->at);
}

/* The value of the next `count` digits, at most 9, which are there. Reads them. */
static inline int date_take_digits(struct date_scan *scan, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (*scan->at++ - '0');
    return value;
}

/* Reads a number of one or two digits that no other digit follows. */
static inline bool date_take_short_number(struct date_scan *scan, int *value)
{
    size_t count = date_count_digits(scan);
    if (count == 0 || count > 2)
        return false;
    *value = date_take_digits(scan, count);
    return true;
}

/* Skips white space, no-break spaces included. Returns whether there was any. */
bool date_skip_blanks(struct date_scan *scan);

#endif
