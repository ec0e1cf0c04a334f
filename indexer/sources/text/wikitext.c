#include "indexer/sources/text/wikitext.h"

#include <string.h>
#include <strings.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/markup/markup.h"

enum { OPEN_LINKS_MAX = 64 };

/* An open [[link]]. */
struct link {
    size_t start; /* of its visible text, in the body */
    bool hidden;  /* a file or category: nothing of it is shown */
};

struct wikitext {
    struct text_span rest;
    struct buffer *into;
    size_t braces;         /* number of open {{ */
    size_t closing_braces; /* number of }} left in the page */
    struct link links[OPEN_LINKS_MAX];
    size_t link_count;
    size_t external_links; /* number of open [http…] */
    size_t hidden;         /* number of open links that are dropped */
    bool at_line;          /* at the beginning of a line */
    bool markup_only;      /* the line has nothing to show */
    bool in_table_row;     /* | separates cells */
    struct markup_unclosed unclosed;
    bool ref_unclosed, math_unclosed; /* already searched for in vain */
};

static void skip_wikitext(struct wikitext *wiki, size_t size)
{
    wiki->rest = (struct text_span){wiki->rest.bytes + size, wiki->rest.size - size};
}

static bool is_visible(const struct wikitext *wiki)
{
    return wiki->braces == 0 && wiki->hidden == 0;
}

static void append_visible(struct wikitext *wiki, const char *bytes, size_t size)
{
    if (is_visible(wiki))
        buffer_append(wiki->into, bytes, size);
}

static void append_separator(struct wikitext *wiki, char byte)
{
    const struct buffer *into = wiki->into;
    char last = into->size > 0 ? into->data[into->size - 1] : '\n';
    if (is_visible(wiki) && last != '\n' && last != byte)
        buffer_append_byte(wiki->into, (unsigned char)byte);
}

/* --- {{templates}} --- */

static size_t count_closings(struct text_span text)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < text.size; i++)
        if (text.bytes[i] == '}' && text.bytes[i + 1] == '}') {
            count++;
            i++;
        }
    return count;
}

/* Reads {{ or }}. A template without an end hides nothing. */
static bool read_braces(struct wikitext *wiki)
{
    if (span_starts_with(wiki->rest, "{{")) {
        if (wiki->closing_braces <= wiki->braces)
            return false;
        wiki->braces++;
    } else if (span_starts_with(wiki->rest, "}}")) {
        wiki->closing_braces -= wiki->closing_braces > 0;
        if (wiki->braces == 0)
            return false;
        wiki->braces--;
    } else {
        return false;
    }
    skip_wikitext(wiki, 2);
    return true;
}

/* --- [[links]] --- */

/* Whether the target begins with "Fichier:", "Category:" or the like, whose links show nothing in
 * the text. After a colon, they are ordinary links. */
static bool is_hidden_target(struct text_span target)
{
    static const char *const spaces[] = {"file",      "fichier", "image", "category",
                                         "catégorie", "média",   "media"};
    size_t size = 0, limit = target.size < 20 ? target.size : 20;
    while (size < limit && target.bytes[size] != ':' && target.bytes[size] != '|' &&
           target.bytes[size] != ']')
        size++;
    if (size == 0 || size == limit || target.bytes[size] != ':')
        return false;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (strlen(spaces[i]) == size && strncasecmp(spaces[i], target.bytes, size) == 0)
            return true;
    return span_starts_with(target, "Catégorie:");
}

static void open_wiki_link(struct wikitext *wiki)
{
    skip_wikitext(wiki, 2);
    bool is_hidden = is_hidden_target(wiki->rest);
    wiki->links[wiki->link_count++] = (struct link){wiki->into->size, is_hidden};
    wiki->hidden += is_hidden;
}

static void close_wiki_link(struct wikitext *wiki)
{
    wiki->hidden -= wiki->links[--wiki->link_count].hidden;
    skip_wikitext(wiki, 2);
}

/* Drops what precedes the bar: it was the target. */
static void drop_link_target(struct wikitext *wiki)
{
    const struct link *link = &wiki->links[wiki->link_count - 1];
    if (is_visible(wiki) && !wiki->into->failed)
        wiki->into->size = link->start;
    skip_wikitext(wiki, 1);
}

