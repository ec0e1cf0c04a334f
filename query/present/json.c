#include "query/present/json.h"

#include "common/base/utf8.h"
#include "common/json/json_write.h"
#include "query/present/cut.h"
#include "query/present/explain.h"
#include "query/present/lines.h"
#include "query/terms/suggest.h"

static void append_name(struct buffer *to, const char *field)
{
    buffer_append_format(to, ",\"%s\":", field);
}

static void append_string_field(struct buffer *to, const char *field, struct slice value)
{
    append_name(to, field);
    json_string(to, value.data, value.size);
}

static void append_title_field(struct buffer *to, struct slice title)
{
    struct buffer cut;
    buffer_init(&cut);
    cut_title(&cut, title);
    append_string_field(to, "title", (struct slice){buffer_string(&cut), cut.size});
    to->failed |= cut.failed;
    buffer_release(&cut);
}

/* Appends a path or id that is not UTF-8 in hexadecimal, so that its bytes are not lost. */
static void append_hex_field(struct buffer *to, const char *field, struct slice value)
{
    if (value.size == 0 || utf8_valid_prefix(value.data, value.size) == value.size)
        return;
    append_name(to, field);
    buffer_append_byte(to, '"');
    for (size_t i = 0; i < value.size; i++)
        buffer_append_format(to, "%02x", (unsigned char)value.data[i]);
    buffer_append_byte(to, '"');
}

static void append_moment_field(struct buffer *to, const char *field, const struct moment *moment)
{
    if (moment->precision == MOMENT_NONE)
        return;
    append_name(to, field);
    buffer_append_byte(to, '"');
    format_moment(to, moment);
    buffer_append_byte(to, '"');
}

static void append_snippet_ranges(struct buffer *to, const struct snippet *snippet)
{
    const struct match *ranges = snippet->ranges.items;
    append_name(to, "matches");
    buffer_append_byte(to, '[');
    for (size_t i = 0; i < vector_count(&snippet->ranges); i++)
        buffer_append_format(to, "%s[%u,%u]", i == 0 ? "" : ",", ranges[i].start, ranges[i].end);
    buffer_append_byte(to, ']');
}

static void append_snippet_field(struct buffer *to, const struct snippet *snippet)
{
    append_string_field(to, "snippet", (struct slice){snippet->text.data, snippet->text.size});
    append_snippet_ranges(to, snippet);
}

static void append_passages_field(struct buffer *to, const struct shown_text *text)
{
    append_name(to, "passages");
    buffer_append_byte(to, '[');
    for (size_t i = 0; i < text->count; i++) {
        buffer_append_format(to, "%s{\"start\":%u,\"end\":%u", i == 0 ? "" : ",",
                             text->passage_ranges[i].start, text->passage_ranges[i].end);
        append_string_field(
            to, "text", (struct slice){text->passages[i].text.data, text->passages[i].text.size});
        append_snippet_ranges(to, &text->passages[i]);
        buffer_append_byte(to, '}');
    }
    buffer_append_byte(to, ']');
}

static void append_ranges_field(struct buffer *to, const char *field, const struct range_list *list)
{
    const struct byte_range *ranges = list->items;
    append_name(to, field);
    buffer_append_byte(to, '[');
    for (size_t i = 0; i < vector_count(list); i++)
        buffer_append_format(to, "%s[%u,%u]", i == 0 ? "" : ",", ranges[i].start, ranges[i].end);
    buffer_append_byte(to, ']');
}

static void append_text_fields(struct buffer *to, const struct shown_text *text)
{
    append_ranges_field(to, "offsets", text->offsets);
    if (text->file_offsets != NULL)
        append_ranges_field(to, "file_offsets", text->file_offsets);
    if (text->passages != NULL)
        append_passages_field(to, text);
    if (text->whole)
        append_string_field(to, "text", text->body);
}

static void append_suggestions_field(struct buffer *to, const struct suggestions *suggestions)
{
    append_name(to, "suggestions");
    for (size_t i = 0; i < suggestions->count; i++) {
        const struct suggestion *suggestion = &suggestions->items[i];
        buffer_append_string(to, i == 0 ? "[{\"word\":" : ",{\"word\":");
        json_string(to, suggestion->word->surface, suggestion->word->surface_size);
        append_string_field(to, "suggestion", slice_of(suggestion->form));
        buffer_append_byte(to, '}');
    }
    buffer_append_byte(to, ']');
}

void format_json(struct buffer *to, const struct shown_hit *hit)
{
    const struct document *document = hit->document;
    buffer_append_string(to, "{\"version\":1");
    if (hit->query.data != NULL)
        append_string_field(to, "query", hit->query);
    buffer_append_format(to, ",\"rank\":%zu,\"score\":%.9g", hit->rank, hit->score);
    append_string_field(to, "path", hit->path);
    append_hex_field(to, "path_hex", hit->path);
    if (document->id.size > 0)
        append_string_field(to, "id", document->id);
    append_hex_field(to, "id_hex", document->id);
    append_title_field(to, document->title);
    if (document->url.size > 0)
        append_string_field(to, "url", document->url);
    append_moment_field(to, "published", &document->published);
    append_moment_field(to, "modified", &document->modified);
    if (hit->passage != NULL)
        append_snippet_field(to, hit->passage);
    if (hit->text != NULL)
        append_text_fields(to, hit->text);
    if (hit->suggestions != NULL && hit->suggestions->count > 0)
        append_suggestions_field(to, hit->suggestions);
    if (hit->explanation != NULL) {
        append_name(to, "explain");
        explain_json(to, hit->explanation);
    }
    buffer_append_string(to, "}\n");
}
