#include "indexer/sources/text/markdown.h"

#include "common/analysis/decode.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/markup/markup.h"
#include "indexer/sources/text/front_matter.h"
#include "indexer/sources/text/markdown_inline.h"

struct fence {
    char mark; /* ` or ~; 0 outside */
    size_t size;
    bool quoted; /* its lines begin with > */
};

struct page {
    struct draft *draft;
    struct buffer visible;   /* the text without comments, scripts and styles */
    struct buffer paragraph; /* its lines so far, without the marks at their starts */
    struct buffer brackets;  /* scratch of markdown_inline */
    struct fence fence;
    bool wants_title; /* no title from front matter, and no heading so far */
    bool first_block; /* nothing but blank lines so far */
    bool in_table;
};

static struct text_span span_after(struct text_span text, size_t size)
{
    return span_between(text.bytes + size, span_end(text));
}

static struct text_span skip_line_blanks(struct text_span line)
{
    while (line.size > 0 && (*line.bytes == ' ' || *line.bytes == '\t'))
        line = span_after(line, 1);
    return line;
}

static size_t count_leading(struct text_span line, char byte)
{
    size_t count = 0;
    while (count < line.size && line.bytes[count] == byte)
        count++;
    return count;
}

static bool is_made_of(struct text_span line, const char *bytes)
{
    for (size_t i = 0; i < line.size; i++)
        if (strchr(bytes, line.bytes[i]) == NULL)
            return false;
    return true;
}

static size_t count_byte(struct text_span line, char byte)
{
    size_t count = 0;
    for (size_t i = 0; i < line.size; i++)
        count += line.bytes[i] == byte;
    return count;
}

/* Removes quote marks from the start of the line; *quoted if there were any. */
static struct text_span unquote(struct text_span line, bool *quoted)
{
    line = skip_line_blanks(line);
    *quoted = false;
    while (line.size > 0 && *line.bytes == '>') {
        line = skip_line_blanks(span_after(line, 1));
        *quoted = true;
    }
    return line;
}

/* Whether the line opens a code fence or, inside one, closes it; updates *fence. */
static bool toggle_fence(struct fence *fence, struct text_span line)
{
    bool quoted;
    line = span_trim(unquote(line, &quoted));
    char mark = line.size > 0 ? *line.bytes : 0;
    if (mark != '`' && mark != '~')
        return false;
    size_t size = count_leading(line, mark);
    if (fence->mark == 0) {
        if (size < 3 || (mark == '`' && count_byte(line, '`') > size))
            return false;
        *fence = (struct fence){mark, size, quoted};
        return true;
    }
    if (mark != fence->mark || size < fence->size || size < line.size)
        return false;
    fence->mark = 0;
    return true;
}

/* Copies [at, end), the rest of a line outside fenced code, up to the first hidden part. Returns
 * the end of that part, which may be several lines further, or `end`. */
static const char *copy_visible(struct page *page, const char *at, const char *end,
                                const char *text_end, struct markup_unclosed *unclosed)
{
    const char *copied = at;
    size_t hidden = 0;
    bool in_code = false;
    while (at < end && hidden == 0) {
        in_code ^= *at == '`';
        if (*at == '<' && !in_code)
            hidden = markup_hidden_size(span_between(at, text_end), unclosed);
        at += hidden == 0;
    }
    buffer_append(&page->visible, copied, (size_t)(at - copied));
    return at + hidden;
}

/* Copies the text without comments, scripts and styles, except those in fenced code. */
static void drop_hidden(struct page *page, struct text_span text)
{
    struct fence fence = {0};
    struct markup_unclosed unclosed = {0};
    struct text_span rest = text, line;
    while (span_next_line(&rest, &line)) {
        bool at_fence = toggle_fence(&fence, line);
        const char *at = line.bytes;
        if (at_fence || fence.mark != 0) {
            buffer_append(&page->visible, line.bytes, line.size);
            at = span_end(line);
        }
        while (at < span_end(line)) {
            at = copy_visible(page, at, span_end(line), span_end(text), &unclosed);
            if (at > span_end(line)) { /* the hidden part ends in a later line */
                rest = span_between(at, span_end(text));
                if (!span_next_line(&rest, &line))
                    break;
            }
        }
        buffer_append_byte(&page->visible, '\n');
    }
}