/* Reads [https://… text]: keeps the text. */
static bool read_external_link(struct wikitext *wiki)
{
    struct text_span inner = {wiki->rest.bytes + 1, wiki->rest.size - 1};
    if (!span_starts_with(inner, "http://") && !span_starts_with(inner, "https://") &&
        !span_starts_with(inner, "//"))
        return false;
    size_t size = 0;
    while (size < inner.size && strchr(" ]\n\t", inner.bytes[size]) == NULL)
        size++;
    size += size < inner.size && inner.bytes[size] == ' ';
    skip_wikitext(wiki, 1 + size);
    wiki->external_links++;
    return true;
}

static void close_external_link(struct wikitext *wiki)
{
    wiki->external_links--;
    skip_wikitext(wiki, 1);
}

static bool read_brackets(struct wikitext *wiki)
{
    if (span_starts_with(wiki->rest, "[[") && wiki->link_count < OPEN_LINKS_MAX)
        open_wiki_link(wiki);
    else if (span_starts_with(wiki->rest, "]]") && wiki->link_count > 0)
        close_wiki_link(wiki);
    else if (wiki->rest.bytes[0] == '|' && wiki->link_count > 0)
        drop_link_target(wiki);
    else if (wiki->rest.bytes[0] == ']' && wiki->external_links > 0)
        close_external_link(wiki);
    else if (wiki->rest.bytes[0] == '[')
        return read_external_link(wiki);
    else
        return false;
    return true;
}

/* --- <elements> --- */

/* Returns the position after the next `end` ("</name>"), or 0. */
static size_t find_end_tag(struct text_span text, const char *end, bool *unclosed)
{
    const char *found = *unclosed ? NULL : memmem(text.bytes, text.size, end, strlen(end));
    *unclosed |= found == NULL;
    return found == NULL ? 0 : (size_t)(found - text.bytes) + strlen(end);
}

static size_t hidden_element_size(struct wikitext *wiki, struct markup_tag tag)
{
    struct text_span text = wiki->rest;
    bool closed = tag.size >= 2 && text.bytes[tag.size - 2] == '/';
    if (closed || text.bytes[1] == '/')
        return tag.size;
    size_t size = 0;
    if (span_equals_ignore_case(tag.name, "ref"))
        size = find_end_tag(text, "</ref>", &wiki->ref_unclosed);
    else if (span_equals_ignore_case(tag.name, "math"))
        size = find_end_tag(text, "</math>", &wiki->math_unclosed);
    return size > 0 ? size : tag.size;
}

static bool read_element(struct wikitext *wiki)
{
    size_t size = markup_hidden_size(wiki->rest, &wiki->unclosed);
    if (size == 0) {
        struct markup_tag tag = markup_parse_tag(wiki->rest);
        if (tag.size == 0)
            return false;
        size = hidden_element_size(wiki, tag);
        if (tag.kind == HTML_BLOCK || tag.kind == HTML_BREAK || tag.kind == HTML_PRE)
            append_separator(wiki, '\n');
        else if (tag.kind == HTML_CELL)
            append_separator(wiki, ' ');
    }
    skip_wikitext(wiki, size);
    return true;
}

/* --- lines --- */

/* Skips the attributes of a cell, which end in a bar: | style="…" | text. */
static void skip_attributes(struct wikitext *wiki)
{
    const struct text_span rest = wiki->rest;
    size_t size = 0;
    bool equals = false;
    while (size < rest.size && strchr("\n|[{!", rest.bytes[size]) == NULL)
        equals |= rest.bytes[size++] == '=';
    if (equals && size + 1 < rest.size && rest.bytes[size] == '|' && rest.bytes[size + 1] != '|')
        skip_wikitext(wiki, size + 1);
}

