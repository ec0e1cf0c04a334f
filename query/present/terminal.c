/* The format for people: title, score, date, path and passage, wrapped to the terminal.
 *
 *       1. Le titre, aux mots trouvés marqués
 *          2022-01-06  7.43  chemin/du/fichier.txt
 *          … le passage, sur autant de lignes qu'il en faut …
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "query/present/columns.h"
#include "query/present/formats.h"

static const char reset[] = "\033[0m", indent[] = "     ", omission[] = " …";
enum { INDENT = 5, WIDTH = 80, WIDTH_LEAST = 20, WIDTH_MOST = 10000 };

size_t terminal_width(int descriptor)
{
    const char *columns = getenv("COLUMNS");
    unsigned long width = columns == NULL ? 0 : strtoul(columns, NULL, 10);
    struct winsize size;
    if (width == 0 && ioctl(descriptor, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width == 0)
        return WIDTH;
    return width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
}

static void begin(struct buffer *to, const struct terminal_style *style, enum part part)
{
    if (style->color)
        buffer_append_string(to, style->colors.codes[part]);
}

static void end(struct buffer *to, const struct terminal_style *style, enum part part)
{
    if (style->color && style->colors.codes[part][0] != '\0')
        buffer_append_string(to, reset);
}

/* Wraps a text into lines that are indented by INDENT and end before the width. */
struct wrapping {
    struct buffer *to;
    const struct terminal_style *style;
    enum part base; /* style between matches */
    const struct match *ranges, *ranges_end;
    size_t column;
};

/* Switches the style where a match begins or ends at byte `at`. */
static void switch_style(struct wrapping *wrapping, size_t at)
{
    if (wrapping->ranges < wrapping->ranges_end && wrapping->ranges->end == at) {
        end(wrapping->to, wrapping->style, PART_MATCH);
        begin(wrapping->to, wrapping->style, wrapping->base);
        wrapping->ranges++;
    }
    if (wrapping->ranges < wrapping->ranges_end && wrapping->ranges->start == at)
        begin(wrapping->to, wrapping->style, PART_MATCH);
}

static void new_line(struct wrapping *wrapping)
{
    buffer_append_byte(wrapping->to, '\n');
    buffer_append_string(wrapping->to, indent);
    wrapping->column = INDENT;
}

/* Writes text[from, to), a word: on a new line when it does not fit, in pieces when it is wider
 * than a line. */
static void wrap_word(struct wrapping *wrapping, const char *text, size_t from, size_t to)
{
    size_t columns = columns_of(text + from, to - from);
    size_t space = from > 0;
    if (wrapping->column > INDENT && wrapping->column + space + columns > wrapping->style->width) {
        new_line(wrapping);
    } else if (space) {
        buffer_append_byte(wrapping->to, ' ');
        wrapping->column++;
    }
    for (size_t at = from; at < to;) {
        struct column_step step = columns_step(text + at, to - at);
        if (wrapping->column > INDENT && wrapping->column + step.columns > wrapping->style->width)
            new_line(wrapping);
        switch_style(wrapping, at);
        buffer_append(wrapping->to, text + at, step.bytes);
        wrapping->column += step.columns;
        at += step.bytes;
    }
    switch_style(wrapping, to);
}

/* Whether only the omission mark is left, which never gets a line of its own. */
static bool is_omission(const char *text, size_t size)
{
    return size == strlen(omission) && memcmp(text, omission, size) == 0;
}

/* Appends a snippet that starts at column INDENT. */
static void append_wrapped(struct buffer *to, const struct snippet *snippet,
                           const struct terminal_style *style, enum part base)
{
    const struct match *ranges = (const struct match *)(const void *)snippet->ranges.data;
    const char *text = snippet->text.data;
    size_t size = snippet->text.size;
    struct wrapping wrapping = {to, style, base, ranges, ranges, INDENT};
    if (ranges != NULL)
        wrapping.ranges_end += snippet->ranges.size / sizeof *ranges;
    for (size_t at = 0, end; at < size; at = end + 1) {
        for (end = at; end < size && text[end] != ' ';)
            end++;
        if (is_omission(text + end, size - end))
            end = size;
        wrap_word(&wrapping, text, at, end);
    }
}

static void append_heading(struct buffer *to, const struct shown_hit *hit,
                           const struct terminal_style *style)
{
    begin(to, style, PART_RANK);
    buffer_append_format(to, "%3zu. ", hit->rank);
    end(to, style, PART_RANK);
    begin(to, style, PART_TITLE);
    if (hit->title != NULL && hit->title->text.size > 0)
        append_wrapped(to, hit->title, style, PART_TITLE);
    else
        format_location(to, hit);
    end(to, style, PART_TITLE);
    buffer_append_byte(to, '\n');
}

static void append_place(struct buffer *to, const struct shown_hit *hit,
                         const struct terminal_style *style)
{
    buffer_append_string(to, indent);
    if (hit->document->published.precision != MOMENT_NONE) {
        begin(to, style, PART_DATE);
        format_day(to, &hit->document->published);
        end(to, style, PART_DATE);
        buffer_append_string(to, "  ");
    }
    begin(to, style, PART_SCORE);
    buffer_append_format(to, "%.2f", hit->score);
    end(to, style, PART_SCORE);
    buffer_append_string(to, "  ");
    begin(to, style, PART_PATH);
    format_location(to, hit);
    end(to, style, PART_PATH);
    buffer_append_byte(to, '\n');
}

static void append_passage(struct buffer *to, const struct snippet *passage,
                           const struct terminal_style *style)
{
    if (passage->text.size == 0)
        return;
    buffer_append_string(to, indent);
    begin(to, style, PART_TEXT);
    append_wrapped(to, passage, style, PART_TEXT);
    end(to, style, PART_TEXT);
    buffer_append_byte(to, '\n');
}

void format_terminal(struct buffer *to, const struct shown_hit *hit,
                     const struct terminal_style *style)
{
    if (hit->rank > 1)
        buffer_append_byte(to, '\n');
    append_heading(to, hit, style);
    append_place(to, hit, style);
    for (size_t i = 0; hit->text != NULL && i < hit->text->count; i++)
        append_passage(to, &hit->text->pieces[i], style);
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
        append_place(to, hit, style);
        buffer_append_byte(to, '\n');
    }
    const char *match = style->color ? style->colors.codes[PART_MATCH] : "";
    passages_whole(to, text->body.data, text->body.size, text->offsets, match,
                   match[0] != '\0' ? reset : "");
}