static void append_newline(struct buffer *body)
{
    if (body->size > 0)
        buffer_append_byte(body, '\n');
}

static void flush_paragraph(struct page *page)
{
    if (page->paragraph.size == 0)
        return;
    markdown_inline(span_of(&page->paragraph), &page->brackets, &page->draft->body);
    append_newline(&page->draft->body);
    buffer_clear(&page->paragraph);
    page->first_block = false;
}

static void append_line(struct page *page, struct text_span line)
{
    if (page->paragraph.size > 0)
        buffer_append_byte(&page->paragraph, '\n');
    line = span_trim(line);
    buffer_append(&page->paragraph, line.bytes, line.size);
}

/* Ends the paragraph as a heading, which may become the title. */
static void end_heading(struct page *page, bool may_be_title)
{
    if (!may_be_title || !page->wants_title || page->paragraph.size == 0) {
        flush_paragraph(page);
        return;
    }
    struct buffer heading = {0};
    markdown_inline(span_of(&page->paragraph), &page->brackets, &heading);
    span_append_as_line(&page->draft->title, span_of(&heading));
    page->draft->title.failed |= heading.failed;
    page->wants_title = page->draft->title.size == 0;
    buffer_release(&heading);
    buffer_clear(&page->paragraph);
    page->first_block = false;
}

/* Reads # to ######, a blank, the heading, and any number of closing #. */
static bool read_heading(struct page *page, struct text_span line)
{
    size_t level = count_leading(line, '#');
    struct text_span text = span_after(line, level);
    if (level == 0 || level > 6 || (text.size > 0 && span_white_size(text) == 0))
        return false;
    text = span_trim(text);
    size_t size = text.size;
    while (size > 0 && text.bytes[size - 1] == '#')
        size--;
    if (size == 0 || size == text.size || text.bytes[size - 1] == ' ')
        text.size = size;
    flush_paragraph(page);
    append_line(page, text);
    end_heading(page, level == 1);
    return true;
}

/* Reads === or --- under a paragraph. */
static bool read_underline(struct page *page, struct text_span line)
{
    line = span_trim(line);
    bool strong = is_made_of(line, "=");
    if (page->paragraph.size == 0 || line.size < 2 || !(strong || is_made_of(line, "-")))
        return false;
    end_heading(page, strong || page->first_block);
    return true;
}

static bool is_rule(struct text_span line)
{
    line = span_trim(line);
    char mark = line.size > 0 ? *line.bytes : 0;
    if (mark != '-' && mark != '*' && mark != '_')
        return false;
    return count_byte(line, mark) >= 3 && is_made_of(line, (const char[]){mark, ' ', '\t', '\0'});
}

/* |---|:--:| between a table's head and its rows. */
static bool is_table_rule(struct text_span line)
{
    line = span_trim(line);
    return is_made_of(line, "|:- \t") && count_byte(line, '-') > 0 && count_byte(line, '|') > 0;
}

/* [name]: target */
static bool is_definition(struct text_span line)
{
    const char *close = memchr(line.bytes, ']', line.size);
    if (*line.bytes != '[' || close == NULL || close - line.bytes < 2 || line.bytes[1] == '^')
        return false;
    struct text_span rest = span_between(close + 1, span_end(line));
    return span_starts_with(rest, ":") && span_trim(span_after(rest, 1)).size > 0;
}

/* Removes [!NOTE] and the like, which begin quotes on Microsoft's and GitHub's pages. */
static struct text_span without_alert(struct text_span line)
{
    const char *close = span_starts_with(line, "[!") ? memchr(line.bytes, ']', line.size) : NULL;
    return close == NULL ? line : skip_line_blanks(span_between(close + 1, span_end(line)));
}

/* Removes the -, * or + of an item, and its check box; numbers stay. *item: whether it is an
 * item. */
