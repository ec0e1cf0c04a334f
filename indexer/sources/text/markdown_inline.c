#include "indexer/sources/text/markdown_inline.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/text/markdown_attributes.h"

enum { TEMPLATE_MAX = 4000, LINK_MAX = 500, MARKED_MAX = 1000, TICKS_MAX = 32, BLOCK_ID_MIN = 6 };

/* A line while it is read. */
struct inline_reader {
    struct buffer *into;
    const char *at, *line_start, *line_end, *page_end;
    const char *first, *last_end; /* of what is not blank in the line */
    bool marked;                  /* between == and == */
    uint32_t unclosed_ticks;      /* a bit for each number of backquotes that no others close */
    struct markdown_searches *searches;
};

/* Whether attributes of that size belong to something: a line of their own, a heading that they
 * end, or what is before. */
static bool has_owner(const struct inline_reader *reader, size_t size)
{
    const char *at = reader->at;
    const bool ends_line = at + size == reader->last_end;
    if (at == reader->first || (at[-1] == ' ' && *reader->first == '>' && at - reader->first <= 2))
        return ends_line;
    return strchr(")]`*", at[-1]) != NULL || (ends_line && (*reader->first == '#' || at[1] == ':'));
}

static bool read_attributes(struct inline_reader *reader)
{
    size_t size = markdown_attributes_size(span_between(reader->at, reader->line_end));
    if (size == 0 || !has_owner(reader, size))
        return false;
    reader->at += size;
    return true;
}

/* --- shortcodes --- */

/* Whether the inside of {{ … }} is an expression: { page.title }, { name | filter }. */
static bool is_expression(struct text_span inside)
{
    bool dot = false, blank = inside.size > 0 && *inside.bytes == ' ';
    for (size_t i = 0; i < inside.size; i++) {
        char byte = inside.bytes[i];
        if ((unsigned char)byte >= 0x80 || byte == '\n' || byte == '{')
            return false;
        dot |= byte == '.' && i > 0;
        if (!blank && !markdown_is_name_byte(byte))
            return false;
    }
    return blank || dot;
}

/* Finds the end of a shortcode that begins here; NULL if there is none near. */
static const char *find_end(struct inline_reader *reader, size_t form, const char *start,
                            const char *closing)
{
    struct markdown_searches *searches = reader->searches;
    if (searches->ends[form].none || start > reader->page_end)
        return NULL;
    if (searches->ends[form].next < start)
        searches->ends[form].next =
            memmem(start, (size_t)(reader->page_end - start), closing, strlen(closing));
    const char *end = searches->ends[form].next;
    searches->ends[form].none = end == NULL;
    return end != NULL && end - start <= TEMPLATE_MAX ? end : NULL;
}

/* Whether the tag's inside begins with the word. */
static bool begins_with_word(struct text_span inside, const char *word)
{
    while (inside.size > 0 && (*inside.bytes == '-' || ascii_is_space(*inside.bytes)))
        inside = span_after(inside, 1);
    size_t size = strlen(word);
    return span_starts_with(inside, word) &&
           (inside.size == size || !markdown_is_name_byte(inside.bytes[size]));
}

/* Goes past {% comment %} … {% endcomment %}. */
static void skip_liquid_comment(struct inline_reader *reader)
{
    static const char word[] = "endcomment";
    if (reader->searches->no_liquid)
        return;
    const char *end =
        memmem(reader->at, (size_t)(reader->page_end - reader->at), word, strlen(word));
    const char *close = end == NULL ? NULL : memmem(end, (size_t)(reader->page_end - end), "%}", 2);
    reader->searches->no_liquid = close == NULL;
    if (close != NULL)
        reader->at = close + 2;
}

static bool read_template(struct inline_reader *reader)
{
    static const struct {
        const char *open, *close;
    } forms[MARKDOWN_TEMPLATES] = {
        {"{{<", ">}}"}, {"{{%", "%}}"}, {"{{", "}}"}, {"{%", "%}"}, {"{/*", "*/}"}};
    struct text_span rest = span_between(reader->at, reader->page_end);
    for (size_t i = 0; i < MARKDOWN_TEMPLATES; i++) {
        const size_t opening = strlen(forms[i].open);
        if (!span_starts_with(rest, forms[i].open))
            continue;
        const char *end = find_end(reader, i, reader->at + opening, forms[i].close);
        if (end == NULL)
            return false;
        struct text_span inside = span_between(reader->at + opening, end);
        if (opening == 2 && forms[i].open[1] == '{' && !is_expression(inside))
            return false;
        reader->at = end + strlen(forms[i].close);
        if (forms[i].open[1] == '%' && begins_with_word(inside, "comment"))
            skip_liquid_comment(reader);
        else if (forms[i].open[1] != '/' && opening + (forms[i].open[1] == '%') == 3)
            markdown_shown_attributes(inside, reader->into);
        return true;
    }
    return false;
}

