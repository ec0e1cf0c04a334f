#include "query/language/period.h"

#include <string.h>

#include "common/base/moment.h"

/* Everything that has a date. */
static const struct period any_day = {INT32_MIN + 1, INT32_MAX};

static int32_t last_day(const struct moment *moment)
{
    int year, month, day;
    moment_civil(moment->day, &year, &month, &day);
    if (moment->precision == MOMENT_YEAR)
        return moment_day(year + 1, 1, 1) - 1;
    if (moment->precision == MOMENT_MONTH)
        return (month == 12 ? moment_day(year + 1, 1, 1) : moment_day(year, month + 1, 1)) - 1;
    return moment->day;
}

static bool read_date_period(const char *text, size_t size, struct period *period)
{
    struct moment moment;
    if (size == 0 || (moment_parse(text, size, &moment) != size &&
                      moment_parse_french(text, size, &moment) != size))
        return false;
    *period = (struct period){moment.day, last_day(&moment)};
    return true;
}

static bool read_open_period(const char *text, size_t size, struct period *period)
{
    struct period date;
    bool inclusive = size > 1 && text[1] == '=', above = text[0] == '>';
    size_t sign = inclusive ? 2 : 1;
    if (!read_date_period(text + sign, size - sign, &date))
        return false;
    *period = any_day;
    if (above)
        period->first = inclusive ? date.first : date.last + 1;
    else
        period->last = inclusive ? date.last : date.first - 1;
    return true;
}

static const char *find_dots(const char *text, size_t size)
{
    for (size_t i = 0; i + 1 < size; i++)
        if (text[i] == '.' && text[i + 1] == '.')
            return text + i;
    return NULL;
}

bool period_read(const char *text, size_t size, struct period *period)
{
    if (size > 0 && (text[0] == '<' || text[0] == '>'))
        return read_open_period(text, size, period);
    const char *dots = find_dots(text, size);
    if (dots == NULL)
        return read_date_period(text, size, period);
    struct period from = any_day, to = any_day;
    size_t before = (size_t)(dots - text), after = size - before - 2;
    if (size == 2 || (before > 0 && !read_date_period(text, before, &from)) ||
        (after > 0 && !read_date_period(dots + 2, after, &to)))
        return false;
    *period = (struct period){from.first, to.last};
    return true;
}