static struct text_span without_bullet(struct text_span line, bool *item)
{
    *item = false;
    size_t digits = 0;
    while (digits < line.size && digits < 9 && line.bytes[digits] >= '0' &&
           line.bytes[digits] <= '9')
        digits++;
    if (digits > 0) {
        struct text_span rest = span_after(line, digits);
        *item = span_starts_with(rest, ". ") || span_starts_with(rest, ") ");
        return line;
    }
    if (line.size < 2 || !is_made_of((struct text_span){line.bytes, 1}, "-*+") ||
        span_white_size(span_after(line, 1)) == 0)
        return line;
    *item = true;
    line = skip_line_blanks(span_after(line, 1));
    bool box = span_starts_with(line, "[ ] ") || span_starts_with(line, "[x] ") ||
               span_starts_with(line, "[X] ");
    return box ? span_after(line, 4) : line;
}

/* Appends a table row, its cells separated by spaces. */
static void append_table_row(struct page *page, struct text_span line)
{
    line = span_trim(line);
    if (page->paragraph.size > 0)
        buffer_append_byte(&page->paragraph, '\n');
    bool apart = false, begun = false;
    for (size_t i = 0; i < line.size; i++) {
        char byte = line.bytes[i];
        bool escaped = byte == '\\' && i + 1 < line.size && line.bytes[i + 1] == '|';
        if (!escaped && (byte == '|' || byte == ' ')) {
            apart = begun;
            continue;
        }
        if (apart)
            buffer_append_byte(&page->paragraph, ' ');
        buffer_append_byte(&page->paragraph, (unsigned char)line.bytes[i += escaped]);
        begun = true;
        apart = false;
    }
}

static void end_paragraph(struct page *page)
{
    struct buffer *body = &page->draft->body;
    flush_paragraph(page);
    page->in_table = false;
    if (body->size > 1 && body->data[body->size - 2] != '\n')
        buffer_append_byte(body, '\n');
}

static void read_text_line(struct page *page, struct text_span line)
{
    bool quoted, item;
    line = unquote(line, &quoted);
    line = quoted ? without_alert(line) : line;
    if (span_trim(line).size == 0) {
        end_paragraph(page);
        return;
    }
    if (read_heading(page, line) || read_underline(page, line))
        return;
    if (is_rule(line)) {
        flush_paragraph(page);
        return;
    }
    if (is_table_rule(line)) {
        page->in_table = true;
        return;
    }
    if (page->paragraph.size == 0 && is_definition(line))
        return;
    line = without_bullet(line, &item);
    if (item)
        flush_paragraph(page);
    if (line.size > 0 && (*line.bytes == '|' || (page->in_table && count_byte(line, '|') > 0)))
        append_table_row(page, line);
    else
        append_line(page, line);
}

static void read_code_line(struct page *page, struct text_span line)
{
    bool quoted;
    if (page->fence.quoted)
        line = unquote(line, &quoted);
    buffer_append(&page->draft->body, line.bytes, line.size);
    append_newline(&page->draft->body);
}

/* Removes the blank lines at the body's ends. */
static void trim_body(struct buffer *body)
{
    struct text_span trimmed = span_trim_lines(span_of(body));
    if (trimmed.size > 0)
        memmove(body->data, trimmed.bytes, trimmed.size);
    body->size = trimmed.size;
}

static void read_page(struct page *page, struct text_span text)
{
    struct text_span line;
    while (span_next_line(&text, &line)) {
        bool was_code = page->fence.mark != 0;
        if (toggle_fence(&page->fence, line)) {
            if (!was_code)
                flush_paragraph(page);
            continue;
        }
        if (was_code)
            read_code_line(page, line);
        else
            read_text_line(page, line);
    }
    flush_paragraph(page);
    trim_body(&page->draft->body);
}

int markdown_read(struct draft *draft, const char *bytes, size_t size)
{
    if (decode_text(&draft->text, bytes, size, NULL) != 0)
        return ERROR_MEMORY;
    struct text_span text = span_of(&draft->text);
    struct page page = {.draft = draft, .first_block = true};
    front_matter_read(draft, &text);
    page.wants_title = draft->title.size == 0;
    drop_hidden(&page, text);
    read_page(&page, span_of(&page.visible));
    draft->body.failed |= page.visible.failed || page.paragraph.failed || page.brackets.failed;
    buffer_release(&page.visible);
    buffer_release(&page.paragraph);
    buffer_release(&page.brackets);
    return draft_status(draft);
}
