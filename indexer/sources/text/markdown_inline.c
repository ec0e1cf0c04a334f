#include "indexer/sources/text/markdown_inline.h"

#include "indexer/sources/article/span.h"
#include "indexer/sources/markup/markup.h"

enum { LONGEST_CODE_MARK = 16, TARGET_LOOKED_AT = 2048 };

struct scan {
    const char *text;
    size_t size;
    size_t at;
    /* Indexed by position: of an opening bracket, the position of its partner, or 0; of a link's ],
     * where to continue. */
    uint32_t *partner;
    bool no_code_end[LONGEST_CODE_MARK + 1]; /* already searched for in vain */
    struct buffer *into;
};

static char byte_at(const struct scan *scan, size_t at)
{
    return at < scan->size ? scan->text[at] : '\n';
}

static char byte_before(const struct scan *scan, size_t at)
{
    return at > 0 ? scan->text[at - 1] : '\n';
}

static bool is_white(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_word_byte(char byte)
{
    return is_digit(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
           (unsigned char)byte >= 0x80;
}

static bool is_punctuation(char byte)
{
    return byte > ' ' && byte < 0x7f && !is_word_byte(byte);
}

/* Pairs the brackets of one kind. Until paired, open ones are chained through their own entries. */
static void pair(struct scan *scan, char open, char close)
{
    uint32_t *partner = scan->partner, newest = UINT32_MAX;
    for (size_t i = 0; i < scan->size; i++) {
        char byte = scan->text[i];
        if (byte == '\\') {
            i++;
        } else if (byte == open) {
            partner[i] = newest;
            newest = (uint32_t)i;
        } else if (byte == close && newest != UINT32_MAX) {
            uint32_t opened = newest;
            newest = partner[opened];
            partner[opened] = (uint32_t)i;
        }
    }
    while (newest != UINT32_MAX) {
        uint32_t older = partner[newest];
        partner[newest] = 0;
        newest = older;
    }
}

/* Without possible links, or without memory, leaves `partner` NULL: nothing is then a link. */
static void pair_brackets(struct scan *scan, struct buffer *brackets)
{
    scan->partner = NULL;
    if (memmem(scan->text, scan->size, "](", 2) == NULL &&
        memmem(scan->text, scan->size, "][", 2) == NULL)
        return;
    buffer_clear(brackets);
    if (buffer_reserve(brackets, scan->size * sizeof(uint32_t)) != 0)
        return;
    scan->partner = (uint32_t *)(void *)brackets->data;
    memset(scan->partner, 0, scan->size * sizeof(uint32_t));
    pair(scan, '[', ']');
    pair(scan, '(', ')');
}

static size_t run_length(const struct scan *scan)
{
    size_t end = scan->at;
    while (end < scan->size && scan->text[end] == scan->text[scan->at])
        end++;
    return end - scan->at;
}

static void append_kept_bytes(struct scan *scan, size_t size)
{
    buffer_append(scan->into, scan->text + scan->at, size);
    scan->at += size;
}

static void read_inline_escape(struct scan *scan)
{
    char next = byte_at(scan, scan->at + 1);
    scan->at += is_punctuation(next) || next == '\n';
    if (scan->at < scan->size)
        append_kept_bytes(scan, 1);
}

/* Returns the start of the next run of exactly `mark` backticks, or 0. */
static size_t code_end(const struct scan *scan, size_t from, size_t mark)
{
    while (from < scan->size) {
        const char *found = memchr(scan->text + from, '`', scan->size - from);
        if (found == NULL)
            return 0;
        size_t start = (size_t)(found - scan->text), end = start;
        while (end < scan->size && scan->text[end] == '`')
            end++;
        if (end - start == mark)
            return start;
        from = end;
    }
    return 0;
}

static void read_code(struct scan *scan)
{
    size_t mark = run_length(scan);
    size_t start = scan->at + mark, end = 0;
    if (mark <= LONGEST_CODE_MARK && !scan->no_code_end[mark]) {
        end = code_end(scan, start, mark);
        scan->no_code_end[mark] = end == 0;
    }
    if (end == 0) {
        append_kept_bytes(scan, mark);
        return;
    }
    buffer_append(scan->into, scan->text + start, end - start);
    scan->at = end + mark;
}

/* Drops marks around words; keeps those that stand alone, between digits, or (_) within a word. */
static void read_emphasis(struct scan *scan)
{
    size_t size = run_length(scan);
    char mark = scan->text[scan->at];
    char preceding = byte_before(scan, scan->at), following = byte_at(scan, scan->at + size);
    bool alone = is_white(preceding) && is_white(following);
    bool within = mark == '_' ? is_word_byte(preceding) && is_word_byte(following)
                              : is_digit(preceding) && is_digit(following);
    if (alone || within || (mark == '~' && size != 2))
        append_kept_bytes(scan, size);
    else
        scan->at += size;
}

/* Whether the text between ( and ) is a target: an address without white space, possibly followed
 * by a title. */
static bool is_target(const struct scan *scan, size_t open, size_t close)
{
    struct text_span inside =
        span_trim((struct text_span){scan->text + open + 1, close - open - 1});
    if (inside.size > 0 && *inside.bytes == '<')
        return true;
    size_t size = 0;
    while (size < inside.size && size < TARGET_LOOKED_AT && !is_white(inside.bytes[size]))
        size++;
    if (size == inside.size || size == TARGET_LOOKED_AT)
        return true;
    struct text_span title = span_trim(span_between(inside.bytes + size, span_end(inside)));
    return *title.bytes == '"' || *title.bytes == '\'' || *title.bytes == '(';
}

/* Returns the end of the link whose first bracket is at `open`; 0 if it is not a link. The brackets
 * must be paired. */
static size_t link_end(const struct scan *scan, size_t open)
{
    size_t close = scan->partner[open];
    if (close == 0 || close + 1 >= scan->size)
        return 0;
    size_t target = close + 1, end = scan->partner[target];
    if (scan->text[target] == '(' && end != 0 && is_target(scan, target, end))
        return end + 1;
    if (scan->text[target] == '[' && end != 0)
        return end + 1;
    return 0;
}

/* Drops the brackets and the word of [!INCLUDE …] and the like, on Microsoft's pages. */
static bool read_directive(struct scan *scan)
{
    size_t open = scan->at, at = open + 2;
    size_t close = scan->partner == NULL ? 0 : scan->partner[open];
    while (byte_at(scan, at) >= 'A' && byte_at(scan, at) <= 'Z')
        at++;
    if (close == 0 || byte_at(scan, open + 1) != '!' || at < open + 4 || at > close)
        return false;
    while (byte_at(scan, at) == ' ')
        at++;
    scan->partner[close] = (uint32_t)close + 1;
    scan->at = at;
    return true;
}

static void read_open_bracket(struct scan *scan)
{
    bool image = scan->text[scan->at] == '!';
    size_t open = scan->at + image;
    bool paired = scan->partner != NULL && byte_at(scan, open) == '[';
    size_t end = paired ? link_end(scan, open) : 0;
    if (end == 0 && !image && read_directive(scan))
        return;
    if (end == 0) {
        append_kept_bytes(scan, 1);
        return;
    }
    scan->partner[scan->partner[open]] = (uint32_t)end;
    scan->at = open + 1;
}

static void read_close_bracket(struct scan *scan)
{
    size_t end = scan->partner == NULL ? 0 : scan->partner[scan->at];
    if (end > scan->at)
        scan->at = end;
    else
        append_kept_bytes(scan, 1);
}

static void append_white(struct buffer *into, char white)
{
    if (into->size > 0 && !is_white(into->data[into->size - 1]))
        buffer_append_byte(into, (unsigned char)white);
}

/* Reads <https://…> and <name@place>: keeps the address, without its brackets. */
static bool read_autolink(struct scan *scan, struct text_span rest)
{
    size_t size = 1;
    bool sign = false;
    while (size < rest.size && size < TARGET_LOOKED_AT && !is_white(rest.bytes[size]) &&
           rest.bytes[size] != '<' && rest.bytes[size] != '>') {
        sign = sign || rest.bytes[size] == ':' || rest.bytes[size] == '@';
        size++;
    }
    if (!sign || size == rest.size || rest.bytes[size] != '>')
        return false;
    scan->at++;
    append_kept_bytes(scan, size - 1);
    scan->at++;
    return true;
}

static void read_tag(struct scan *scan)
{
    struct text_span rest = {scan->text + scan->at, scan->size - scan->at};
    if (read_autolink(scan, rest))
        return;
    struct markup_tag tag = markup_parse_tag(rest);
    if (tag.size == 0 || tag.kind == HTML_UNKNOWN) {
        append_kept_bytes(scan, 1);
        return;
    }
    if (tag.kind == HTML_CELL)
        append_white(scan->into, ' ');
    else if (tag.kind != HTML_INLINE)
        append_white(scan->into, '\n');
    scan->at += tag.size;
}

static void read_entity(struct scan *scan)
{
    struct text_span rest = {scan->text + scan->at, scan->size - scan->at};
    size_t size = markup_append_entity(rest, scan->into);
    if (size == 0)
        append_kept_bytes(scan, 1);
    scan->at += size;
}

static bool is_mark(char byte)
{
    switch (byte) {
    case '\\':
    case '`':
    case '*':
    case '_':
    case '~':
    case '[':
    case ']':
    case '!':
    case '<':
    case '&':
        return true;
    default:
        return false;
    }
}

static void read_inline_mark(struct scan *scan)
{
    switch (scan->text[scan->at]) {
    case '\\':
        read_inline_escape(scan);
        break;
    case '`':
        read_code(scan);
        break;
    case '[':
    case '!':
        read_open_bracket(scan);
        break;
    case ']':
        read_close_bracket(scan);
        break;
    case '<':
        read_tag(scan);
        break;
    case '&':
        read_entity(scan);
        break;
    default:
        read_emphasis(scan);
        break;
    }
}

void markdown_inline(struct text_span text, struct buffer *brackets, struct buffer *into)
{
    struct scan scan = {.text = text.bytes, .size = text.size, .into = into};
    pair_brackets(&scan, brackets);
    while (scan.at < scan.size) {
        size_t end = scan.at;
        while (end < scan.size && !is_mark(scan.text[end]))
            end++;
        append_kept_bytes(&scan, end - scan.at);
        if (scan.at < scan.size)
            read_inline_mark(&scan);
    }
}
