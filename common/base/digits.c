#include "common/base/digits.h"

static unsigned value_of(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned)(digit - '0');
    return digit >= 'a' && digit <= 'f' ? (unsigned)(digit - 'a') + 10 : 16;
}

bool digits_read(const char **at, unsigned base, uint64_t most, uint64_t *number)
{
    const char *first = *at;
    *number = 0;
    for (unsigned digit; (digit = value_of(**at)) < base; ++*at) {
        if (digit > most || *number > (most - digit) / base)
            return false;
        *number = *number * base + digit;
    }
    return *at != first;
}
