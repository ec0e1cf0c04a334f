#include "indexer/sources/text/wikitext.h"

#include <string.h>
#include <strings.h>

#include "common/base/ascii.h"
#include "indexer/sources/text/wikitext_braces.h"
#include "indexer/sources/text/wikitext_elements.h"

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

/* Whether a line begins with a link to the page in another language, which is shown beside it:
 * [[en:River]]. */
static bool is_other_language(const struct wikitext *wiki)
{
    const struct buffer *into = wiki->into;
    struct text_span target = wiki->rest;
    size_t size = 0;
    while (size < target.size && size < 4 && target.bytes[size] >= 'a' && target.bytes[size] <= 'z')
        size++;
    return (into->size == 0 || into->data[into->size - 1] == '\n') && (size == 2 || size == 3) &&
           span_starts_with(span_after(target, size), ":");
}

static void open_wiki_link(struct wikitext *wiki)
{
    wikitext_skip(wiki, 2);
    bool is_hidden = is_hidden_target(wiki->rest) || is_other_language(wiki);
    wiki->links[wiki->link_count++] = (struct link){wiki->into->size, is_hidden};
    wiki->hidden += is_hidden;
}

static void close_wiki_link(struct wikitext *wiki)
{
    wiki->hidden -= wiki->links[--wiki->link_count].hidden;
    wikitext_skip(wiki, 2);
}

/* Drops what precedes the bar: it was the target. */
static void drop_link_target(struct wikitext *wiki)
{
    const struct link *link = &wiki->links[wiki->link_count - 1];
    if (wikitext_is_visible(wiki) && !wiki->into->failed)
        wiki->into->size = link->start;
    wikitext_skip(wiki, 1);
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
    wikitext_skip(wiki, 1 + size);
    wiki->external_links++;
    return true;
}

static void close_external_link(struct wikitext *wiki)
{
    wiki->external_links--;
    wikitext_skip(wiki, 1);
}

static bool read_brackets(struct wikitext *wiki)
{
    if (span_starts_with(wiki->rest, "[[") && wiki->link_count < OPEN_LINKS_MAX)
        open_wiki_link(wiki);
    else if (span_starts_with(wiki->rest, "]]") && wiki->link_count > wikitext_links_around(wiki))
        close_wiki_link(wiki);
    else if (wiki->rest.bytes[0] == '|' && wiki->link_count > wikitext_links_around(wiki))
        drop_link_target(wiki);
    else if (wiki->rest.bytes[0] == ']' && wiki->external_links > 0)
        close_external_link(wiki);
    else if (wiki->rest.bytes[0] == '[')
        return read_external_link(wiki);
    else
        return false;
    return true;
}

/* --- lines --- */

/* Skips the attributes of a cell, which end in a bar: | style="…" | text. */
static void skip_attributes(struct wikitext *wiki)
{
    const struct text_span rest = wiki->rest;
    size_t size = 0;
    bool equals = false, quoted = false;
    for (; size < rest.size; size++) {
        char byte = rest.bytes[size];
        if (byte == '\n' || (!quoted && strchr("|[{", byte) != NULL))
            break;
        if (!quoted && span_starts_with(span_after(rest, size), "!!"))
            break;
        quoted ^= byte == '"';
        equals |= byte == '=';
    }
    if (equals && size + 1 < rest.size && rest.bytes[size] == '|' && rest.bytes[size + 1] != '|')
        wikitext_skip(wiki, size + 1);
}

static size_t count_bytes(struct text_span text, const char *bytes)
{
    size_t size = 0;
    while (size < text.size && strchr(bytes, text.bytes[size]) != NULL)
        size++;
    return size;
}

static size_t line_size(struct text_span text)
{
    const char *end = memchr(text.bytes, '\n', text.size);
    return end == NULL ? text.size : (size_t)(end - text.bytes);
}

/* Whether a table's | or ! at the beginning of a line is one, not that of a template around it. */
static bool is_table_line(const struct wikitext *wiki)
{
    return wiki->link_count == wikitext_links_around(wiki) &&
           (wiki->frame_count == 0 || wiki->tables > wikitext_tables_around(wiki));
}

/* Skips what begins, parts or ends a table. Returns whether the line does. */
static bool begin_table_line(struct wikitext *wiki)
{
    struct text_span rest = wiki->rest;
    struct text_span line = span_after(rest, count_bytes(rest, ": "));
    bool in_template = wiki->frame_count > 0;
    if (span_starts_with(line, "{|")) {
        wiki->tables++;
    } else if (!is_table_line(wiki)) {
        return false;
    } else if (span_starts_with(rest, "|}") && !(in_template && span_starts_with(rest, "|}}"))) {
        wiki->tables -= wiki->tables > wikitext_tables_around(wiki);
        wiki->markup_only = true;
        wikitext_skip(wiki, 2);
        return true;
    } else if (!span_starts_with(rest, "|-")) {
        return false;
    }
    wiki->markup_only = true;
    wikitext_skip_part(wiki, line_size(rest));
    return true;
}

