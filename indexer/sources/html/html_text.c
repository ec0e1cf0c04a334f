#include "indexer/sources/html/html_text.h"

#include "indexer/sources/article/span.h"

void html_text_init(struct html_text *text, struct draft *draft)
{
    *text = (struct html_text){.draft = draft};
}

void html_text_release(struct html_text *text)
{
    buffer_release(&text->heading);
}

static void widen_gap(struct html_text *text, enum html_gap gap)
{
    if (text->gap < gap && text->hidden == 0)
        text->gap = gap;
}

static void append_gap(struct html_text *text)
{
    struct buffer *body = &text->draft->body;
    if (text->gap != GAP_NONE && body->size > 0 && body->data[body->size - 1] != '\n') {
        const bool line =
            text->gap == GAP_LINE || (text->gap == GAP_WRAP && span_ends_in_hyphen(span_of(body)));
        buffer_append_byte(body, line ? '\n' : ' ');
    }
    text->gap = GAP_NONE;
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f';
}

static void append_html_words(struct html_text *text, const char *at, const char *end)
{
    while (at < end) {
        const char *word = at;
        while (at < end && !is_white(*at))
            at++;
        if (at > word) {
            append_gap(text);
            buffer_append(&text->draft->body, word, (size_t)(at - word));
        }
        if (at < end)
            widen_gap(text, GAP_SPACE);
        for (; at < end && is_white(*at); at++)
            if (*at == '\n')
                widen_gap(text, GAP_WRAP);
    }
}

static void append_preformatted(struct html_text *text, const char *at, const char *end)
{
    struct buffer *body = &text->draft->body;
    append_gap(text);
    while (body->size == 0 && at < end && *at == '\n')
        at++;
    buffer_append(body, at, (size_t)(end - at));
}

void html_text_append(struct html_text *text, const char *bytes, size_t size)
{
    if (text->hidden > 0)
        return;
    if (text->in_title && !text->has_title)
        buffer_append(&text->draft->title, bytes, size);
    else if (text->in_title)
        return;
    else if (text->pre > 0)
        append_preformatted(text, bytes, bytes + size);
    else
        append_html_words(text, bytes, bytes + size);
}

static void open_heading(struct html_text *text)
{
    if (text->in_heading || text->heading.size > 0 || text->hidden > 0)
        return;
    text->in_heading = true;
    text->heading_start = text->draft->body.size;
}

static void close_heading(struct html_text *text)
{
    const struct buffer *body = &text->draft->body;
    if (!text->in_heading || body->size < text->heading_start)
        return;
    text->in_heading = false;
    struct text_span heading = {span_of(body).bytes + text->heading_start,
                                body->size - text->heading_start};
    span_append_as_line(&text->heading, heading);
}

static enum html_tag find_tag(const char *name)
{
    return html_tag_find((struct text_span){name, strlen(name)});
}

void html_text_open(struct html_text *text, const char *name)
{
    switch (find_tag(name)) {
    case HTML_BLOCK:
    case HTML_BREAK:
        widen_gap(text, GAP_LINE);
        break;
    case HTML_PRE:
        widen_gap(text, GAP_LINE);
        text->pre++;
        break;
    case HTML_CELL:
        widen_gap(text, GAP_SPACE);
        break;
    case HTML_HIDDEN:
        text->hidden++;
        break;
    default:
        break;
    }
    if (strcmp(name, "title") == 0 && text->hidden == 0)
        text->in_title = true;
    else if (strcmp(name, "h1") == 0)
        open_heading(text);
}

static void close_title(struct html_text *text)
{
    text->in_title = false;
    text->has_title = span_trim(span_of(&text->draft->title)).size > 0;
}

void html_text_close(struct html_text *text, const char *name)
{
    switch (find_tag(name)) {
    case HTML_BLOCK:
        widen_gap(text, GAP_LINE);
        break;
    case HTML_PRE:
        widen_gap(text, GAP_LINE);
        text->pre -= text->pre > 0;
        break;
    case HTML_CELL:
        widen_gap(text, GAP_SPACE);
        break;
    case HTML_HIDDEN:
        text->hidden -= text->hidden > 0;
        break;
    default:
        break;
    }
    if (strcmp(name, "title") == 0 && text->in_title)
        close_title(text);
    else if (strcmp(name, "h1") == 0)
        close_heading(text);
}

void html_text_end(struct html_text *text)
{
    if (text->in_title)
        close_title(text);
    close_heading(text);
}