/* --- Obsidian --- */

static bool is_file(struct text_span name)
{
    static const char *const ends[] = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp",
                                       ".pdf", ".mp3", ".mp4",  ".bmp", ".webm"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (name.size >= size &&
            span_equals_ignore_case((struct text_span){span_end(name) - size, size}, ends[i]))
            return true;
    }
    return false;
}

static bool is_number(struct text_span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!ascii_is_digit(text.bytes[i]) && text.bytes[i] != 'x')
            return false;
    return true;
}

/* Reads [[page]], [[page|text]] or ![[file|text]]. */
static bool read_wiki_link(struct inline_reader *reader)
{
    const bool embedded = *reader->at == '!';
    const char *start = reader->at + 2 + embedded, *end = reader->line_end;
    if (reader->at > reader->line_start && !embedded && markdown_is_name_byte(reader->at[-1]))
        return false; /* an element of an array */
    if (end - start > LINK_MAX)
        end = start + LINK_MAX;
    const char *close = memchr(start, ']', (size_t)(end - start));
    if (close == NULL || close == start || close + 1 >= end || close[1] != ']' ||
        memchr(start, '[', (size_t)(close - start)) != NULL)
        return false;
    if (strchr("!:^", *start) != NULL ||
        (close + 2 < reader->line_end && (close[2] == '(' || close[2] == '[')))
        return false; /* a link whose text is in brackets, a regular expression */
    struct text_span page = span_between(start, close), shown = page;
    const char *bar = memrchr(page.bytes, '|', page.size);
    if (bar != NULL) {
        shown = span_between(bar + 1, close);
        page.size = (size_t)(bar - start) - (bar > start && bar[-1] == '\\'); /* in a table */
    }
    const bool file = embedded && is_file(page);
    if (!(file && (bar == NULL || is_number(shown))) && !span_equals_ignore_case(page, "toc") &&
        !span_equals_ignore_case(page, "_toc_"))
        buffer_append(reader->into, shown.bytes, shown.size);
    reader->at = close + 2;
    return true;
}

/* Whether %% at `at` is after a number, whose percentage it may be. */
static bool follows_number(const struct inline_reader *reader, const char *at)
{
    struct text_span before =
        span_trim(span_between(at - reader->line_start > 8 ? at - 8 : reader->line_start, at));
    return before.size > 0 && ascii_is_digit(span_end(before)[-1]);
}

/* Reads %% … %% between words of a line, or from the start of a line to that of another. */
static bool read_comment(struct inline_reader *reader)
{
    const char *at = reader->at, *start = at + 2;
    const bool begins_line = at == reader->first;
    if (!begins_line && (at[-1] != ' ' || follows_number(reader, at)))
        return false;
    const char *end = memmem(start, (size_t)(reader->line_end - start), "%%", 2);
    if (end == NULL && begins_line && !reader->searches->no_comment) {
        end = memmem(start, (size_t)(reader->page_end - start), "%%", 2);
        reader->searches->no_comment = end == NULL;
    }
    if (end == NULL ||
        (end + 2 < reader->line_end && markdown_is_name_byte(end[2]) && end[2] != '.') ||
        (end < reader->line_end && follows_number(reader, end)))
        return false;
    reader->at = end + 2;
    return true;
}

/* Whether the == at `at` can end what is marked. */
static bool ends_mark(const char *at, const char *end)
{
    return !ascii_is_space(at[-1]) && at[-1] != '=' && (at + 2 == end || at[2] != '=');
}

