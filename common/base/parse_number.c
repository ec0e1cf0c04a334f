#include "common/base/parse_number.h"

#include <assert.h>

static unsigned digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned)(digit - '0');
    return digit >= 'a' && digit <= 'f' ? (unsigned)(digit - 'a') + 10 : UINT32_MAX;
}

/* Returns the end of the digits from `at` on, at most `end` (NULL: at the NUL at the latest), and
 * sets *number; NULL when there is none or the number is too large. */
static const char *read_digits(const char *at, const char *end, unsigned base, uint64_t max,
                               uint64_t *number)
{
    const char *first = at;
    uint64_t value = 0;
    for (unsigned digit; at != end && (digit = digit_value(*at)) < base; at++) {
        if (digit > max || value > (max - digit) / base)
            return NULL;
        value = value * base + digit;
    }
    if (at == first)
        return NULL;
    *number = value;
    return at;
}

bool parse_digits(const char **at, unsigned base, uint64_t max, uint64_t *number)
{
    assert(base >= 2 && base <= 16);
    const char *end = read_digits(*at, NULL, base, max, number);
    if (end == NULL)
        return false;
    *at = end;
    return true;
}

static bool parse_whole(struct slice text, unsigned base, uint64_t max, uint64_t *number)
{
    return text.size > 0 &&
           read_digits(text.data, slice_end(text), base, max, number) == slice_end(text);
}

bool parse_decimal(struct slice text, uint64_t min, uint64_t max, uint64_t *number)
{
    uint64_t value;
    if (!parse_whole(text, 10, max, &value) || value < min)
        return false;
    *number = value;
    return true;
}

bool parse_hexadecimal(struct slice text, uint64_t max, uint64_t *number)
{
    uint64_t value;
    if (!parse_whole(text, 16, max, &value))
        return false;
    *number = value;
    return true;
}

bool parse_part(struct slice text, uint64_t max, uint64_t *part, uint64_t *parts)
{
    const char *slash = text.size == 0 ? NULL : memchr(text.data, '/', text.size);
    uint64_t first, total;
    if (slash == NULL ||
        !parse_decimal(slice_between(slash + 1, slice_end(text)), 1, max, &total) ||
        !parse_decimal(slice_between(text.data, slash), 1, total, &first))
        return false;
    *part = first;
    *parts = total;
    return true;
}