/* Skips the marks at the beginning of a line, which say what kind of line it is. */
static void begin_line(struct wikitext *wiki)
{
    struct text_span rest = wiki->rest;
    size_t size = 0;
    wiki->in_table_row = wiki->markup_only = false;
    wiki->external_links = 0;
    if (span_starts_with(rest, "\n") || span_starts_with(rest, "=="))
        wiki->link_count = wiki->hidden = 0; /* no link extends over this */
    if (span_starts_with(rest, "{|") || span_starts_with(rest, "|}") ||
        span_starts_with(rest, "|-")) {
        wiki->markup_only = true;
        while (size < rest.size && rest.bytes[size] != '\n')
            size++;
    } else if (rest.size > 0 && (rest.bytes[0] == '|' || rest.bytes[0] == '!') &&
               wiki->link_count == 0) {
        wiki->in_table_row = true;
        size = rest.size > 1 && rest.bytes[1] == '+' ? 2 : 1;
    } else {
        while (size < rest.size && strchr("=*#:;", rest.bytes[size]) != NULL)
            size++;
        while (size > 0 && size < rest.size && rest.bytes[size] == ' ')
            size++;
    }
    skip_wikitext(wiki, size);
    if (wiki->in_table_row)
        skip_attributes(wiki);
}

/* Ends a line, and drops the marks that close a == heading ==. */
static void end_line(struct wikitext *wiki)
{
    struct buffer *into = wiki->into;
    skip_wikitext(wiki, 1);
    wiki->at_line = true;
    if (!is_visible(wiki) || into->failed || wiki->markup_only)
        return;
    while (into->size > 0 &&
           (into->data[into->size - 1] == '=' || into->data[into->size - 1] == ' '))
        into->size--;
    if (into->size > 0 && !(into->size > 1 && into->data[into->size - 1] == '\n' &&
                            into->data[into->size - 2] == '\n'))
        buffer_append_byte(into, '\n');
}

static bool read_cell(struct wikitext *wiki)
{
    if (!wiki->in_table_row ||
        !(span_starts_with(wiki->rest, "||") || span_starts_with(wiki->rest, "!!")))
        return false;
    append_separator(wiki, ' ');
    skip_wikitext(wiki, 2);
    skip_attributes(wiki);
    return true;
}

/* Drops two, three or five apostrophes, which mark emphasis; of four, one is kept, and of more, all
 * beyond five. */
static bool skip_emphasis_marks(struct wikitext *wiki)
{
    size_t size = 0;
    while (size < wiki->rest.size && wiki->rest.bytes[size] == '\'')
        size++;
    if (size < 2)
        return false;
    for (size_t marks = size == 4 ? 3 : 5; marks < size; marks++)
        append_visible(wiki, "'", 1);
    skip_wikitext(wiki, size);
    return true;
}

static bool read_wiki_entity(struct wikitext *wiki)
{
    struct buffer scratch = {0};
    size_t size = markup_append_entity(wiki->rest, is_visible(wiki) ? wiki->into : &scratch);
    buffer_release(&scratch);
    skip_wikitext(wiki, size);
    return size > 0;
}

static bool read_wiki_mark(struct wikitext *wiki)
{
    switch (wiki->rest.bytes[0]) {
    case '{':
    case '}':
        return read_braces(wiki);
    case '[':
    case ']':
        return read_brackets(wiki);
    case '|':
        return wiki->link_count > 0 ? read_brackets(wiki) : read_cell(wiki);
    case '!':
        return read_cell(wiki);
    case '<':
        return read_element(wiki);
    case '\'':
        return skip_emphasis_marks(wiki);
    case '&':
        return read_wiki_entity(wiki);
    case '\n':
        end_line(wiki);
        return true;
    default:
        return false;
    }
}

void wikitext_read(struct text_span page, struct buffer *into)
{
    struct wikitext wiki = {
        .rest = page, .into = into, .closing_braces = count_closings(page), .at_line = true};
    while (wiki.rest.size > 0) {
        if (wiki.at_line && wiki.braces == 0) {
            wiki.at_line = false;
            begin_line(&wiki);
            continue;
        }
        wiki.at_line = false;
        if (read_wiki_mark(&wiki))
            continue;
        size_t size = 1;
        while (size < wiki.rest.size && strchr("{}[]|!<'&\n", wiki.rest.bytes[size]) == NULL)
            size++;
        append_visible(&wiki, wiki.rest.bytes, size);
        skip_wikitext(&wiki, size);
    }
}
