#include "query/present/cut.h"

#include <stdint.h>

#include <utf8proc.h>

#include "common/analysis/safe.h"
#include "query/present/columns.h"

/* Longer clusters of characters are cut like any text. */
enum { CLUSTER_MAX = 32 };

size_t cut_context(size_t words)
{
    return words < SIZE_MAX / CUT_WORD - 1 ? (words + 1) * CUT_WORD : SIZE_MAX;
}

static bool read_character(const char *text, size_t size, size_t at, utf8proc_int32_t *character)
{
    uint32_t read = 0;
    bool valid = safe_character(text + at, size - at, &read) > 0;
    *character = (utf8proc_int32_t)read;
    return valid;
}

/* Whether the character at `at` belongs to the one before it. This may depend on everything before
 * it (joined emoji, flags), up to the length of a cluster. */
static bool joins_previous(const char *text, size_t size, size_t at)
{
    size_t start = at;
    if ((unsigned char)text[at] < 0x80)
        return false;
    for (int i = 0; i < CLUSTER_MAX && start > 0; i++)
        start -= columns_step_back(text, start).bytes;
    utf8proc_int32_t before, next = 0, state = 0;
    bool known = read_character(text, size, start, &before), joined = false;
    while (start < at) {
        start += columns_step(text + start, size - start).bytes;
        bool read = start < size && read_character(text, size, start, &next);
        joined = known && read && !utf8proc_grapheme_break_stateful(before, next, &state);
        if (!known || !read)
            state = 0;
        before = next;
        known = read;
    }
    return joined;
}

size_t cut_border_forward(const char *text, size_t size, size_t at)
{
    while (at > 0 && at < size) {
        struct column_step step = columns_step(text + at, size - at);
        if (step.columns > 0)
            break;
        at += step.bytes;
    }
    for (int i = 0; i < CLUSTER_MAX && at > 0 && at < size && joins_previous(text, size, at); i++)
        at += columns_step(text + at, size - at).bytes;
    return at;
}

size_t cut_border_back(const char *text, size_t size, size_t low, size_t at)
{
    size_t border = at;
    for (int i = 0; i < CLUSTER_MAX && border > low && border < size; i++) {
        if (!joins_previous(text, size, border))
            return border;
        border -= columns_step_back(text, border).bytes;
    }
    return at;
}

size_t cut_forward(const char *text, size_t size, size_t from, size_t columns)
{
    size_t at = from;
    while (at < size) {
        struct column_step step = columns_step(text + at, size - at);
        if (step.columns > columns)
            break;
        columns -= step.columns;
        at += step.bytes;
    }
    return cut_border_back(text, size, from, at);
}

size_t cut_back(const char *text, size_t low, size_t at, size_t columns)
{
    size_t start = at;
    while (start > low) {
        struct column_step step = columns_step_back(text, start);
        if (step.columns > columns)
            break;
        columns -= step.columns;
        start -= step.bytes;
    }
    return start > low ? cut_border_forward(text, at, start) : start;
}

void cut_title(struct buffer *to, struct slice title)
{
    if (title.size <= CUT_TITLE) {
        buffer_append(to, title.data, title.size);
        return;
    }
    size_t end = cut_forward(title.data, title.size, 0, CUT_TITLE);
    unsigned marks = 0;
    for (size_t at = 0; at < end;) {
        struct column_step step = columns_step(title.data + at, end - at);
        marks = step.columns > 0 ? 0 : marks + 1;
        if (marks <= SAFE_MARKS)
            buffer_append(to, title.data + at, step.bytes);
        at += step.bytes;
    }
    if (end < title.size)
        buffer_append_string(to, "…");
}