/* Skips the marks at the beginning of a line, which say what kind of line it is. */
static void begin_line(struct wikitext *wiki)
{
    struct text_span rest = wiki->rest;
    wiki->in_table_row = wiki->markup_only = false;
    wiki->external_links = 0;
    if (span_starts_with(rest, "\n") || span_starts_with(rest, "=="))
        wikitext_drop_links(wiki, wikitext_links_around(wiki)); /* no link extends over this */
    if (begin_table_line(wiki))
        return;
    if (rest.size > 0 && (*rest.bytes == '|' || *rest.bytes == '!') && is_table_line(wiki)) {
        wiki->in_table_row = true;
        wikitext_skip(wiki, rest.size > 1 && rest.bytes[1] == '+' ? 2 : 1);
        skip_attributes(wiki);
    } else if (wiki->in_gallery && *rest.bytes != '<') {
        const char *bar = memchr(rest.bytes, '|', line_size(rest));
        wiki->markup_only = bar == NULL;
        wikitext_skip_part(wiki, bar == NULL ? line_size(rest) : (size_t)(bar + 1 - rest.bytes));
    } else {
        size_t size = count_bytes(rest, span_starts_with(rest, "----") ? "-" : "=*#:;");
        if (size > 0)
            size += count_bytes(span_after(rest, size), " ");
        wikitext_skip(wiki, size);
    }
}

/* Where the text of the argument begins that the reader is in. */
static size_t text_start(const struct wikitext *wiki)
{
    return wiki->frame_count == 0 ? 0 : wiki->frames[wiki->frame_count - 1].text;
}

/* Ends a line, and drops the marks that close a == heading ==. */
static void end_line(struct wikitext *wiki)
{
    struct buffer *into = wiki->into;
    wikitext_skip(wiki, 1);
    wiki->at_line = true;
    if (!wikitext_is_visible(wiki) || into->failed || wiki->markup_only)
        return;
    while (into->size > text_start(wiki) &&
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
    wikitext_append_separator(wiki, ' ');
    wikitext_skip(wiki, 2);
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
        wikitext_append(wiki, "'", 1);
    wikitext_skip(wiki, size);
    return true;
}

static bool read_wiki_entity(struct wikitext *wiki)
{
    struct buffer scratch = {0};
    size_t size =
        markup_append_entity(wiki->rest, wikitext_is_visible(wiki) ? wiki->into : &scratch);
    buffer_release(&scratch);
    wikitext_skip(wiki, size);
    return size > 0;
}

/* Skips __TOC__ and the like. */
static bool skip_magic_word(struct wikitext *wiki)
{
    enum { WORD_SIZE_MAX = 40 };
    struct text_span rest = wiki->rest;
    size_t size = 2;
    if (!span_starts_with(rest, "__"))
        return false;
    while (size < rest.size && size < WORD_SIZE_MAX &&
           (ascii_is_letter(rest.bytes[size]) || (unsigned char)rest.bytes[size] >= 0x80))
        size++;
    if (size == 2 || !span_starts_with(span_after(rest, size), "__") ||
        ascii_lower(rest.bytes[2]) == rest.bytes[2])
        return false;
    wikitext_skip(wiki, size + 2);
    return true;
}

static bool read_wiki_mark(struct wikitext *wiki)
{
    switch (wiki->rest.bytes[0]) {
    case '{':
    case '}':
        return wikitext_read_braces(wiki);
    case '[':
    case ']':
        return read_brackets(wiki);
    case '|':
        if (wiki->link_count > wikitext_links_around(wiki))
            return read_brackets(wiki);
        return wikitext_read_argument_bar(wiki) || read_cell(wiki);
    case '!':
        return read_cell(wiki);
    case '<':
        return wikitext_read_element(wiki);
    case '_':
        return skip_magic_word(wiki);
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
    struct wikitext wiki = {.rest = page,
                            .into = into,
                            .closing_braces = wikitext_count_closings(page),
                            .at_line = true};
    while (wiki.rest.size > 0) {
        if (wiki.at_line && wiki.hidden_frames == 0 && wiki.deep_braces == 0) {
            wiki.at_line = false;
            begin_line(&wiki);
            continue;
        }
        wiki.at_line = false;
        if (read_wiki_mark(&wiki))
            continue;
        size_t size = 1;
        while (size < wiki.rest.size && strchr("{}[]|!<'&_\n", wiki.rest.bytes[size]) == NULL)
            size++;
        wikitext_append(&wiki, wiki.rest.bytes, size);
        wikitext_skip(&wiki, size);
    }
}
