#include "indexer/sources/html/html_charset.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

enum { SEARCHED_SIZE = 4096 };

static bool is_name_byte(char byte)
{
    return ascii_is_digit(byte) || ascii_is_letter(byte) || byte == '-' || byte == '_' ||
           byte == '.' || byte == ':';
}

static bool starts_with_word(struct text_span text, const char *word)
{
    size_t size = strlen(word);
    return text.size >= size && span_equals_ignore_case((struct text_span){text.bytes, size}, word);
}

/* Reads what follows "charset" or "encoding": = and a name, quoted or not. */
static bool parse_charset_name(struct text_span text, char name[HTML_CHARSET_SIZE])
{
    text = span_trim(text);
    if (text.size == 0 || *text.bytes != '=')
        return false;
    text = span_trim(span_after(text, 1));
    if (text.size > 0 && (*text.bytes == '"' || *text.bytes == '\''))
        text = span_trim(span_after(text, 1));
    size_t size = 0;
    while (size < text.size && size < HTML_CHARSET_SIZE - 1 && is_name_byte(text.bytes[size])) {
        name[size] = text.bytes[size];
        size++;
    }
    name[size] = '\0';
    return size > 0;
}

/* `tag` is the text between < and >. */
static bool parse_charset_tag(struct text_span tag, char name[HTML_CHARSET_SIZE])
{
    const char *key = starts_with_word(tag, "meta")   ? "charset"
                      : starts_with_word(tag, "?xml") ? "encoding"
                                                      : NULL;
    if (key == NULL)
        return false;
    for (; tag.size > 0; tag = span_after(tag, 1))
        if (starts_with_word(tag, key) && parse_charset_name(span_after(tag, strlen(key)), name))
            return !starts_with_word((struct text_span){name, strlen(name)}, "utf-16") &&
                   !starts_with_word((struct text_span){name, strlen(name)}, "utf-32");
    return false;
}

bool html_find_charset(const char *bytes, size_t size, char name[HTML_CHARSET_SIZE])
{
    struct text_span text = {bytes, size < SEARCHED_SIZE ? size : SEARCHED_SIZE};
    const char *open;
    while (text.size > 0 && (open = memchr(text.bytes, '<', text.size)) != NULL) {
        text = span_between(open + 1, span_end(text));
        bool comment = span_starts_with(text, "!--");
        const char *close =
            comment ? memmem(text.bytes, text.size, "-->", 3) : memchr(text.bytes, '>', text.size);
        if (close == NULL)
            close = span_end(text);
        if (!comment && parse_charset_tag(span_between(text.bytes, close), name))
            return true;
        text = span_between(close, span_end(text));
    }
    return false;
}
