#include "query/present/columns.h"

#include <utf8proc.h>

#include "common/analysis/safe.h"
#include "common/base/utf8.h"

struct column_step columns_step(const char *at, size_t size)
{
    uint32_t character;
    size_t bytes = safe_character(at, size, &character);
    if (bytes == 0)
        return (struct column_step){1, 1, true};
    if (safe_is_blank(character))
        return (struct column_step){bytes, 1, true};
    if (bytes == 1)
        return (struct column_step){1, 1, false};
    int width = utf8proc_charwidth((utf8proc_int32_t)character);
    return (struct column_step){bytes, width < 0 ? 0 : (unsigned)width, false};
}

struct column_step columns_step_back(const char *text, size_t at)
{
    size_t bytes = 1;
    while (bytes < 4 && bytes < at && utf8_is_continuation(text[at - bytes]))
        bytes++;
    struct column_step step = columns_step(text + at - bytes, bytes);
    /* Bytes that are not part of a character are stepped over one by one. */
    return step.bytes == bytes ? step : (struct column_step){1, 1, true};
}

size_t columns_of(const char *text, size_t size)
{
    size_t columns = 0;
    for (size_t at = 0; at < size;) {
        struct column_step step = columns_step(text + at, size - at);
        columns += step.columns;
        at += step.bytes;
    }
    return columns;
}
