#include "present/formats.h"

#include "present/safe.h"

/* The path, and #ID when the file holds several articles. */
static void append_path(struct buffer *to, const struct shown_hit *hit)
{
    safe_path(to, hit->path.data, hit->path.size);
    if (hit->document->id.size > 0) {
        buffer_append_byte(to, '#');
        safe_path(to, hit->document->id.data, hit->document->id.size);
    }
}

static void append_moment(struct buffer *to, const struct moment *moment)
{
    char text[MOMENT_TEXT_SIZE];
    buffer_append_string(to, moment_print(moment, text));
}

/* The day, month or year: all that a list needs. */
static void append_day(struct buffer *to, const struct moment *moment)
{
    struct moment day = *moment;
    if (day.precision > MOMENT_DAY)
        day.precision = MOMENT_DAY;
    append_moment(to, &day);
}

static void append_bytes(struct buffer *to, struct bytes bytes)
{
    safe_text(to, bytes.data == NULL ? "" : bytes.data, bytes.size);
}

void format_plain(struct buffer *to, const struct shown_hit *hit)
{
    append_path(to, hit);
    buffer_append_format(to, "\t%.4f\t", hit->score);
    append_day(to, &hit->document->published);
    buffer_append_byte(to, '\t');
    append_bytes(to, hit->document->title);
    buffer_append_byte(to, '\n');
}

void format_tsv(struct buffer *to, const struct shown_hit *hit)
{
    buffer_append_format(to, "%zu\t%.9g\t", hit->rank, hit->score);
    safe_path(to, hit->path.data, hit->path.size);
    buffer_append_byte(to, '\t');
    safe_path(to, hit->document->id.data, hit->document->id.size);
    buffer_append_byte(to, '\t');
    append_bytes(to, hit->document->title);
    buffer_append_byte(to, '\t');
    append_bytes(to, hit->document->url);
    buffer_append_byte(to, '\t');
    append_moment(to, &hit->document->published);
    buffer_append_byte(to, '\t');
    append_moment(to, &hit->document->modified);
    buffer_append_byte(to, '\n');
}

void format_path(struct buffer *to, const struct shown_hit *hit)
{
    append_path(to, hit);
    buffer_append_byte(to, '\n');
}

void format_path_nul(struct buffer *to, const struct shown_hit *hit)
{
    buffer_append(to, hit->path.data, hit->path.size);
    if (hit->document->id.size > 0) {
        buffer_append_byte(to, '#');
        buffer_append(to, hit->document->id.data, hit->document->id.size);
    }
    buffer_append_byte(to, '\0');
}

/* --- terminal --- */

static const char bold[] = "\033[1m", dim[] = "\033[2m", path_color[] = "\033[32m",
                  match_color[] = "\033[1;31m", plain[] = "\033[0m";

static void styled(struct buffer *to, const struct terminal_style *style, const char *code)
{
    if (style->color)
        buffer_append_string(to, code);
}

static void append_marked(struct buffer *to, const struct snippet *snippet,
                          const struct terminal_style *style, const char *between)
{
    const struct match *ranges = (const struct match *)(const void *)snippet->ranges.data;
    size_t count = snippet->ranges.size / sizeof *ranges, at = 0;
    for (size_t i = 0; i < count; i++) {
        buffer_append(to, snippet->text.data + at, ranges[i].start - at);
        styled(to, style, match_color);
        buffer_append(to, snippet->text.data + ranges[i].start, ranges[i].end - ranges[i].start);
        styled(to, style, plain);
        styled(to, style, between);
        at = ranges[i].end;
    }
    buffer_append(to, snippet->text.data + at, snippet->text.size - at);
}

void format_terminal(struct buffer *to, const struct shown_hit *hit,
                     const struct terminal_style *style)
{
    if (hit->rank > 1)
        buffer_append_byte(to, '\n');
    styled(to, style, dim);
    buffer_append_format(to, "%3zu. ", hit->rank);
    styled(to, style, plain);
    styled(to, style, bold);
    if (hit->title != NULL && hit->title->text.size > 0)
        append_marked(to, hit->title, style, bold);
    else
        append_path(to, hit);
    styled(to, style, plain);
    styled(to, style, dim);
    buffer_append_format(to, "  %.2f\n     ", hit->score);
    styled(to, style, plain);
    if (hit->document->published.precision != MOMENT_NONE) {
        append_day(to, &hit->document->published);
        buffer_append_string(to, "  ");
    }
    styled(to, style, path_color);
    append_path(to, hit);
    styled(to, style, plain);
    buffer_append_byte(to, '\n');
    if (hit->passage != NULL && hit->passage->text.size > 0) {
        buffer_append_string(to, "     ");
        append_marked(to, hit->passage, style, "");
        buffer_append_byte(to, '\n');
    }
}
