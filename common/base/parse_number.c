#include "common/base/parse_number.h"

#include "common/base/ascii.h"

static bool parse(struct slice text, unsigned base, uint64_t most, uint64_t *number)
{
    uint64_t value = 0;
    for (size_t i = 0; i < text.size; i++) {
        int digit = ascii_hex_value(text.data[i]);
        if (digit < 0 || (unsigned)digit >= base || (unsigned)digit > most)
            return false;
        if (value > (most - (unsigned)digit) / base)
            return false;
        value = value * base + (unsigned)digit;
    }
    *number = value;
    return text.size > 0;
}

bool parse_decimal(struct slice text, uint64_t least, uint64_t most, uint64_t *number)
{
    uint64_t value;
    if (!parse(text, 10, most, &value) || value < least)
        return false;
    *number = value;
    return true;
}

bool parse_hexadecimal(struct slice text, uint64_t most, uint64_t *number)
{
    uint64_t value;
    if (!parse(text, 16, most, &value))
        return false;
    *number = value;
    return true;
}

bool parse_part(struct slice text, uint64_t most, uint64_t *part, uint64_t *parts)
{
    const char *slash = text.size == 0 ? NULL : memchr(text.data, '/', text.size);
    uint64_t first, all;
    if (slash == NULL || !parse_decimal(slice_between(slash + 1, slice_end(text)), 1, most, &all) ||
        !parse_decimal(slice_between(text.data, slash), 1, all, &first))
        return false;
    *part = first;
    *parts = all;
    return true;
}
