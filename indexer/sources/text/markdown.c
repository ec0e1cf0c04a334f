#include "indexer/sources/text/markdown.h"

#include <inttypes.h>
#include <md4c.h>

#include "common/analysis/decode.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/base/vector.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/markup/markup.h"
#include "indexer/sources/text/front_matter.h"
#include "indexer/sources/text/markdown_dialects.h"
#include "indexer/sources/text/markdown_guard.h"

enum { PART_MAX = 1 << 23 };

/* What separates the next text from the last; the stronger one wins. */
enum gap { GAP_NONE, GAP_SPACE, GAP_LINE, GAP_BLANK_LINE };

struct list {
    bool ordered, tight;
    char delimiter; /* . or ) */
    uint32_t next;  /* number of the next item */
};

struct page {
    struct draft *draft;
    struct buffer guarded;     /* what md4c reads */
    struct buffer html;        /* tags that are not read yet */
    VECTOR(struct list) lists; /* those that are open */
    struct buffer *into;       /* the body, or the title while it is read */
    enum gap gap;
    bool wants_title; /* no title from front matter, and no heading so far */
    bool first_block; /* nothing so far */
    bool begins_item; /* the next block follows the mark of its item */
    bool undecided;   /* in a heading of level 2 at the start, before its text */
    bool is_hidden;   /* within a script or style */
    bool in_table;
    unsigned brackets; /* open ones in the block */
    uint64_t
        directives; /* a bit for each: whether it belongs to a directive; the latest is bit 0 */
};

/* --- text --- */

static void widen_gap(struct page *page, enum gap gap)
{
    if (gap > page->gap)
        page->gap = gap;
}

/* Appends what the gap asks for and the text does not end in. */
static void close_gap(struct page *page)
{
    struct buffer *into = page->into;
    const enum gap gap = page->gap;
    page->gap = GAP_NONE;
    if (into->size == 0 || gap == GAP_NONE)
        return;
    char last = into->data[into->size - 1];
    if (gap == GAP_SPACE) {
        if (!ascii_is_space(last))
            buffer_append_byte(into, ' ');
        return;
    }
    if (last != '\n')
        buffer_append_byte(into, '\n');
    if (gap == GAP_BLANK_LINE && (into->size < 2 || into->data[into->size - 2] != '\n'))
        buffer_append_byte(into, '\n');
}

static void append_shown(struct page *page, const char *text, size_t size)
{
    if (size == 0 || page->is_hidden)
        return;
    close_gap(page);
    buffer_append(page->into, text, size);
    page->first_block = page->begins_item = false;
}

/* The same without blanks at the start of a line, which directives leave. */
static void append_words(struct page *page, const char *text, size_t size)
{
    bool begins_line = page->into->size == 0 || page->gap >= GAP_LINE;
    while (begins_line && size > 0 && *text == ' ') {
        text++;
        size--;
    }
    append_shown(page, text, size);
}

/* Appends the character of an entity; what is none is appended as it is. */
static void append_entity(struct page *page, struct text_span text)
{
    if (page->is_hidden)
        return;
    close_gap(page);
    if (markup_append_entity(text, page->into) == 0)
        append_shown(page, text.bytes, text.size);
}

/* Whether a word after [! makes it a directive: in upper case any does. */
static bool is_directive(struct text_span word)
{
    static const char *const words[] = {"note",    "tip",     "important", "warning",
                                        "caution", "include", "video",     "div"};
    bool upper = word.size >= 2;
    for (size_t i = 0; i < word.size; i++)
        upper = upper && word.bytes[i] >= 'A' && word.bytes[i] <= 'Z';
    if (upper || span_starts_with(word, "code-"))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_equals_ignore_case(word, words[i]))
            return true;
    return false;
}

/* Returns the size of what is dropped of a directive at the start of the text: [!WORD and the
 * blanks after it, or all of [!div …] and [!VIDEO …], of which nothing is to be read. 0 if it is
 * none. */
static size_t directive_size(struct text_span text)
{
    size_t size = 2;
    if (!span_starts_with(text, "[!"))
        return 0;
    while (size < text.size && (ascii_is_letter(text.bytes[size]) || text.bytes[size] == '-'))
        size++;
    const struct text_span word = {text.bytes + 2, size - 2};
    if (!is_directive(word))
        return 0;
    bool attributes =
        span_equals_ignore_case(word, "div") || span_equals_ignore_case(word, "video");
    const char *close = attributes ? memchr(text.bytes, ']', text.size) : NULL;
    if (close != NULL)
        return (size_t)(close - text.bytes);
    while (size < text.size && text.bytes[size] == ' ')
        size++;
    return size;
}

