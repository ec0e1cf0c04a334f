#include "indexer/sources/text/wikitext.h"

#include <string.h>
#include <strings.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/markup/markup.h"

enum { BRACKETS_MOST = 64 };

/* An open [[link]]. */
struct link {
    size_t start; /* of its visible text, in the body */
    bool dropped; /* a file or category: nothing of it is shown */
};

struct wikitext {
    struct text_span rest;
    struct buffer *into;
    size_t braces;   /* number of open {{ */
    size_t closings; /* number of }} left in the page */
    struct link links[BRACKETS_MOST];
    size_t link_count;
    size_t addresses;  /* number of open [http…] */
    size_t dropped;    /* number of open links that are dropped */
    bool at_line;      /* at the beginning of a line */
    bool bare;         /* the line has nothing to show */
    bool in_table_row; /* | separates cells */
    struct markup_missing missing;
    bool no_ref_end, no_math_end; /* already searched for in vain */
};

static void advance(struct wikitext *wiki, size_t size)
{
    wiki->rest = (struct text_span){wiki->rest.bytes + size, wiki->rest.size - size};
}

static bool is_shown(const struct wikitext *wiki)
{
    return wiki->braces == 0 && wiki->dropped == 0;
}

static void put(struct wikitext *wiki, const char *bytes, size_t size)
{
    if (is_shown(wiki))
        buffer_append(wiki->into, bytes, size);
}

