#include "indexer/sources/text/hyphens.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

enum { LINE_ENDS_MAX = 3 };

/* Returns the bytes of the hyphen that ends the text, after a letter, or 0. */
static size_t last_hyphen_size(struct text_span text)
{
    static const char *const hyphens[] = {"-",        "\xe2\x80\x90", "\xe2\x80\x91",
                                          "\xc2\xad", "\xc2\xac",     "\xe2\xb8\x97"};
    for (size_t i = 0; i < sizeof hyphens / sizeof *hyphens; i++) {
        size_t size = strlen(hyphens[i]);
        if (text.size > size && memcmp(span_end(text) - size, hyphens[i], size) == 0) {
            char before = text.bytes[text.size - size - 1];
            return ascii_is_letter(before) || (unsigned char)before >= 0x80 ? size : 0;
        }
    }
    return 0;
}

bool hyphens_end(struct text_span text)
{
    return last_hyphen_size(text) > 0;
}

static bool is_capital(struct text_span text, size_t at)
{
    return at < text.size && text.bytes[at] >= 'A' && text.bytes[at] <= 'Z';
}

/* Whether a small letter of French begins the text. */
static bool begins_with_small_letter(struct text_span text)
{
    const unsigned char *byte = (const unsigned char *)text.bytes;
    return text.size > 0 && ((*byte >= 'a' && *byte <= 'z') ||
                             (text.size > 1 && ((byte[0] == 0xc3 && byte[1] >= 0x9f) ||
                                                (byte[0] == 0xc5 && byte[1] == 0x93))));
}

static size_t count_blanks(struct text_span text)
{
    size_t size = 0;
    while (size < text.size && (text.bytes[size] == ' ' || text.bytes[size] == '\t'))
        size++;
    return size;
}

/* Returns the bytes from a line end to the next half of a word, or 0 if it does not follow. The
 * next line by itself is none: the analysis joins it. */
static size_t gap_size(struct text_span before, struct text_span rest)
{
    size_t size = 0, line_ends = 0;
    bool page = false;
    for (; size < rest.size && (rest.bytes[size] == '\n' || rest.bytes[size] == '\f');
         line_ends++) {
        page |= rest.bytes[size++] == '\f';
        size += count_blanks(span_after(rest, size));
        if (line_ends == LINE_ENDS_MAX)
            return 0;
    }
    if (line_ends < 2 && !page)
        return 0;
    bool capitals =
        is_capital(before, before.size - last_hyphen_size(before) - 1) && is_capital(rest, size);
    return capitals || begins_with_small_letter(span_after(rest, size)) ? size : 0;
}

/* Returns the text up to its first line end or form feed. `pages`: whether it may have form feeds.
 */
static struct text_span first_line(struct text_span text, bool pages)
{
    const char *end = memchr(text.bytes, '\n', text.size);
    struct text_span line = span_between(text.bytes, end == NULL ? span_end(text) : end);
    const char *page = pages ? memchr(line.bytes, '\f', line.size) : NULL;
    return page == NULL ? line : span_between(line.bytes, page);
}

void hyphens_append(struct buffer *into, struct text_span text)
{
    struct text_span kept = {text.bytes, 0};
    bool pages = text.size > 0 && memchr(text.bytes, '\f', text.size) != NULL;
    while (text.size > 0) {
        struct text_span line = first_line(text, pages);
        struct text_span rest = span_after(text, line.size), word = line;
        while (word.size > 0 &&
               (word.bytes[word.size - 1] == ' ' || word.bytes[word.size - 1] == '\t'))
            word.size--;
        size_t gap = hyphens_end(word) ? gap_size(word, rest) : 0;
        if (gap > 0) {
            buffer_append(into, kept.bytes, (size_t)(span_end(word) - kept.bytes));
            buffer_append_byte(into, '\n');
            kept.bytes = rest.bytes + gap;
        }
        text = span_after(rest, gap > 0 ? gap : rest.size > 0);
    }
    buffer_append(into, kept.bytes, (size_t)(span_end(text) - kept.bytes));
}