/* Appends text without the brackets and words of directives, whose insides md4c has read. */
static void append_text(struct page *page, struct text_span text)
{
    const char *copied = text.bytes, *at = text.bytes, *end = span_end(text);
    while (at < end) {
        if (*at != '[' && *at != ']') {
            at++;
            continue;
        }
        size_t dropped = 0;
        if (*at == '[') {
            dropped = directive_size(span_between(at, end));
            page->directives = page->directives << 1 | (dropped > 0);
            page->brackets++;
        } else if (page->brackets > 0) {
            dropped = page->directives & 1;
            page->directives >>= 1;
            page->brackets--;
        }
        if (dropped > 0) {
            append_words(page, copied, (size_t)(at - copied));
            copied = at + dropped;
        }
        at += dropped > 0 ? dropped : 1;
    }
    append_words(page, copied, (size_t)(end - copied));
}

/* Appends code; in a table, a bar that is none between cells is escaped even there. */
static void append_code(struct page *page, struct text_span code)
{
    const char *escape;
    while (page->in_table && (escape = memmem(code.bytes, code.size, "\\|", 2)) != NULL) {
        append_shown(page, code.bytes, (size_t)(escape - code.bytes));
        code = span_between(escape + 1, span_end(code));
        append_shown(page, code.bytes, 1);
        code = span_after(code, 1);
    }
    append_shown(page, code.bytes, code.size);
}

/* --- HTML --- */

/* Reads the tag at `at`; returns the bytes that it takes, 0 when it is to be shown. */
static size_t read_tag(struct page *page, const char *at, const char *end)
{
    struct markup_tag tag = markup_parse_tag(span_between(at, end));
    if (tag.size == 0 || tag.kind == HTML_UNKNOWN)
        return 0;
    if (span_equals_ignore_case(tag.name, "script") || span_equals_ignore_case(tag.name, "style"))
        page->is_hidden = at[1] != '/';
    else if (tag.kind == HTML_CELL)
        widen_gap(page, GAP_SPACE);
    else if (tag.kind != HTML_INLINE)
        widen_gap(page, GAP_LINE);
    return tag.size;
}

/* Appends what a reader sees of the tags that came, and of what is between them. */
static void flush_html(struct page *page)
{
    struct markup_unclosed unclosed = {0};
    const char *at = span_of(&page->html).bytes, *end = at + page->html.size, *copied = at;
    if (page->html.size == 0)
        return;
    while (at < end) {
        if (*at != '<' && *at != '&' && *at != '\n') {
            at++;
            continue;
        }
        append_shown(page, copied, (size_t)(at - copied));
        copied = at;
        struct text_span rest = span_between(at, end);
        if (*at == '\n') {
            widen_gap(page, GAP_LINE);
            while (at < end && ascii_is_space(*at))
                at++;
            copied = at;
            continue;
        }
        if (*at == '&') {
            close_gap(page);
            at += markup_append_entity(rest, page->into);
        } else {
            size_t hidden = markup_hidden_size(rest, &unclosed);
            at += hidden > 0 ? hidden : read_tag(page, at, end);
        }
        if (at > copied)
            copied = at;
        else
            at++; /* it is text */
    }
    append_shown(page, copied, (size_t)(end - copied));
    buffer_clear(&page->html);
}

/* --- blocks --- */

static struct list *last_list(const struct page *page)
{
    return vector_count(&page->lists) == 0 ? NULL : vector_last(&page->lists);
}

static void begin_block(struct page *page, enum gap gap)
{
    if (!page->begins_item)
        widen_gap(page, gap);
    page->begins_item = false;
    page->brackets = 0;
    page->directives = 0;
    page->is_hidden = false;
}

static void begin_list(struct page *page, struct list list)
{
    widen_gap(page, vector_count(&page->lists) == 0 ? GAP_BLANK_LINE : GAP_LINE);
    page->begins_item = false;
    vector_append(&page->lists, list);
}

static void begin_item(struct page *page)
{
    struct list *list = last_list(page);
    if (list == NULL) /* there was no memory */
        return;
    begin_block(page, list->tight ? GAP_LINE : GAP_BLANK_LINE);
    page->begins_item = true;
    if (list->ordered) {
        close_gap(page);
        buffer_append_format(page->into, "%" PRIu32 "%c ", list->next++, list->delimiter);
    }
}

static void begin_heading(struct page *page, unsigned level)
{
    begin_block(page, GAP_BLANK_LINE);
    page->undecided = page->wants_title && level == 2 && page->first_block;
    if (page->wants_title && level == 1) {
        page->into = &page->draft->title;
        page->gap = GAP_NONE;
    }
}

/* Decides, by the first bytes of a heading of level 2, whether it is underlined: no # is before. */
static void decide_heading(struct page *page, const char *text)
{
    const char *start = page->guarded.data, *end = start + page->guarded.size;
    page->undecided = false;
    if (text < start || text >= end)
        return;
    for (const char *at = text; at > start && at[-1] != '\n'; at--)
        if (at[-1] == '#')
            return;
    page->into = &page->draft->title;
    page->gap = GAP_NONE;
}