static void put_break(struct wikitext *wiki, char byte)
{
    const struct buffer *into = wiki->into;
    char last = into->size > 0 ? into->data[into->size - 1] : '\n';
    if (is_shown(wiki) && last != '\n' && last != byte)
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
static bool take_braces(struct wikitext *wiki)
{
    if (span_starts(wiki->rest, "{{")) {
        if (wiki->closings <= wiki->braces)
            return false;
        wiki->braces++;
    } else if (span_starts(wiki->rest, "}}")) {
        wiki->closings -= wiki->closings > 0;
        if (wiki->braces == 0)
            return false;
        wiki->braces--;
    } else {
        return false;
    }
    advance(wiki, 2);
    return true;
}

/* --- [[links]] --- */

/* Whether the target begins with "Fichier:", "Category:" or the like, whose links show nothing in
 * the text. After a colon, they are ordinary links. */
static bool is_margin(struct text_span target)
{
    static const char *const spaces[] = {"file",      "fichier", "image", "category",
                                         "catégorie", "média",   "media"};
    size_t size = 0, most = target.size < 20 ? target.size : 20;
    while (size < most && target.bytes[size] != ':' && target.bytes[size] != '|' &&
           target.bytes[size] != ']')
        size++;
    if (size == 0 || size == most || target.bytes[size] != ':')
        return false;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (strlen(spaces[i]) == size && strncasecmp(spaces[i], target.bytes, size) == 0)
            return true;
    return span_starts(target, "Catégorie:");
}

static void open_link(struct wikitext *wiki)
{
    advance(wiki, 2);
    bool margin = is_margin(wiki->rest);
    wiki->links[wiki->link_count++] = (struct link){wiki->into->size, margin};
    wiki->dropped += margin;
}

static void close_link(struct wikitext *wiki)
{
    wiki->dropped -= wiki->links[--wiki->link_count].dropped;
    advance(wiki, 2);
}

/* Drops what precedes the bar: it was the target. */
static void take_bar(struct wikitext *wiki)
{
    const struct link *link = &wiki->links[wiki->link_count - 1];
    if (is_shown(wiki) && !wiki->into->failed)
        wiki->into->size = link->start;
    advance(wiki, 1);
}

/* Reads [https://… text]: keeps the text. */
static bool take_address(struct wikitext *wiki)
{
    struct text_span inner = {wiki->rest.bytes + 1, wiki->rest.size - 1};
    if (!span_starts(inner, "http://") && !span_starts(inner, "https://") &&
        !span_starts(inner, "//"))
        return false;
    size_t size = 0;
    while (size < inner.size && strchr(" ]\n\t", inner.bytes[size]) == NULL)
        size++;
    size += size < inner.size && inner.bytes[size] == ' ';
    advance(wiki, 1 + size);
    wiki->addresses++;
    return true;
}

static void close_address(struct wikitext *wiki)
{
    wiki->addresses--;
    advance(wiki, 1);
}

static bool take_brackets(struct wikitext *wiki)
{
    if (span_starts(wiki->rest, "[[") && wiki->link_count < BRACKETS_MOST)
        open_link(wiki);
    else if (span_starts(wiki->rest, "]]") && wiki->link_count > 0)
        close_link(wiki);
    else if (wiki->rest.bytes[0] == '|' && wiki->link_count > 0)
        take_bar(wiki);
    else if (wiki->rest.bytes[0] == ']' && wiki->addresses > 0)
        close_address(wiki);
    else if (wiki->rest.bytes[0] == '[')
        return take_address(wiki);
    else
        return false;
    return true;
}

/* --- <elements> --- */

/* Returns the position after the next `end` ("</name>"), or 0. */
static size_t end_of(struct text_span text, const char *end, bool *missing)
{
    const char *found = *missing ? NULL : memmem(text.bytes, text.size, end, strlen(end));
    *missing |= found == NULL;
    return found == NULL ? 0 : (size_t)(found - text.bytes) + strlen(end);
}

static size_t element_hidden(struct wikitext *wiki, struct markup_tag tag)
{
    struct text_span text = wiki->rest;
    bool closed = tag.size >= 2 && text.bytes[tag.size - 2] == '/';
    if (closed || text.bytes[1] == '/')
        return tag.size;
    size_t size = 0;
    if (span_is_word(tag.name, "ref"))
        size = end_of(text, "</ref>", &wiki->no_ref_end);
    else if (span_is_word(tag.name, "math"))
        size = end_of(text, "</math>", &wiki->no_math_end);
    return size > 0 ? size : tag.size;
}

static bool take_element(struct wikitext *wiki)
{
    size_t size = markup_hidden(wiki->rest, &wiki->missing);
    if (size == 0) {
        struct markup_tag tag = markup_tag_at(wiki->rest);
        if (tag.size == 0)
            return false;
        size = element_hidden(wiki, tag);
        if (tag.kind == HTML_BLOCK || tag.kind == HTML_BREAK || tag.kind == HTML_PRE)
            put_break(wiki, '\n');
        else if (tag.kind == HTML_CELL)
            put_break(wiki, ' ');
    }
    advance(wiki, size);
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
        advance(wiki, size + 1);
}

/* Skips the marks at the beginning of a line, which say what kind of line it is. */
static void begin_line(struct wikitext *wiki)
{
    struct text_span rest = wiki->rest;
    size_t size = 0;
    wiki->in_table_row = wiki->bare = false;
    wiki->addresses = 0;
    if (span_starts(rest, "\n") || span_starts(rest, "=="))
        wiki->link_count = wiki->dropped = 0; /* no link extends over this */
    if (span_starts(rest, "{|") || span_starts(rest, "|}") || span_starts(rest, "|-")) {
        wiki->bare = true;
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
    advance(wiki, size);
    if (wiki->in_table_row)
        skip_attributes(wiki);
}

/* Ends a line, and drops the marks that close a == heading ==. */
static void end_line(struct wikitext *wiki)
{
    struct buffer *into = wiki->into;
    advance(wiki, 1);
    wiki->at_line = true;
    if (!is_shown(wiki) || into->failed || wiki->bare)
        return;
    while (into->size > 0 &&
           (into->data[into->size - 1] == '=' || into->data[into->size - 1] == ' '))
        into->size--;
    if (into->size > 0 && !(into->size > 1 && into->data[into->size - 1] == '\n' &&
                            into->data[into->size - 2] == '\n'))
        buffer_append_byte(into, '\n');
}

static bool take_cell(struct wikitext *wiki)
{
    if (!wiki->in_table_row || !(span_starts(wiki->rest, "||") || span_starts(wiki->rest, "!!")))
        return false;
    put_break(wiki, ' ');
    advance(wiki, 2);
    skip_attributes(wiki);
    return true;
}

/* Drops two, three or five apostrophes, which mark emphasis; of four, one is kept, and of more, all
 * beyond five. */
static bool take_emphasis(struct wikitext *wiki)
{
    size_t size = 0;
    while (size < wiki->rest.size && wiki->rest.bytes[size] == '\'')
        size++;
    if (size < 2)
        return false;
    for (size_t marks = size == 4 ? 3 : 5; marks < size; marks++)
        put(wiki, "'", 1);
    advance(wiki, size);
    return true;
}

static bool take_reference(struct wikitext *wiki)
{
    struct buffer scratch = {0};
    size_t size = markup_entity(wiki->rest, is_shown(wiki) ? wiki->into : &scratch);
    buffer_release(&scratch);
    advance(wiki, size);
    return size > 0;
}

static bool take_mark(struct wikitext *wiki)
{
    switch (wiki->rest.bytes[0]) {
    case '{':
    case '}':
        return take_braces(wiki);
    case '[':
    case ']':
        return take_brackets(wiki);
    case '|':
        return wiki->link_count > 0 ? take_brackets(wiki) : take_cell(wiki);
    case '!':
        return take_cell(wiki);
    case '<':
        return take_element(wiki);
    case '\'':
        return take_emphasis(wiki);
    case '&':
        return take_reference(wiki);
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
        .rest = page, .into = into, .closings = count_closings(page), .at_line = true};
    while (wiki.rest.size > 0) {
        if (wiki.at_line && wiki.braces == 0) {
            wiki.at_line = false;
            begin_line(&wiki);
            continue;
        }
        wiki.at_line = false;
        if (take_mark(&wiki))
            continue;
        size_t size = 1;
        while (size < wiki.rest.size && strchr("{}[]|!<'&\n", wiki.rest.bytes[size]) == NULL)
            size++;
        put(&wiki, wiki.rest.bytes, size);
        advance(&wiki, size);
    }
}
