#include "indexer/sources/text/markdown_guard.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

struct guard {
    struct buffer *into;
    size_t stretch_size;   /* bytes since the last blank line */
    size_t stretch_lines;  /* lines since then */
    size_t open;           /* brackets that may be open */
    bool obscure;          /* what closes brackets is not known: code, tags or escapes came by */
    bool in_table;         /* every line of the stretch so far is one of a table */
    size_t indent;         /* of the first line of the stretch */
    struct text_span head; /* the first line of the stretch; empty if it was cut */
    size_t columns;        /* of the table; 0: in none */
    size_t prefix;         /* of the last line */
    bool may_define;       /* a line of the stretch may begin a link definition */
    size_t definition_max; /* size of the largest stretch that may define links */
    size_t uses;           /* of definitions, at most */
    bool no_definitions;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static size_t count_blanks(struct text_span line)
{
    size_t count = 0;
    while (count < line.size && is_blank(line.bytes[count]))
        count++;
    return count;
}

/* Returns the size of the marks of quotes, and of blanks, that the line begins with. */
static size_t quote_size(struct text_span line)
{
    size_t size = 0;
    while (size < line.size && (is_blank(line.bytes[size]) || line.bytes[size] == '>'))
        size++;
    return size;
}

/* Returns the size of what stands before a block on its line: marks of quotes and items. */
static size_t prefix_size(struct text_span line)
{
    for (size_t size = 0;;) {
        size += quote_size(span_after(line, size));
        size_t mark = size;
        while (mark < line.size && ascii_is_digit(line.bytes[mark]))
            mark++;
        const char *marks = mark > size ? ".)" : "-+*";
        if (mark + 1 >= line.size || strchr(marks, line.bytes[mark]) == NULL ||
            !is_blank(line.bytes[mark + 1]))
            return size;
        size = mark + 1;
    }
}

/* Returns the columns of a row, given without what stands before it: one more than there are bars
 * between its cells. */
static size_t count_columns(struct text_span row)
{
    size_t bars = 0;
    row = span_trim(row);
    for (size_t i = span_starts_with(row, "|"); i + 1 < row.size; i++) {
        bars += row.bytes[i] == '|';
        i += row.bytes[i] == '\\';
    }
    return bars + 1;
}

static size_t rule_columns(struct text_span line)
{
    return count_columns(span_after(line, quote_size(line)));
}

static size_t row_columns(struct text_span line)
{
    return count_columns(span_after(line, prefix_size(line)));
}

/* Whether the line, past marks of quotes, is the one between the head of a table and its rows. */
static bool is_table_rule(struct text_span line)
{
    for (size_t i = quote_size(line); i < line.size; i++)
        if (strchr("|:- \t", line.bytes[i]) == NULL)
            return false;
    return line.size > 0 && memchr(line.bytes, '-', line.size) != NULL &&
           memchr(line.bytes, '|', line.size) != NULL;
}

/* Whether the line begins an item of a list, whatever precedes it. */
static bool begins_item(struct text_span line)
{
    size_t at = count_blanks(line);
    return at < 4 && memchr(line.bytes, '\t', at) == NULL && at + 2 < line.size &&
           strchr("-+*", line.bytes[at]) != NULL && line.bytes[at + 1] == ' ' &&
           !is_blank(line.bytes[at + 2]);
}

static void end_stretch(struct guard *guard)
{
    if (guard->may_define && guard->stretch_size > guard->definition_max)
        guard->definition_max = guard->stretch_size;
    guard->stretch_size = guard->stretch_lines = guard->open = guard->columns = 0;
    guard->head.size = 0;
    guard->obscure = guard->may_define = guard->in_table = false;
}

/* Keeps up with whether the stretch has a table, and whether it surely is one: a first line and a
 * rule of as many columns, and only lines that begin as they do. */
static void follow_table(struct guard *guard, struct text_span line)
{
    size_t blanks = count_blanks(line);
    bool row = blanks < line.size && line.bytes[blanks] == '|' &&
               (blanks == 0 || memchr(line.bytes, '\t', blanks) == NULL);
    if (guard->stretch_lines == 0) {
        guard->indent = blanks;
        guard->in_table = row; /* not if the line is cut */
        guard->head = line;
        return;
    }
    guard->in_table = guard->in_table && row && blanks == guard->indent;
    if (guard->stretch_lines == 1) {
        guard->columns = is_table_rule(line) ? rule_columns(line) : 0;
        guard->in_table = guard->in_table && guard->columns > 0;
    }
}

/* Copies a rule with no fewer than three hyphens a column, as md4c wants them (GitHub: one). */
static void copy_rule(struct guard *guard, struct text_span line)
{
    for (size_t i = 0, size; i < line.size; i += size) {
        size = 0;
        while (i + size < line.size && line.bytes[i + size] == '-')
            size++;
        if (size > 0 && size < 3)
            buffer_append(guard->into, "--", 3 - size);
        size += size == 0;
        buffer_append(guard->into, line.bytes + i, size);
    }
    buffer_append_byte(guard->into, '\n');
    guard->stretch_size += line.size + 1;
    guard->stretch_lines++;
}

/* Whether a link definition may begin at the bracket that `text` begins with: [label]: */
static bool may_define(struct text_span text)
{
    enum { LABEL_MAX = 4000 }; /* 999 characters */
    if (text.size > LABEL_MAX)
        text.size = LABEL_MAX;
    const char *at = text.bytes, *end = span_end(text);
    while ((at = memchr(at, ']', (size_t)(end - at))) != NULL) {
        at++;
        if (at < end && *at == ':')
            return true;
        if (at[-2] != '\\')
            return false;
    }
    return false;
}

/* Whether the bar at `at` begins a cell past the last column, which md4c would drop. */
static bool is_surplus(const struct guard *guard, size_t column, const char *at, const char *end)
{
    return guard->columns > 0 && column >= guard->columns &&
           span_trim(span_between(at + 1, end)).size > 0;
}

/* Whether the stretch may have to be cut within the line. */
static bool may_cut(const struct guard *guard, struct text_span line)
{
    return guard->stretch_size + line.size >= GUARD_STRETCH &&
           !(guard->in_table && guard->stretch_lines > 0);
}

/* Returns the first byte that copy_line looks at, or `end`; blanks are among them if asked for. */
static const char *find_guarded(const char *at, const char *end, bool blanks)
{
    static const bool special[256] = {
        ['|'] = true, ['['] = true, [']'] = true, ['`'] = true, ['<'] = true, ['\\'] = true,
    };
    while (at < end && !special[(unsigned char)*at] && !(blanks && *at == ' '))
        at++;
    return at;
}

/* Copies a line, escaping brackets that are too deep, and cutting it between words when the stretch
 * is too long. */
static void copy_line(struct guard *guard, struct text_span line)
{
    const char *copied = line.bytes, *at = line.bytes, *end = span_end(line);
    const char *first = at + prefix_size(line); /* a bar there begins the first column */
    size_t column = 1;
    for (;; at++) {
        at = find_guarded(at, end, may_cut(guard, line));
        if (at == end)
            break;
        switch (*at) {
        case '|':
            if (at == first || (at > line.bytes && at[-1] == '\\'))
                break;
            if (is_surplus(guard, column++, at, end)) {
                buffer_append(guard->into, copied, (size_t)(at - copied));
                buffer_append_byte(guard->into, '\\');
                copied = at;
            }
            break;
        case '[':
            if (guard->open >= GUARD_DEPTH) {
                buffer_append(guard->into, copied, (size_t)(at - copied));
                buffer_append_byte(guard->into, '\\');
                copied = at;
            }
            guard->open++;
            break;
        case ']':
            guard->uses++;
            guard->open -= guard->open > 0 && !guard->obscure;
            break;
        case '`':
        case '<':
        case '\\':
            guard->obscure = true;
            break;
        case ' ':
            if (guard->stretch_size + (size_t)(at - line.bytes) < GUARD_STRETCH)
                break;
            buffer_append(guard->into, copied, (size_t)(at - copied));
            buffer_append_string(guard->into, "\n\n");
            guard->stretch_size += (size_t)(at - line.bytes);
            end_stretch(guard);
            line = span_between(at + 1, end);
            copied = line.bytes;
            break;
        default:
            break;
        }
    }
    buffer_append(guard->into, copied, (size_t)(end - copied));
    buffer_append_byte(guard->into, '\n');
    guard->stretch_size += line.size + 1;
    guard->stretch_lines++;
}

/* Whether the line is the head of a table in a paragraph: GitHub lets a table interrupt one, md4c
 * does not. */
static bool interrupts(const struct guard *guard, struct text_span line, struct text_span next)
{
    return guard->stretch_lines > 0 && guard->columns == 0 &&
           count_blanks(line) < guard->prefix + 4 && memchr(line.bytes, '|', line.size) != NULL &&
           is_table_rule(next) && row_columns(line) == rule_columns(next);
}

/* Whether md4c would take the rule for one, but not GitHub, or it has too many columns. */
static bool is_wrong_rule(const struct guard *guard, struct text_span line)
{
    if (!is_table_rule(line))
        return false;
    size_t columns = rule_columns(line);
    return columns > GUARD_COLUMNS ||
           (guard->stretch_lines == 1 && columns != row_columns(guard->head));
}

/* Reads a line, which `page` follows. */
static void read_line(struct guard *guard, struct text_span line, struct text_span page)
{
    if (count_blanks(line) == line.size) {
        end_stretch(guard);
        buffer_append_byte(guard->into, '\n');
        return;
    }
    if (begins_item(line))
        end_stretch(guard);
    struct text_span after = page, next = {"", 0};
    span_next_line(&after, &next);
    if (interrupts(guard, line, next) || is_wrong_rule(guard, line)) {
        end_stretch(guard);
        buffer_append_byte(guard->into, '\n');
    }
    follow_table(guard, line);
    if (guard->in_table && guard->stretch_lines > 0) {
        guard->open = 0; /* each row is read by itself */
        guard->obscure = false;
    } else if (guard->stretch_size >= GUARD_STRETCH) {
        end_stretch(guard);
        buffer_append_byte(guard->into, '\n');
        line = span_after(line, count_blanks(line)); /* or it is code */
    }
    if (guard->stretch_lines == 1 && guard->columns > 0) {
        copy_rule(guard, line);
        return;
    }
    size_t prefix = prefix_size(line);
    guard->prefix = prefix;
    struct text_span rest = span_after(line, prefix);
    if (span_starts_with(rest, "[") && may_define(span_between(rest.bytes, span_end(page)))) {
        bool footnote = span_starts_with(rest, "[^");
        guard->may_define = guard->may_define || !footnote;
        if (footnote || guard->no_definitions) {
            buffer_append(guard->into, line.bytes, prefix);
            buffer_append_byte(guard->into, '\\');
            line = rest;
        }
    }
    copy_line(guard, line);
}

static void read_page(struct guard *guard, struct text_span page)
{
    struct text_span line;
    while (span_next_line(&page, &line))
        read_line(guard, line, page);
    end_stretch(guard);
}

void markdown_guard(struct text_span page, struct buffer *into)
{
    struct guard guard = {.into = into};
    read_page(&guard, page);
    if (guard.definition_max * guard.uses > page.size * GUARD_COST) {
        guard = (struct guard){.into = into, .no_definitions = true};
        buffer_clear(into);
        read_page(&guard, page);
    }
}
