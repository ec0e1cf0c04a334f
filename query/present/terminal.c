#include "query/present/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "query/present/columns.h"
#include "query/present/lines.h"

static const char reset[] = "\033[0m", indent[] = "     ", omission[] = " …";
enum { INDENT = 5, WIDTH_DEFAULT = 80, WIDTH_MIN = 20, WIDTH_MAX = 10000 };

size_t terminal_width(int descriptor)
{
    const char *columns = getenv("COLUMNS");
    unsigned long width = columns == NULL ? 0 : strtoul(columns, NULL, 10);
    struct winsize size;
    if (width == 0 && ioctl(descriptor, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width == 0)
        return WIDTH_DEFAULT;
    return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

static void begin_part(struct buffer *to, const struct terminal_style *style, enum part part)
{
    if (style->color)
        buffer_append_string(to, style->colors.codes[part]);
}

static void end_part(struct buffer *to, const struct terminal_style *style, enum part part)
{
    if (style->color && style->colors.codes[part][0] != '\0')
        buffer_append_string(to, reset);
}

/* Wraps a text into lines that are indented by INDENT and end before the width. */
struct line_wrapper {
    struct buffer *to;
    const struct terminal_style *style;
    enum part base; /* style between matches */
    const struct match *ranges, *ranges_end;
    size_t column;
};

/* Switches the style where a match begins or ends at byte `at`. */
static void switch_style(struct line_wrapper *wrapper, size_t at)
{
    if (wrapper->ranges < wrapper->ranges_end && wrapper->ranges->end == at) {
        end_part(wrapper->to, wrapper->style, PART_MATCH);
        begin_part(wrapper->to, wrapper->style, wrapper->base);
        wrapper->ranges++;
    }
    if (wrapper->ranges < wrapper->ranges_end && wrapper->ranges->start == at)
        begin_part(wrapper->to, wrapper->style, PART_MATCH);
}

static void new_line(struct line_wrapper *wrapper)
{
    buffer_append_byte(wrapper->to, '\n');
    buffer_append_string(wrapper->to, indent);
    wrapper->column = INDENT;
}

/* Writes text[from, to), a word: on a new line when it does not fit, in pieces when it is wider
 * than a line. */
static void wrap_word(struct line_wrapper *wrapper, const char *text, size_t from, size_t to)
{
    size_t columns = columns_of(text + from, to - from);
    size_t space = from > 0;
    if (wrapper->column > INDENT && wrapper->column + space + columns > wrapper->style->width) {
        new_line(wrapper);
    } else if (space) {
        buffer_append_byte(wrapper->to, ' ');
        wrapper->column++;
    }
    for (size_t at = from; at < to;) {
        struct column_step step = columns_step(text + at, to - at);
        if (wrapper->column > INDENT && wrapper->column + step.columns > wrapper->style->width)
            new_line(wrapper);
        switch_style(wrapper, at);
        buffer_append(wrapper->to, text + at, step.bytes);
        wrapper->column += step.columns;
        at += step.bytes;
    }
    switch_style(wrapper, to);
}

/* Whether only the omission mark is left, which never gets a line of its own. */
static bool is_omission(const char *text, size_t size)
{
    return size == strlen(omission) && memcmp(text, omission, size) == 0;
}

/* Appends a snippet that starts at column INDENT. */
static void append_wrapped_snippet(struct buffer *to, const struct snippet *snippet,
                                   const struct terminal_style *style, enum part base)
{
    const struct match *ranges = snippet->ranges.items;
    const char *text = snippet->text.data;
    size_t size = snippet->text.size;
    struct line_wrapper wrapper = {to, style, base, ranges, ranges, INDENT};
    if (ranges != NULL)
        wrapper.ranges_end += vector_count(&snippet->ranges);
    for (size_t at = 0, end; at < size; at = end + 1) {
        for (end = at; end < size && text[end] != ' ';)
            end++;
        if (is_omission(text + end, size - end))
            end = size;
        wrap_word(&wrapper, text, at, end);
    }
}

static void append_heading(struct buffer *to, const struct shown_hit *hit,
                           const struct terminal_style *style)
{
    begin_part(to, style, PART_RANK);
    buffer_append_format(to, "%3zu. ", hit->rank);
    end_part(to, style, PART_RANK);
    begin_part(to, style, PART_TITLE);
    if (hit->title != NULL && hit->title->text.size > 0)
        append_wrapped_snippet(to, hit->title, style, PART_TITLE);
    else
        format_location(to, hit);
    end_part(to, style, PART_TITLE);
    buffer_append_byte(to, '\n');
}

static void append_location(struct buffer *to, const struct shown_hit *hit,
                            const struct terminal_style *style)
{
    buffer_append_string(to, indent);
    if (hit->document->published.precision != MOMENT_NONE) {
        begin_part(to, style, PART_DATE);
        format_day(to, &hit->document->published);
        end_part(to, style, PART_DATE);
        buffer_append_string(to, "  ");
    }
    begin_part(to, style, PART_SCORE);
    buffer_append_format(to, "%.2f", hit->score);
    end_part(to, style, PART_SCORE);
    buffer_append_string(to, "  ");
    begin_part(to, style, PART_PATH);
    format_location(to, hit);
    end_part(to, style, PART_PATH);
    buffer_append_byte(to, '\n');
}

static void append_passage(struct buffer *to, const struct snippet *passage,
                           const struct terminal_style *style)
{
    if (passage->text.size == 0)
        return;
    buffer_append_string(to, indent);
    begin_part(to, style, PART_TEXT);
    append_wrapped_snippet(to, passage, style, PART_TEXT);
    end_part(to, style, PART_TEXT);
    buffer_append_byte(to, '\n');
}

void format_terminal(struct buffer *to, const struct shown_hit *hit,
                     const struct terminal_style *style)
{
    if (hit->rank > 1)
        buffer_append_byte(to, '\n');
    append_heading(to, hit, style);
    append_location(to, hit, style);
    for (size_t i = 0; hit->text != NULL && i < hit->text->count; i++)
        append_passage(to, &hit->text->passages[i], style);
    if (hit->passage != NULL)
        append_passage(to, hit->passage, style);
}

void format_full(struct buffer *to, const struct shown_hit *hit, const struct terminal_style *style,
                 bool terminal)
{
    const struct shown_text *text = hit->text;
    if (terminal && hit->rank > 1)
        buffer_append_byte(to, '\n');
    if (terminal) {
        append_heading(to, hit, style);
        append_location(to, hit, style);
        buffer_append_byte(to, '\n');
    }
    const char *match = style->color ? style->colors.codes[PART_MATCH] : "";
    passages_whole(to, text->body, text->offsets, match, match[0] != '\0' ? reset : "");
}
