#include "indexer/sources/markup/markup.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

enum { TAG_SIZE_MAX = 1 << 20, HIDDEN_TAG_MAX = 1 << 12 };

/* Returns the position of the tag's >, or NULL. */
static const char *find_tag_end(const char *at, const char *end)
{
    while (at < end && *at != '>') {
        if (*at == '<')
            return NULL;
        if (*at == '"' || *at == '\'') {
            at = memchr(at + 1, *at, (size_t)(end - at - 1));
            if (at == NULL)
                return NULL;
        }
        at++;
    }
    return at < end ? at : NULL;
}

/* Browsers end a comment with --!>, too. */
static size_t comment_size(struct text_span text, bool *unclosed)
{
    const char *end = span_end(text), *at = text.bytes + 2;
    while ((at = memmem(at, (size_t)(end - at), "--", 2)) != NULL) {
        if (at + 2 < end && at[2] == '>')
            return (size_t)(at + 3 - text.bytes);
        if (at + 3 < end && at[2] == '!' && at[3] == '>' && at > text.bytes + 2)
            return (size_t)(at + 4 - text.bytes);
        at++;
    }
    *unclosed = true;
    return 0;
}

/* Whether an element whose tag ends with /> is empty, as in XHTML; `rest` follows the tag. Browsers
 * would take all up to the next end tag for its contents. *unclosed: there is none. */
static bool is_empty_element(struct text_span rest, const char *name, bool *unclosed)
{
    size_t size = strlen(name);
    rest = span_trim(rest);
    if (rest.size == 0 || (*rest.bytes == '<' && !span_starts_with(rest, "<!--")))
        return true;
    const char *at = rest.bytes, *end = span_end(rest);
    while (!*unclosed && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        bool closes = ++at < end && *at == '/';
        const char *word = at + closes;
        if ((size_t)(end - word) >= size &&
            span_equals_ignore_case((struct text_span){word, size}, name))
            return !closes;
    }
    *unclosed = true;
    return true;
}

/* Finds the end of the element `name` that starts at the text's first byte: "</name", in any letter
 * case, and the > after it. Returns the bytes up to it. */
static size_t element_size(struct text_span text, const char *name, bool *unclosed)
{
    size_t size = strlen(name);
    struct text_span rest = span_after(text, 1);
    struct text_span tag = {rest.bytes, rest.size < HIDDEN_TAG_MAX ? rest.size : HIDDEN_TAG_MAX};
    const char *open = find_tag_end(tag.bytes, span_end(tag));
    if (open != NULL && open[-1] == '/' &&
        is_empty_element(span_between(open + 1, span_end(text)), name, unclosed))
        return (size_t)(open + 1 - text.bytes);
    while (!*unclosed && (open = memmem(rest.bytes, rest.size, "</", 2)) != NULL) {
        rest = span_between(open + 2, span_end(text));
        if (rest.size < size ||
            !span_equals_ignore_case((struct text_span){rest.bytes, size}, name))
            continue;
        const char *close = memchr(rest.bytes, '>', rest.size);
        if (close != NULL)
            return (size_t)(close + 1 - text.bytes);
    }
    *unclosed = true;
    return 0;
}

static bool starts_hidden_element(struct text_span text, const char *name)
{
    size_t size = strlen(name);
    return text.size > size + 1 &&
           span_equals_ignore_case((struct text_span){text.bytes + 1, size}, name) &&
           !ascii_is_letter(text.bytes[size + 1]);
}

size_t markup_hidden_size(struct text_span text, struct markup_unclosed *unclosed)
{
    if (span_starts_with(text, "<!--"))
        return unclosed->comment ? 0 : comment_size(text, &unclosed->comment);
    if (!span_starts_with(text, "<s") && !span_starts_with(text, "<S"))
        return 0;
    if (starts_hidden_element(text, "script"))
        return element_size(text, "script", &unclosed->script);
    if (starts_hidden_element(text, "style"))
        return element_size(text, "style", &unclosed->style);
    return 0;
}

struct markup_tag markup_parse_tag(struct text_span text)
{
    struct markup_tag tag = {0, HTML_UNKNOWN, {"", 0}};
    if (text.size > TAG_SIZE_MAX)
        text.size = TAG_SIZE_MAX;
    if (text.size < 3 || *text.bytes != '<')
        return tag;
    size_t start = 1 + (text.bytes[1] == '/');
    bool declaration = text.bytes[1] == '!' || text.bytes[1] == '?';
    if (!declaration && !ascii_is_letter(text.bytes[start]))
        return tag;
    size_t size = 0;
    while (start + size < text.size &&
           (ascii_is_letter(text.bytes[start + size]) || ascii_is_digit(text.bytes[start + size])))
        size++;
    struct text_span name = {text.bytes + start, size};
    if (start + size == text.size)
        return tag;
    char following = text.bytes[start + size];
    if (!declaration && following != '>' && following != '/' && !ascii_is_space(following))
        return tag;
    const char *end = find_tag_end(text.bytes + 1, span_end(text));
    if (end == NULL)
        return tag;
    tag.size = (size_t)(end + 1 - text.bytes);
    tag.kind = declaration ? HTML_INLINE : html_tag_find(name);
    tag.name = declaration ? tag.name : name;
    return tag;
}
