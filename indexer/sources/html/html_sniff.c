#include "indexer/sources/html/html_sniff.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

static const char *const beginnings[] = {"html", "head",    "body", "title",   "meta",
                                         "link", "article", "main", "section", "div",
                                         "h1",   "table",   "p"};

/* Copies it without the NULs of UTF-16, in small letters. Returns its size. */
static size_t copy_letters(const char *bytes, size_t size, char copy[HTML_SNIFFED_SIZE])
{
    size_t kept = 0;
    for (size_t i = 0; i < size && i < HTML_SNIFFED_SIZE; i++)
        if (bytes[i] != '\0')
            copy[kept++] = ascii_lower(bytes[i]);
    return kept;
}

/* Returns the text after a comment or XML declaration at its start; unchanged if there is none. */
static struct text_span skip_comment(struct text_span text)
{
    const char *stop = span_starts_with(text, "<!--")    ? "-->"
                       : span_starts_with(text, "<?xml") ? "?>"
                                                         : NULL;
    const char *end = stop == NULL ? NULL : memmem(text.bytes, text.size, stop, strlen(stop));
    return end == NULL ? text : span_between(end + strlen(stop), span_end(text));
}

static bool begins_element(struct text_span text, const char *name)
{
    size_t size = strlen(name);
    return text.size > size && span_starts_with(text, name) &&
           (ascii_is_space(text.bytes[size]) || text.bytes[size] == '>' || text.bytes[size] == '/');
}

bool html_begins_page(const char *bytes, size_t size)
{
    char copy[HTML_SNIFFED_SIZE];
    struct text_span text = {copy, copy_letters(bytes, size, copy)}, before;
    if (memmem(text.bytes, text.size, "<?php", 5) != NULL ||
        memmem(text.bytes, text.size, "<?=", 3) != NULL)
        return false;
    if (span_starts_with(text, "\xff\xfe") || span_starts_with(text, "\xfe\xff"))
        text = span_after(text, 2);
    do {
        text = span_trim(text);
        before = text;
        text = skip_comment(text);
    } while (text.size < before.size);
    if (text.size == 0 || *text.bytes != '<')
        return false;
    if (begins_element(span_after(text, 1), "!doctype"))
        return begins_element(span_trim(span_after(text, strlen("<!doctype"))), "html");
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (begins_element(span_after(text, 1), beginnings[i]))
            return true;
    return false;
}
