#include "common/base/digits.h"

static unsigned lower_hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned)(digit - '0');
    return digit >= 'a' && digit <= 'f' ? (unsigned)(digit - 'a') + 10 : 16;
}

bool digits_read(const char **at, unsigned base, uint64_t max, uint64_t *number)
{
    const char *first = *at;
    *number = 0;
    for (unsigned digit; (digit = lower_hex_value(**at)) < base; ++*at) {
        if (digit > max || *number > (max - digit) / base)
            return false;
        *number = *number * base + digit;
    }
    return *at != first;
}
