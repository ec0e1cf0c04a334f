#include "indexer/sources/html/html_strip.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/markup/markup.h"

enum { ATTRIBUTES_MAX = 2000, TAG_NAME_MAX = 15 };

/* Returns the end of the quoted value whose opening quote is at `at`; `end` if it is not closed. */
static const char *skip_quoted(const char *at, const char *end)
{
    const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
    return close == NULL ? end : close + 1;
}

/* Advances *at, from after a tag's <, to its >, and counts what may be attributes. */
static size_t count_attributes(const char **at, const char *end)
{
    size_t count = 0;
    char previous = ' ';
    while (*at < end && **at != '>') {
        char byte = **at;
        if ((byte == '"' || byte == '\'') && previous == '=') {
            *at = skip_quoted(*at, end);
            previous = byte;
            continue;
        }
        count += ascii_is_space(byte) || byte == '=' || byte == '/';
        previous = ascii_is_space(byte) && previous == '=' ? '=' : byte;
        ++*at;
    }
    return count;
}

size_t html_remove_hidden(char *page, size_t size, bool *hostile)
{
    struct markup_unclosed unclosed = {0};
    const char *at = page, *kept = page, *end = page + size;
    char *to = page;
    *hostile = false;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        size_t hidden = markup_hidden_size(span_between(at, end), &unclosed);
        if (hidden > 0) {
            memmove(to, kept, (size_t)(at - kept));
            to += at - kept;
            at += hidden;
            kept = at;
        } else if (++at < end && ascii_is_letter(*at)) {
            *hostile |= count_attributes(&at, end) > ATTRIBUTES_MAX;
        }
    }
    memmove(to, kept, (size_t)(end - kept));
    return (size_t)(to - page) + (size_t)(end - kept);
}

static void apply_tag(struct html_text *text, struct text_span at, const struct markup_tag *tag)
{
    char name[TAG_NAME_MAX + 1] = {0};
    if (tag->name.size == 0 || tag->name.size > TAG_NAME_MAX || tag->kind == HTML_HIDDEN)
        return;
    for (size_t i = 0; i < tag->name.size; i++)
        name[i] = ascii_lower(tag->name.bytes[i]);
    if (at.bytes[1] == '/')
        html_text_close(text, name);
    else
        html_text_open(text, name);
}

/* Handles a < or &. Returns the number of bytes read; 0 if it is plain text. */
static size_t read_html_mark(struct html_text *text, struct text_span at,
                             struct markup_unclosed *unclosed)
{
    if (*at.bytes == '&') {
        struct buffer character = {0};
        size_t size = markup_append_entity(at, &character);
        html_text_append(text, span_of(&character).bytes, character.size);
        buffer_release(&character);
        return size;
    }
    size_t hidden = markup_hidden_size(at, unclosed);
    if (hidden > 0)
        return hidden;
    struct markup_tag tag = markup_parse_tag(at);
    if (tag.size > 0)
        apply_tag(text, at, &tag);
    return tag.size;
}

void html_strip_tags(struct text_span page, struct html_text *text)
{
    struct markup_unclosed unclosed = {0};
    const char *at = page.bytes, *end = span_end(page);
    while (at < end) {
        const char *mark = at;
        while (mark < end && *mark != '<' && *mark != '&')
            mark++;
        html_text_append(text, at, (size_t)(mark - at));
        at = mark;
        if (at == end)
            break;
        size_t size = read_html_mark(text, span_between(at, end), &unclosed);
        if (size == 0)
            html_text_append(text, at, 1);
        at += size == 0 ? 1 : size;
    }
}
