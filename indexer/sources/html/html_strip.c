#include "indexer/sources/html/html_strip.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/markup/markup.h"

enum { ATTRIBUTES_MAX = 2000, TAG_NAME_MAX = 15, DECLARATION_MAX = 1 << 12 };

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

/* Returns the size of a declaration or of a server's code at the text's first byte, which parsers
 * may take for text: <![if …]>, <?php … ?>; 0 if there is none. */
static size_t declaration_size(struct text_span text)
{
    bool code = span_starts_with(text, "<?php") || span_starts_with(text, "<?=");
    if (!code && !span_starts_with(text, "<!["))
        return 0;
    size_t size = text.size < DECLARATION_MAX ? text.size : DECLARATION_MAX;
    const char *end = code ? memmem(text.bytes, size, "?>", 2) : memchr(text.bytes, '>', size);
    return end == NULL ? 0 : (size_t)(end + 1 + code - text.bytes);
}

/* The text of a CDATA section is shown where a page is XHTML, and hardly ever meant to be hidden
 * where it is not. Its end becomes spaces. Returns the size of its start, if there is one at `at`.
 */
static size_t open_section(char *at, const char *end, bool *unclosed)
{
    static const char start[] = "<![CDATA[", stop[] = "]]>";
    struct text_span text = span_between(at, end);
    if (!span_starts_with(text, start))
        return 0;
    char *close = *unclosed ? NULL : memmem(at, text.size, stop, strlen(stop));
    if (close != NULL)
        memset(close, ' ', strlen(stop));
    *unclosed |= close == NULL;
    return strlen(start);
}

size_t html_remove_hidden(char *page, size_t size, bool *hostile)
{
    struct markup_unclosed unclosed = {0};
    bool unclosed_section = false;
    char *at = page, *kept = page, *end = page + size, *to = page;
    *hostile = false;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        struct text_span rest = span_between(at, end);
        size_t hidden = markup_hidden_size(rest, &unclosed);
        if (hidden == 0 && rest.size > 1 && (at[1] == '!' || at[1] == '?')) {
            hidden = open_section(at, end, &unclosed_section);
            hidden = hidden > 0 ? hidden : declaration_size(rest);
        }
        if (hidden > 0) {
            memmove(to, kept, (size_t)(at - kept));
            to += at - kept;
            at += hidden;
            kept = at;
        } else if (++at < end && ascii_is_letter(*at)) {
            const char *tag_end = at;
            *hostile |= count_attributes(&tag_end, end) > ATTRIBUTES_MAX;
            at += tag_end - at;
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
        if (size == 0 && (size = markup_append_bare_entity(span_after(at, 1), &character)) > 0)
            size++;
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
