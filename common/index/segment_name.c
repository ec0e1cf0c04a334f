#include "index/segment_name.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "index/digits.h"

#define SEGMENT_SUFFIX ".seg"
#define AMENDMENTS_SUFFIX ".amend"

void segment_name_print(const struct segment_name *parts, char name[SEGMENT_NAME_SIZE])
{
    snprintf(name, SEGMENT_NAME_SIZE, "%08" PRIx64 "-%03" PRIu32 "%s", parts->generation,
             parts->number, parts->amendments ? AMENDMENTS_SUFFIX : SEGMENT_SUFFIX);
}

bool segment_name_parse(const char *name, struct segment_name *parts)
{
    uint64_t number;
    char again[SEGMENT_NAME_SIZE];
    const char *at = name;
    if (!digits_read(&at, 16, UINT64_MAX, &parts->generation) || parts->generation == 0 ||
        *at++ != '-' || !digits_read(&at, 10, UINT32_MAX, &number))
        return false;
    parts->number = (uint32_t)number;
    parts->amendments = strcmp(at, AMENDMENTS_SUFFIX) == 0;
    segment_name_print(parts, again);
    return strcmp(name, again) == 0;
}
