#include "indexer/sources/text/wikitext_elements.h"

#include <string.h>

#include "indexer/sources/text/wikitext_braces.h"

/* Elements whose contents a reader of the page does not see as text, and then those whose contents
 * are as they are written. */
static const char *const closed_elements[HIDDEN_ELEMENTS] = {
    "ref", "math", "timeline", "score",        "graph",  "mapframe", "maplink",         "hiero",
    "ce",  "chem", "inputbox", "templatedata", "nowiki", "pre",      "syntaxhighlight", "source"};

enum { LITERAL_ELEMENTS = 12 };

/* Returns the number of the element in the table, or HIDDEN_ELEMENTS. */
static size_t find_closed_element(struct text_span name)
{
    size_t number = 0;
    while (number < HIDDEN_ELEMENTS && !span_equals_ignore_case(name, closed_elements[number]))
        number++;
    return number;
}

/* Returns the end tag </name>, in any letter case, or NULL. */
static const char *find_end_tag(struct wikitext *wiki, size_t number)
{
    const char *name = closed_elements[number], *at;
    size_t size = strlen(name);
    struct text_span rest = wiki->rest;
    if (wiki->element_unclosed[number])
        return NULL;
    while ((at = memmem(rest.bytes, rest.size, "</", 2)) != NULL) {
        rest = span_between(at + 2, span_end(rest));
        if (rest.size > size && (rest.bytes[size] == '>' || rest.bytes[size] == ' ') &&
            span_equals_ignore_case((struct text_span){rest.bytes, size}, name))
            return at;
    }
    wiki->element_unclosed[number] = true;
    return NULL;
}

/* Appends text as it is written, but for entities. */
static void append_literal(struct wikitext *wiki, struct text_span text)
{
    while (text.size > 0 && wikitext_is_visible(wiki)) {
        const char *mark = memchr(text.bytes, '&', text.size);
        size_t size = mark == NULL ? text.size : (size_t)(mark - text.bytes);
        wikitext_append(wiki, text.bytes, size);
        text = span_after(text, size);
        size = markup_append_entity(text, wiki->into);
        if (size == 0 && text.size > 0)
            wikitext_append(wiki, text.bytes, size = 1);
        text = span_after(text, size);
    }
}

/* Reads an element of the table, with its contents. False if it has no end, or is one. */
static bool read_closed_element(struct wikitext *wiki, struct markup_tag tag)
{
    struct text_span text = wiki->rest;
    size_t number = find_closed_element(tag.name);
    bool ends = text.bytes[1] == '/' || (tag.size >= 2 && text.bytes[tag.size - 2] == '/');
    const char *end = number == HIDDEN_ELEMENTS || ends ? NULL : find_end_tag(wiki, number);
    if (end == NULL)
        return false;
    if (number >= LITERAL_ELEMENTS)
        append_literal(wiki, span_between(text.bytes + tag.size, end));
    const char *close = memchr(end, '>', (size_t)(span_end(text) - end));
    wikitext_skip_part(wiki, (size_t)((close == NULL ? end + 1 : close) + 1 - text.bytes));
    return true;
}

bool wikitext_read_element(struct wikitext *wiki)
{
    size_t size = markup_hidden_size(wiki->rest, &wiki->unclosed);
    if (size > 0) {
        wikitext_skip_part(wiki, size);
        return true;
    }
    struct markup_tag tag = markup_parse_tag(wiki->rest);
    if (tag.size == 0)
        return false;
    if (tag.kind == HTML_BLOCK || tag.kind == HTML_BREAK || tag.kind == HTML_PRE)
        wikitext_append_separator(wiki, '\n');
    else if (tag.kind == HTML_CELL)
        wikitext_append_separator(wiki, ' ');
    if (span_equals_ignore_case(tag.name, "gallery"))
        wiki->in_gallery = wiki->rest.bytes[1] != '/';
    if (!read_closed_element(wiki, tag))
        wikitext_skip(wiki, tag.size);
    return true;
}
