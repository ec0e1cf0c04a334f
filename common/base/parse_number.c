#include "common/base/parse_number.h"

#include "common/base/ascii.h"

static bool parse_digits(struct slice text, unsigned base, uint64_t max, uint64_t *number)
{
    uint64_t value = 0;
    for (size_t i = 0; i < text.size; i++) {
        int digit = ascii_hex_value(text.data[i]);
        if (digit < 0 || (unsigned)digit >= base || (unsigned)digit > max)
            return false;
        if (value > (max - (unsigned)digit) / base)
            return false;
        value = value * base + (unsigned)digit;
    }
    *number = value;
    return text.size > 0;
}

bool parse_decimal(struct slice text, uint64_t min, uint64_t max, uint64_t *number)
{
    uint64_t value;
    if (!parse_digits(text, 10, max, &value) || value < min)
        return false;
    *number = value;
    return true;
}

bool parse_hexadecimal(struct slice text, uint64_t max, uint64_t *number)
{
    uint64_t value;
    if (!parse_digits(text, 16, max, &value))
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
