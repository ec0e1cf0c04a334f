#include "index/segment_name.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SEGMENT_SUFFIX ".seg"
#define AMENDMENTS_SUFFIX ".amend"

void segment_name_print(const struct segment_name *parts, char name[SEGMENT_NAME_SIZE])
{
    snprintf(name, SEGMENT_NAME_SIZE, "%08" PRIx64 "-%03" PRIu32 "%s", parts->generation,
             parts->number, parts->amendments ? AMENDMENTS_SUFFIX : SEGMENT_SUFFIX);
}

static unsigned value_of(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned)(digit - '0');
    return digit >= 'a' && digit <= 'f' ? (unsigned)(digit - 'a') + 10 : 16;
}

/* The digits at *at, which moves past them. False when the number is larger than `most`. */
static bool read_number(const char **at, unsigned base, uint64_t most, uint64_t *number)
{
    *number = 0;
    for (unsigned digit; (digit = value_of(**at)) < base; ++*at) {
        if (*number > (most - digit) / base)
            return false;
        *number = *number * base + digit;
    }
    return true;
}

bool segment_name_parse(const char *name, struct segment_name *parts)
{
    uint64_t number;
    char again[SEGMENT_NAME_SIZE];
    const char *at = name;
    if (!read_number(&at, 16, UINT64_MAX, &parts->generation) || parts->generation == 0 ||
        *at++ != '-' || !read_number(&at, 10, UINT32_MAX, &number))
        return false;
    parts->number = (uint32_t)number;
    parts->amendments = strcmp(at, AMENDMENTS_SUFFIX) == 0;
    segment_name_print(parts, again);
    return strcmp(name, again) == 0;
}
