#include "indexer/sources/json/json_text.h"

#include <string.h>

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html.h"
#include "indexer/sources/markup/markup.h"

enum { TAG_NAME_MAX = 12 };

/* What is in a string that may be HTML. */
struct marks {
    size_t opened, closed, breaks; /* of HTML's tags */
    size_t others;                 /* tags that HTML does not have, or not so */
    bool begins_with_block, begins_with_page;
};

void json_text_release(struct json_text *reader)
{
    draft_release(&reader->page);
    buffer_release(&reader->decoded);
}

/* --- is it HTML? --- */

/* Whether the inside of a tag after its name reads like attributes, not like words between less and
 * greater. */
static bool has_attributes_only(struct text_span inside)
{
    inside = span_trim(inside);
    if (inside.size > 0 && inside.bytes[inside.size - 1] == '/')
        inside.size--;
    return span_trim(inside).size == 0 || memchr(inside.bytes, '=', inside.size) != NULL;
}

static void count_tag(struct marks *marks, struct text_span at, const struct markup_tag *tag)
{
    struct text_span inside = span_between(span_end(tag->name), at.bytes + tag->size - 1);
    if (tag->kind == HTML_UNKNOWN || !has_attributes_only(inside))
        marks->others++;
    else if (at.bytes[1] == '/')
        marks->closed++;
    else if (tag->kind == HTML_BREAK || span_equals_ignore_case(tag->name, "hr") ||
             span_equals_ignore_case(tag->name, "img"))
        marks->breaks++;
    else
        marks->opened++;
}

/* Returns the bytes to go on by. */
static size_t count_mark(struct marks *marks, struct text_span at, struct markup_unclosed *unclosed)
{
    size_t hidden = markup_hidden_size(at, unclosed);
    if (hidden > 0) {
        marks->breaks++;
        return hidden;
    }
    struct markup_tag tag = markup_parse_tag(at);
    if (tag.size == 0)
        return 1;
    if (tag.name.size > 0)
        count_tag(marks, at, &tag);
    return tag.size;
}

static void look_at_beginning(struct marks *marks, struct text_span text)
{
    text = span_trim(text);
    if (text.size < 2 || *text.bytes != '<')
        return;
    struct markup_tag tag = markup_parse_tag(text);
    bool doctype =
        text.size > 9 && span_equals_ignore_case((struct text_span){text.bytes, 9}, "<!doctype");
    marks->begins_with_page = doctype || span_equals_ignore_case(tag.name, "html") ||
                              span_equals_ignore_case(tag.name, "head");
    marks->begins_with_block = marks->begins_with_page || span_starts_with(text, "<!--") ||
                               (tag.size > 0 && (tag.kind == HTML_BLOCK || tag.kind == HTML_PRE ||
                                                 tag.kind == HTML_HIDDEN || tag.kind == HTML_CELL));
}

/* Whether a line of the text is Markdown's: a heading, a fence, a row, or it has a link. */
static bool has_markdown(struct text_span text)
{
    static const char *const starts[] = {"# ", "## ", "### ", "#### ", "```", "~~~", "|"};
    struct text_span rest = text, line;
    if (memmem(text.bytes, text.size, "](", 2) != NULL ||
        memmem(text.bytes, text.size, "**", 2) != NULL ||
        memchr(text.bytes, '`', text.size) != NULL)
        return true;
    while (span_next_line(&rest, &line)) {
        line = span_trim(line);
        for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
            if (span_starts_with(line, starts[i]))
                return true;
    }
    return false;
}

static void count_marks(struct marks *marks, struct text_span text)
{
    struct markup_unclosed unclosed = {0};
    const char *at = text.bytes, *end = span_end(text);
    while ((at = memchr(at, '<', (size_t)(end - at))) != NULL)
        at += count_mark(marks, span_between(at, end), &unclosed);
}

static bool is_html(struct text_span text, bool *is_page)
{
    struct marks marks = {0};
    look_at_beginning(&marks, text);
    *is_page = marks.begins_with_page;
    if (marks.begins_with_page)
        return true;
    if (has_markdown(text)) /* soon found, where tags may be many */
        return false;
    count_marks(&marks, text);
    if (marks.opened + marks.closed + marks.breaks == 0)
        return false;
    return marks.begins_with_block ||
           (marks.others == 0 && (marks.breaks > 0 || (marks.opened > 0 && marks.closed > 0)));
}

/* --- entities --- */

/* Appends the text with its entities read. Returns whether there were any. */
static bool decode_entities(struct text_span text, struct buffer *into)
{
    const char *at = text.bytes, *copied = at, *end = span_end(text), *mark;
    bool any = false;
    buffer_clear(into);
    while ((mark = memchr(at, '&', (size_t)(end - at))) != NULL) {
        buffer_append(into, copied, (size_t)(mark - copied));
        size_t size = markup_append_entity(span_between(mark, end), into);
        any |= size > 0;
        copied = mark + size;
        at = mark + (size == 0 ? 1 : size);
    }
    buffer_append(into, copied, (size_t)(end - copied));
    return any;
}

/* Reads a text as HTML: of a page, its article. */
static int read_html(struct json_text *reader, struct text_span text, struct text_span *shown)
{
    struct html_reading wanted = {0};
    draft_clear(&reader->page);
    int status = reader->is_page ? html_read_page(&reader->page, text.bytes, text.size, &wanted)
                                 : html_read(&reader->page, text.bytes, text.size);
    *shown = span_of(&reader->page.body);
    return status;
}

int json_text_read(struct json_text *reader, struct text_span text, struct text_span *shown)
{
    *shown = text;
    reader->is_page = false;
    bool tags = memchr(text.bytes, '<', text.size) != NULL;
    if (tags && is_html(text, &reader->is_page))
        return read_html(reader, text, shown);
    if (memchr(text.bytes, '&', text.size) == NULL || !decode_entities(text, &reader->decoded))
        return buffer_status(&reader->decoded);
    *shown = span_of(&reader->decoded);
    if (tags || buffer_status(&reader->decoded) != 0)
        return buffer_status(&reader->decoded);
    /* tags that were written as entities, as feeds have them */
    struct marks marks = {0};
    look_at_beginning(&marks, *shown);
    if (marks.begins_with_block)
        count_marks(&marks, *shown);
    if (marks.begins_with_block && marks.closed > 0 && is_html(*shown, &reader->is_page))
        return read_html(reader, *shown, shown);
    return 0;
}
