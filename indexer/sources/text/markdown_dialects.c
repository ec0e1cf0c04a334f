#include "indexer/sources/text/markdown_dialects.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/text/markdown_attributes.h"
#include "indexer/sources/text/markdown_inline.h"

enum {
    CODE_INDENT = 4,
    LIST_CODE_INDENT = 8,
    ADMONITION_INDENT = 4,
    ADMONITIONS_MAX = 16,
    TITLE_MAX = 300
};

struct dialects {
    struct buffer *into;
    struct markdown_searches searches;
    size_t strip;           /* columns by which the insides of open admonitions are indented */
    char fence;             /* ` or ~ of the code that is open; 0: none */
    size_t fence_size;      /* its length */
    bool after_blank;       /* the line before is blank */
    bool in_code;           /* the line before is indented code */
    bool begins_contained;  /* the line before is one of a container */
    size_t container_width; /* columns of blanks before it */
    size_t contained;       /* columns by which the text in it is indented, if that is much */
    bool in_list;           /* an item is open, so that what is indented is no code */
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Returns the bytes of blanks at the start, up to `columns` columns. *width: their columns. */
static size_t blanks_size(struct text_span line, size_t columns, size_t *width)
{
    size_t size = 0;
    *width = 0;
    while (size < line.size && is_blank(line.bytes[size]) && *width < columns)
        *width += line.bytes[size++] == '\t' ? 4 - *width % 4 : 1;
    return size;
}

static struct text_span without_blanks(struct text_span line)
{
    size_t width;
    return span_after(line, blanks_size(line, line.size * 4, &width));
}

static void append_line(struct dialects *dialects, struct text_span line)
{
    buffer_append(dialects->into, line.bytes, line.size);
    buffer_append_byte(dialects->into, '\n');
}

/* --- code --- */

/* Returns what follows the marks of quotes and items that the line begins with. */
static struct text_span after_marks(struct text_span line)
{
    for (;;) {
        line = without_blanks(line);
        size_t digits = 0;
        while (digits < line.size && ascii_is_digit(line.bytes[digits]))
            digits++;
        if (span_starts_with(line, ">"))
            line = span_after(line, 1);
        else if (line.size > 1 && strchr("-+*", *line.bytes) != NULL && is_blank(line.bytes[1]))
            line = span_after(line, 2);
        else if (digits > 0 && digits + 1 < line.size && strchr(".)", line.bytes[digits]) != NULL &&
                 is_blank(line.bytes[digits + 1]))
            line = span_after(line, digits + 2);
        else
            return line;
    }
}

static size_t run_size(struct text_span text, char byte)
{
    size_t size = 0;
    while (size < text.size && text.bytes[size] == byte)
        size++;
    return size;
}

/* Keeps up with fences. Returns whether the line is one, or between two. */
static bool follow_fences(struct dialects *dialects, struct text_span line)
{
    line = after_marks(line);
    char first = (char)(line.size == 0 ? '\0' : *line.bytes);
    size_t size = first == '`' || first == '~' ? run_size(line, first) : 0;
    if (dialects->fence != '\0') {
        bool closes = first == dialects->fence && size >= dialects->fence_size &&
                      span_trim(span_after(line, size)).size == 0;
        if (closes)
            dialects->fence = '\0';
        return true;
    }
    if (size < 3 || (first == '`' && memchr(line.bytes + size, '`', line.size - size) != NULL))
        return false;
    dialects->fence = first;
    dialects->fence_size = size;
    return true;
}

/* Keeps up with indented code and lists. Returns whether the line is such code. */
static bool follow_indented_code(struct dialects *dialects, struct text_span line)
{
    size_t width;
    blanks_size(line, LIST_CODE_INDENT, &width);
    const bool blank = span_trim(line).size == 0;
    if (!blank && width < CODE_INDENT)
        dialects->in_list = after_marks(line).bytes != without_blanks(line).bytes ||
                            (dialects->in_list && (width > 0 || !dialects->after_blank));
    dialects->in_code =
        width >= CODE_INDENT && !dialects->in_list && (dialects->after_blank || dialects->in_code);
    dialects->after_blank = blank;
    return dialects->in_code && !blank;
}

/* --- containers --- */

/* Appends the title of a container, whose line begins with blanks, as a paragraph; without one what
 * nobody sees, but ends a paragraph or list. */
static void append_title(struct dialects *dialects, struct text_span line, struct text_span title)
{
    size_t width;
    const size_t size = blanks_size(line, line.size * 4, &width);
    title = span_trim(title);
    if (width < CODE_INDENT || dialects->in_list)
        buffer_append(dialects->into, line.bytes, size);
    if (title.size > 0)
        append_line(dialects, title);
    else
        buffer_append_string(dialects->into, "<!-- -->\n");
    buffer_append_byte(dialects->into, '\n');
}

/* Removes the blanks by which the text of a container is indented, which would make it code. */
static struct text_span unindent_contained(struct dialects *dialects, struct text_span line)
{
    size_t width;
    if (span_trim(line).size == 0)
        return line;
    if (dialects->begins_contained) {
        blanks_size(line, line.size * 4, &width);
        bool deeper = width >= CODE_INDENT && width > dialects->container_width;
        dialects->contained = deeper && !dialects->in_list ? width : 0;
        dialects->begins_contained = false;
    }
    return span_after(line, blanks_size(line, dialects->contained, &width));
}

/* Reads a line that begins with three colons: what a reader sees of it is a title. */
static bool read_container(struct dialects *dialects, struct text_span line)
{
    struct text_span rest = span_trim(line);
    size_t colons = run_size(rest, ':');
    if (colons < 3)
        return false;
    blanks_size(line, line.size * 4, &dialects->container_width);
    dialects->begins_contained = true;
    dialects->contained = 0;
    rest = span_trim(span_after(rest, colons));
    while (rest.size > 0 && span_end(rest)[-1] == ':')
        rest.size--;
    if (memchr(rest.bytes, '"', rest.size) != NULL && memchr(rest.bytes, '=', rest.size) != NULL) {
        struct buffer shown = {0};
        markdown_shown_attributes(rest, &shown);
        append_title(dialects, line, span_of(&shown));
        dialects->into->failed |= shown.failed;
        buffer_release(&shown);
        return true;
    }
    size_t kind = 0; /* the first word */
    while (kind < rest.size && !is_blank(rest.bytes[kind]) && rest.bytes[kind] != '[' &&
           rest.bytes[kind] != '{')
        kind++;
    struct text_span title = span_trim(span_after(rest, kind));
    const char *close = memchr(title.bytes, ']', title.size);
    if (span_starts_with(title, "[") && close != NULL)
        title = span_between(title.bytes + 1, close);
    size_t attributes = span_starts_with(title, "{") ? markdown_attributes_size(title) : 0;
    append_title(dialects, line, span_after(title, attributes));
    return true;
}

/* Returns the title of !!! note "Title", ??? note, ???+ note or === "Title"; false if the line is
 * none of these. */
static bool is_admonition(struct text_span line, struct text_span *title)
{
    const bool tab = span_starts_with(line, "=== ");
    *title = (struct text_span){"", 0};
    if (line.size > TITLE_MAX ||
        !(tab || span_starts_with(line, "!!! ") || span_starts_with(line, "??? ") ||
          span_starts_with(line, "???+ ")))
        return false;
    struct text_span rest =
        span_trim(span_between(memchr(line.bytes, ' ', line.size), span_end(line)));
    size_t words = 0;
    while (!tab && words < rest.size && rest.bytes[words] != '"' &&
           (unsigned char)rest.bytes[words] < 0x80)
        words++;
    rest = span_after(rest, words);
    if (rest.size >= 2 && *rest.bytes == '"' && span_end(rest)[-1] == '"')
        *title = (struct text_span){rest.bytes + 1, rest.size - 2};
    else
        return !tab && rest.size == 0 && words > 0;
    return true;
}

/* Whether what follows, after blank lines, is indented by that much. */
static bool has_inside(struct text_span page, size_t columns)
{
    enum { LINES_MAX = 4 };
    struct text_span line;
    for (size_t lines = 0; lines < LINES_MAX && span_next_line(&page, &line); lines++) {
        size_t width;
        if (span_trim(line).size == 0)
            continue;
        blanks_size(line, columns, &width);
        return width >= columns;
    }
    return false;
}

static bool read_admonition(struct dialects *dialects, struct text_span line, struct text_span page)
{
    struct text_span title;
    if (dialects->strip >= (size_t)ADMONITION_INDENT * ADMONITIONS_MAX ||
        !is_admonition(line, &title) ||
        (!has_inside(page, dialects->strip + ADMONITION_INDENT) && title.size == 0))
        return false;
    dialects->strip += ADMONITION_INDENT;
    buffer_append_byte(dialects->into, '\n');
    append_title(dialects, line, title);
    dialects->begins_contained = false;
    dialects->after_blank = true;
    return true;
}

/* Removes the indent of the admonitions that are open, and ends those that the line is not in. */
static struct text_span unindent(struct dialects *dialects, struct text_span line)
{
    size_t width;
    if (dialects->strip == 0 || span_trim(line).size == 0)
        return line;
    blanks_size(line, dialects->strip, &width);
    if (width < dialects->strip) {
        dialects->strip = width / ADMONITION_INDENT * ADMONITION_INDENT;
        dialects->fence = '\0';
        if (!dialects->after_blank)
            buffer_append_byte(dialects->into, '\n');
    }
    return span_after(line, blanks_size(line, dialects->strip, &width));
}

/* Returns the size of the letters, digits and blanks that the text begins with. */
static size_t run_of_name(struct text_span text)
{
    size_t size = 0;
    while (size < text.size && (ascii_is_letter(text.bytes[size]) ||
                                ascii_is_digit(text.bytes[size]) || text.bytes[size] == ' '))
        size++;
    return size;
}

/* Appends the start of a line that folds a callout, > [!faq]- Title, as that of one that cannot be
 * folded. Returns its size; 0 if it is none. */
static size_t read_callout(struct dialects *dialects, struct text_span line)
{
    const struct text_span rest = after_marks(line);
    const size_t at = line.size - rest.size;
    if (!span_starts_with(rest, "[!") || memchr(line.bytes, '>', at) == NULL)
        return 0;
    size_t size = 2;
    while (size < rest.size && (ascii_is_letter(rest.bytes[size]) || rest.bytes[size] == '-'))
        size++;
    const bool named = size > 2 && rest.bytes[2] >= 'a'; /* others are read with their text */
    while (size < rest.size && rest.bytes[size] == '|' && named)
        size += 1 + run_of_name(span_after(rest, size + 1));
    if (!named || size == rest.size || rest.bytes[size] != ']')
        return 0;
    size++;
    if (size < rest.size && rest.bytes[size] == '(')
        return 0;
    size += size < rest.size && (rest.bytes[size] == '-' || rest.bytes[size] == '+');
    buffer_append(dialects->into, line.bytes, at);
    buffer_append_string(dialects->into, "[!NOTE]");
    return at + size;
}

/* --- lines --- */

/* Reads the line that the page begins with, or several; returns the bytes read. */
static size_t read_line(struct dialects *dialects, struct text_span page)
{
    struct text_span after = page, line;
    span_next_line(&after, &line);
    const size_t whole = (size_t)(after.bytes - page.bytes);
    line = unindent_contained(dialects, unindent(dialects, line));
    if (follow_fences(dialects, line)) {
        append_line(dialects, line);
        return whole;
    }
    if (read_admonition(dialects, line, after))
        return whole;
    if (follow_indented_code(dialects, line)) {
        append_line(dialects, line);
        return whole;
    }
    if (read_container(dialects, line))
        return whole;
    line = span_after(line, read_callout(dialects, line));
    const struct text_span rest = span_between(line.bytes, span_end(page));
    size_t size = (size_t)(line.bytes - page.bytes) +
                  markdown_inline_read(line, rest, dialects->into, &dialects->searches);
    buffer_append_byte(dialects->into, '\n');
    if (size < whole)
        return whole;
    /* the rest of a line on which a comment or shortcode has ended is read as a line */
    return size + (size > whole && size < page.size && page.bytes[size] == '\n');
}

/* Whether a mark of a dialect may begin at `at`, where `next` are the two bytes after it. */
static bool may_be_mark(const char *at, const char *next)
{
    switch (*at) {
    case '{':
        return true;
    case '[':
        return next[0] == '[' || next[0] == '!';
    case '%':
    case '=':
        return next[0] == *at;
    case ':':
    case '!':
    case '?':
        return next[0] == *at && next[1] == *at;
    case '^':
        return ascii_is_letter(next[0]) || ascii_is_digit(next[0]);
    default:
        return false;
    }
}

/* Whether the page may have anything of a dialect. */
static bool may_have_marks(struct text_span page)
{
    static const bool special[256] = {
        ['{'] = true, ['['] = true, ['%'] = true, ['='] = true,
        [':'] = true, ['!'] = true, ['?'] = true, ['^'] = true,
    };
    for (size_t i = 0; i < page.size; i++) {
        if (!special[(unsigned char)page.bytes[i]])
            continue;
        const char next[2] = {i + 1 < page.size ? page.bytes[i + 1] : '\0',
                              i + 2 < page.size ? page.bytes[i + 2] : '\0'};
        if (may_be_mark(page.bytes + i, next))
            return true;
    }
    return false;
}

bool markdown_dialects(struct text_span page, struct buffer *into)
{
    struct dialects dialects = {.into = into, .after_blank = true};
    if (!may_have_marks(page))
        return false;
    while (page.size > 0)
        page = span_after(page, read_line(&dialects, page));
    return true;
}