static void end_heading(struct page *page)
{
    struct buffer *title = &page->draft->title, line = {0};
    page->undecided = false; /* a heading without text is no title, and what follows it is none */
    if (page->into != title)
        return;
    span_append_as_line(&line, span_of(title));
    buffer_clear(title);
    buffer_append(title, line.data, line.size);
    title->failed |= line.failed;
    buffer_release(&line);
    page->wants_title = title->size == 0;
    page->into = &page->draft->body;
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct page *page = context;
    switch (type) {
    case MD_BLOCK_UL:
        begin_list(page, (struct list){.tight = ((MD_BLOCK_UL_DETAIL *)detail)->is_tight});
        break;
    case MD_BLOCK_OL: {
        const MD_BLOCK_OL_DETAIL *list = detail;
        begin_list(page, (struct list){true, list->is_tight, list->mark_delimiter, list->start});
        break;
    }
    case MD_BLOCK_LI:
        begin_item(page);
        break;
    case MD_BLOCK_H:
        begin_heading(page, ((MD_BLOCK_H_DETAIL *)detail)->level);
        break;
    case MD_BLOCK_P:
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_TABLE:
        begin_block(page, GAP_BLANK_LINE);
        page->in_table = type == MD_BLOCK_TABLE;
        break;
    case MD_BLOCK_TR:
        widen_gap(page, GAP_LINE);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        widen_gap(page, GAP_SPACE);
        break;
    default:
        break;
    }
    return 0;
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct page *page = context;
    (void)detail;
    flush_html(page);
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        if (vector_count(&page->lists) > 0)
            vector_pop(&page->lists);
        widen_gap(page, vector_count(&page->lists) == 0 ? GAP_BLANK_LINE : GAP_LINE);
        page->begins_item = false;
        break;
    case MD_BLOCK_LI:
        page->begins_item = false;
        break;
    case MD_BLOCK_TABLE:
        page->in_table = false;
        break;
    case MD_BLOCK_H:
        end_heading(page);
        widen_gap(page, GAP_BLANK_LINE);
        break;
    default:
        break;
    }
    return page->into->failed || page->html.failed || page->lists.buffer.failed;
}

static int on_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)type, (void)detail;
    flush_html(context);
    return 0;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct page *page = context;
    const struct text_span span = {text, size};
    if (page->undecided)
        decide_heading(page, text);
    if (type == MD_TEXT_HTML) {
        buffer_append(&page->html, text, size);
        return 0;
    }
    flush_html(page);
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR)
        widen_gap(page, GAP_LINE);
    else if (type == MD_TEXT_ENTITY)
        append_entity(page, span);
    else if (type == MD_TEXT_NORMAL)
        append_text(page, span);
    else
        append_code(page, span);
    return 0;
}

/* Returns where to end a part of the text: after a blank line, else after a line, else between
 * characters. */
static size_t part_size(struct text_span text)
{
    if (text.size <= PART_MAX)
        return text.size;
    size_t line = 0;
    for (size_t size = PART_MAX; size > PART_MAX / 2; size--) {
        if (text.bytes[size - 1] != '\n')
            continue;
        line = line == 0 ? size : line;
        if (text.bytes[size - 2] == '\n')
            return size;
    }
    return line > 0 ? line : utf8_floor(text.bytes, text.size, PART_MAX);
}

/* Has md4c read the text, in parts if it is long: what md4c keeps of it is up to 16 times its size,
 * and counted in an int. */
static int parse_page(struct page *page)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS,
        .enter_block = on_enter_block,
        .leave_block = on_leave_block,
        .enter_span = on_span,
        .leave_span = on_span,
        .text = on_text,
    };
    struct text_span rest = span_of(&page->guarded);
    while (rest.size > 0) {
        size_t size = part_size(rest);
        /* It fails for want of memory only, its own or ours. */
        if (md_parse(rest.bytes, (MD_SIZE)size, &parser, page) != 0)
            return error_memory();
        rest = span_after(rest, size);
    }
    return 0;
}

/* Removes the blank lines at the body's ends. */
static void trim_body(struct buffer *body)
{
    struct text_span trimmed = span_trim_lines(span_of(body));
    if (trimmed.size > 0)
        memmove(body->data, trimmed.bytes, trimmed.size);
    body->size = trimmed.size;
}

int markdown_read(struct draft *draft, const char *bytes, size_t size)
{
    if (decode_text(&draft->text, bytes, size, NULL) != 0)
        return ERROR_MEMORY;
    struct text_span text = span_of(&draft->text);
    struct page page = {.draft = draft, .into = &draft->body, .first_block = true};
    struct buffer plain = {0};
    front_matter_read(draft, &text);
    page.wants_title = draft->title.size == 0;
    if (markdown_dialects(text, &plain))
        text = span_of(&plain);
    markdown_guard(text, &page.guarded);
    int status = plain.failed ? error_memory() : buffer_status(&page.guarded);
    buffer_release(&plain);
    if (status == 0)
        status = parse_page(&page);
    trim_body(&draft->body);
    buffer_release(&page.guarded);
    buffer_release(&page.html);
    vector_release(&page.lists);
    return status == 0 ? draft_status(draft) : status;
}
