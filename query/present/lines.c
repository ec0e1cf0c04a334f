#include "query/present/lines.h"

#include "common/analysis/safe.h"
#include "common/base/escape.h"
#include "query/present/cut.h"

void format_location(struct buffer *to, const struct shown_hit *hit)
{
    safe_append_path(to, hit->path.data, hit->path.size);
    if (hit->document->id.size > 0) {
        buffer_append_byte(to, '#');
        safe_append_path(to, hit->document->id.data, hit->document->id.size);
    }
}

void format_moment(struct buffer *to, const struct moment *moment)
{
    char text[MOMENT_TEXT_SIZE];
    buffer_append_string(to, moment_print(moment, text));
}

void format_day(struct buffer *to, const struct moment *moment)
{
    struct moment day = *moment;
    if (day.precision > MOMENT_DAY)
        day.precision = MOMENT_DAY;
    format_moment(to, &day);
}

static void append_bytes(struct buffer *to, struct slice bytes)
{
    safe_append_text(to, bytes.data, bytes.size);
}

void format_title(struct buffer *to, const struct shown_hit *hit)
{
    struct slice title = hit->document->title;
    struct buffer cut;
    if (title.size <= CUT_TITLE) {
        append_bytes(to, title);
        return;
    }
    buffer_init(&cut);
    cut_title(&cut, title);
    append_bytes(to, (struct slice){buffer_string(&cut), cut.size});
    to->failed |= cut.failed;
    buffer_release(&cut);
}

void format_plain(struct buffer *to, const struct shown_hit *hit)
{
    format_location(to, hit);
    buffer_append_format(to, "\t%.4f\t", hit->score);
    format_day(to, &hit->document->published);
    buffer_append_byte(to, '\t');
    format_title(to, hit);
    buffer_append_byte(to, '\n');
}

void format_tsv_header(struct buffer *to, bool query)
{
    if (query)
        buffer_append_string(to, "query\t");
    buffer_append_string(to, "rank\tscore\tpath\tid\ttitle\turl\tpublished\tmodified\n");
}

void format_tsv(struct buffer *to, const struct shown_hit *hit)
{
    const struct document *document = hit->document;
    if (hit->query.data != NULL) {
        append_bytes(to, hit->query);
        buffer_append_byte(to, '\t');
    }
    buffer_append_format(to, "%zu\t%.9g\t", hit->rank, hit->score);
    safe_append_path(to, hit->path.data, hit->path.size);
    buffer_append_byte(to, '\t');
    safe_append_path(to, document->id.data, document->id.size);
    buffer_append_byte(to, '\t');
    format_title(to, hit);
    buffer_append_byte(to, '\t');
    append_bytes(to, document->url);
    buffer_append_byte(to, '\t');
    format_moment(to, &document->published);
    buffer_append_byte(to, '\t');
    format_moment(to, &document->modified);
    buffer_append_byte(to, '\n');
}

void format_path(struct buffer *to, const struct shown_hit *hit)
{
    format_location(to, hit);
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

void format_trec_name(struct buffer *to, struct slice name)
{
    for (size_t at = 0, size; at < name.size; at += size) {
        uint32_t character;
        bool forbidden;
        size = safe_next(name.data + at, name.size - at, &character, &forbidden);
        /* blanks separate the columns */
        bool escaped = forbidden || character == ' ' || character == '%';
        for (size_t i = at; i < at + size && escaped; i++)
            escape_append_byte(to, name.data[i]);
        if (!escaped)
            buffer_append(to, name.data + at, size);
    }
}

void format_trec(struct buffer *to, const struct shown_hit *hit)
{
    format_trec_name(to, hit->query);
    buffer_append_string(to, " Q0 ");
    format_trec_name(to, hit->document->id.size > 0 ? hit->document->id : hit->path);
    buffer_append_format(to, " %zu %.9g fouille\n", hit->rank, hit->score);
}
