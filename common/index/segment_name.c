#include "common/index/segment_name.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/base/parse_number.h"

static const char *const suffixes[NAME_KINDS] = {
    [NAME_SEGMENT] = ".seg", [NAME_AMENDMENTS] = ".amend", [NAME_LEFT_OUT] = ".left"};

void segment_name_print(const struct segment_name *parts, char name[SEGMENT_NAME_SIZE])
{
    assert(parts->generation > 0 && parts->kind < NAME_KINDS);
    snprintf(name, SEGMENT_NAME_SIZE, "%08" PRIx64 "-%03" PRIu32 "%s", parts->generation,
             parts->number, suffixes[parts->kind]);
}

bool segment_name_parse(const char *name, struct segment_name *parts)
{
    uint64_t number;
    char printed[SEGMENT_NAME_SIZE];
    const char *at = name;
    if (!parse_digits(&at, 16, UINT64_MAX, &parts->generation) || parts->generation == 0 ||
        *at++ != '-' || !parse_digits(&at, 10, UINT32_MAX, &number))
        return false;
    parts->number = (uint32_t)number;
    parts->kind = NAME_SEGMENT;
    for (unsigned kind = 0; kind < NAME_KINDS; kind++)
        if (strcmp(at, suffixes[kind]) == 0)
            parts->kind = (enum segment_name_kind)kind;
    segment_name_print(parts, printed);
    return strcmp(name, printed) == 0;
}
