#include "present/snippet.h"

#include <string.h>

#include "present/safe.h"

/* Clauses told apart when windows are compared; more than these count as one. */
enum { CLAUSES_SEEN = 64 };

void snippet_release(struct snippet *snippet)
{
    buffer_release(&snippet->text);
    buffer_release(&snippet->ranges);
}

struct passage {
    size_t start, end;
};

/* The window of at most `room` bytes with the most clauses, then the most matches; the earliest
 * among equals. */
static struct passage best_window(const struct match *matches, size_t count, size_t room)
{
    struct passage best = {matches[0].start, matches[0].end};
    unsigned best_worth = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t seen = 0;
        unsigned worth = 0;
        size_t end = matches[i].end;
        for (size_t k = i; k < count && matches[k].end - matches[i].start <= room; k++) {
            uint64_t clause = UINT64_C(1) << (matches[k].clause % CLAUSES_SEEN);
            worth += seen & clause ? 1 : 1000;
            seen |= clause;
            if (matches[k].end > end)
                end = matches[k].end;
        }
        if (worth > best_worth) {
            best_worth = worth;
            best = (struct passage){matches[i].start, end};
        }
    }
    return best;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* Moves `at` by characters, not more than `count`, towards a limit. */
static size_t move_back(const char *text, size_t at, size_t count)
{
    for (; count > 0 && at > 0; count--)
        do
            at--;
        while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80);
    return at;
}

static size_t move_on(const char *text, size_t size, size_t at, size_t count)
{
    for (; count > 0 && at < size; count--)
        do
            at++;
        while (at < size && ((unsigned char)text[at] & 0xc0) == 0x80);
    return at;
}

static size_t count_characters(const char *text, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

/* Adds context on both sides up to `width` characters, then goes back to white space. */
static struct passage widen(struct passage core, const char *text, size_t size, size_t width)
{
    size_t held = count_characters(text, core.start, core.end);
    size_t spare = held < width ? width - held : 0;
    size_t before = move_back(text, core.start, spare / 3);
    size_t used = count_characters(text, before, core.start);
    size_t behind = move_on(text, size, core.end, spare - used);
    size_t start = before, end = behind;
    while (start > 0 && start < core.start && !is_blank(text[start - 1]))
        start++;
    while (end < size && end > core.end && !is_blank(text[end]))
        end--;
    return (struct passage){start, end};
}

/* Appends text[from, to), safe; the space between what stands there and it is kept. */
static void append_part(struct buffer *to, const char *text, size_t from, size_t end)
{
    if (from >= end)
        return;
    bool space = to->size > 0 && to->data[to->size - 1] != ' ' && is_blank(text[from]);
    if (space)
        buffer_append_byte(to, ' ');
    size_t before = to->size;
    safe_text(to, text + from, end - from);
    if (is_blank(text[end - 1]) && to->size > before)
        buffer_append_byte(to, ' ');
}

static int render(struct snippet *snippet, const char *text, struct passage passage,
                  const struct match *matches, size_t count)
{
    size_t at = passage.start;
    for (size_t i = 0; i < count && matches[i].start < passage.end; i++) {
        if (matches[i].start < at || matches[i].end > passage.end)
            continue;
        append_part(&snippet->text, text, at, matches[i].start);
        size_t start = snippet->text.size;
        safe_text(&snippet->text, text + matches[i].start, matches[i].end - matches[i].start);
        const struct match range = {(uint32_t)start, (uint32_t)snippet->text.size,
                                    matches[i].clause};
        buffer_append(&snippet->ranges, &range, sizeof range);
        at = matches[i].end;
    }
    append_part(&snippet->text, text, at, passage.end);
    while (snippet->text.size > 0 && snippet->text.data[snippet->text.size - 1] == ' ')
        snippet->text.size--;
    return 0;
}

static void clear(struct snippet *snippet)
{
    buffer_clear(&snippet->text);
    buffer_clear(&snippet->ranges);
}

static int status_of(const struct snippet *snippet)
{
    int status = buffer_status(&snippet->text);
    return status != 0 ? status : buffer_status(&snippet->ranges);
}

int snippet_make(struct snippet *snippet, const char *text, size_t size,
                 const struct buffer *matches, size_t width)
{
    clear(snippet);
    const struct match *items = (const struct match *)(const void *)matches->data;
    size_t count = matches->size / sizeof *items;
    struct passage passage = {0, 0};
    if (count > 0)
        passage = best_window(items, count, width);
    passage = widen(passage, text, size, width);
    if (passage.start > 0)
        buffer_append_string(&snippet->text, "… ");
    render(snippet, text, passage, items, count);
    if (passage.end < size && snippet->text.size > 0)
        buffer_append_string(&snippet->text, " …");
    return status_of(snippet);
}

int snippet_whole(struct snippet *snippet, const char *text, size_t size,
                  const struct buffer *matches)
{
    clear(snippet);
    const struct match *items = (const struct match *)(const void *)matches->data;
    render(snippet, text, (struct passage){0, size}, items, matches->size / sizeof *items);
    return status_of(snippet);
}