/* Whether what begins at `at` is marked: another == ends it; within a word, in the word. */
static bool begins_mark(const struct inline_reader *reader, const char *at)
{
    const char *end = reader->line_end, *other = at + 2;
    const bool in_word = at > reader->line_start && markdown_is_name_byte(at[-1]);
    if (other >= end || ascii_is_space(*other) || *other == '=' ||
        (at > reader->line_start && at[-1] == '='))
        return false;
    if (end - at > MARKED_MAX)
        end = at + MARKED_MAX;
    while ((other = memmem(other + 1, (size_t)(end - other - 1), "==", 2)) != NULL)
        if (ends_mark(other, reader->line_end))
            return !in_word || memchr(at, ' ', (size_t)(other - at)) == NULL;
    return false;
}

/* Drops the signs around ==marked== text. */
static bool read_mark(struct inline_reader *reader)
{
    if (reader->marked ? !ends_mark(reader->at, reader->line_end)
                       : !begins_mark(reader, reader->at))
        return false;
    reader->marked = !reader->marked;
    reader->at += 2;
    return true;
}

/* Drops " ^a1b2c3" at the end of a line. */
static bool read_block_id(struct inline_reader *reader)
{
    const char *at = reader->at + 1;
    bool digit = false;
    if (reader->at > reader->line_start && reader->at[-1] != ' ')
        return false;
    while (at < reader->last_end && (ascii_is_letter(*at) || ascii_is_digit(*at)))
        digit |= ascii_is_digit(*at++);
    if (at != reader->last_end || at - reader->at <= BLOCK_ID_MIN || !digit)
        return false;
    reader->at = reader->line_end;
    return true;
}

/* --- lines --- */

/* Goes past the code that begins here, or past backquotes that no others close. */
static void copy_code(struct inline_reader *reader)
{
    const char *start = reader->at, *at = start;
    while (at < reader->line_end && *at == '`')
        at++;
    const size_t ticks = (size_t)(at - start);
    const char *after = at;
    while (ticks < TICKS_MAX && !(reader->unclosed_ticks >> ticks & 1) && at < reader->line_end) {
        const char *run = memchr(at, '`', (size_t)(reader->line_end - at));
        if (run == NULL)
            break;
        for (at = run; at < reader->line_end && *at == '`';)
            at++;
        if ((size_t)(at - run) == ticks) {
            after = at;
            break;
        }
    }
    if (after == start + ticks && ticks < TICKS_MAX)
        reader->unclosed_ticks |= (uint32_t)1 << ticks;
    buffer_append(reader->into, start, (size_t)(after - start));
    reader->at = after;
}

/* Reads the mark at reader->at; false if it is text. */
static bool read_mark_of_dialect(struct inline_reader *reader)
{
    const char *at = reader->at;
    const char next = (char)(at + 1 < reader->line_end ? at[1] : '\0');
    switch (*at) {
    case '{':
        return read_template(reader) || read_attributes(reader);
    case '[':
        return next == '[' && read_wiki_link(reader);
    case '!':
        return next == '[' && at + 2 < reader->line_end && at[2] == '[' && read_wiki_link(reader);
    case '%':
        return next == '%' && read_comment(reader);
    case '=':
        return next == '=' && read_mark(reader);
    case '^':
        return read_block_id(reader);
    default:
        return false;
    }
}

size_t markdown_inline_read(struct text_span line, struct text_span page, struct buffer *into,
                            struct markdown_searches *searches)
{
    static const bool special[256] = {
        ['{'] = true, ['['] = true, ['!'] = true, ['%'] = true,
        ['='] = true, ['^'] = true, ['`'] = true, ['\\'] = true,
    };
    const struct text_span trimmed = span_trim(line);
    struct inline_reader reader = {.into = into,
                                   .at = line.bytes,
                                   .line_start = line.bytes,
                                   .line_end = span_end(line),
                                   .first = trimmed.bytes,
                                   .last_end = span_end(trimmed),
                                   .page_end = span_end(page),
                                   .searches = searches};
    while (reader.at < reader.line_end) {
        const char *start = reader.at;
        while (reader.at < reader.line_end && !special[(unsigned char)*reader.at])
            reader.at++;
        buffer_append(into, start, (size_t)(reader.at - start));
        if (reader.at == reader.line_end)
            break;
        if (*reader.at == '`') {
            copy_code(&reader);
            continue;
        }
        if (*reader.at != '\\' && read_mark_of_dialect(&reader))
            continue;
        size_t size = *reader.at == '\\' && reader.at + 1 < reader.line_end ? 2 : 1;
        buffer_append(into, reader.at, size);
        reader.at += size;
    }
    return (size_t)(reader.at - page.bytes);
}
