#include "indexer/sources/text/wikitext_braces.h"

#include <string.h>

#include "common/base/ascii.h"

enum { NAME_SIZE_MAX = 64, ARGUMENT_NAME_MAX = 40 };

size_t wikitext_count_closings(struct text_span text)
{
    size_t count = 0;
    const char *at = text.bytes, *end = span_end(text);
    while ((at = memchr(at, '}', (size_t)(end - at))) != NULL) {
        bool closes = at + 1 < end && at[1] == '}';
        count += closes;
        at += closes ? 2 : 1;
    }
    return count;
}

void wikitext_skip_part(struct wikitext *wiki, size_t size)
{
    size_t closings = wikitext_count_closings((struct text_span){wiki->rest.bytes, size});
    wiki->closing_braces -= closings < wiki->closing_braces ? closings : wiki->closing_braces;
    wikitext_skip(wiki, size);
}

static struct frame *innermost(struct wikitext *wiki)
{
    return &wiki->frames[wiki->frame_count - 1];
}

static void append_text(struct wikitext *wiki, struct text_span text)
{
    if (wikitext_is_visible(wiki))
        buffer_append(wiki->into, text.bytes, text.size);
}

/* --- arguments --- */

static void hide_argument(struct wikitext *wiki)
{
    struct frame *frame = innermost(wiki);
    wiki->hidden_frames += !frame->hidden;
    frame->hidden = true;
}

/* Shows an argument with what its template has before it, unless that only parts it from others
 * that have not come. */
static void show_argument(struct wikitext *wiki, struct text_span before, bool is_first)
{
    struct frame *frame = innermost(wiki);
    frame->before = wiki->into->size;
    if (frame->shown > 0 || is_first)
        append_text(wiki, before);
    frame->text = wiki->into->size;
}

/* Returns the name of the argument that begins here and the bytes up to its =, 0 if it has none. */
static size_t argument_name(struct text_span rest, struct text_span *name)
{
    size_t size = 0, limit = rest.size < ARGUMENT_NAME_MAX ? rest.size : ARGUMENT_NAME_MAX;
    while (size < limit && ascii_is_space(rest.bytes[size]))
        size++;
    for (; size < limit && rest.bytes[size] != '='; size++)
        if (strchr("|{}[]<\n/:", rest.bytes[size]) != NULL)
            return 0;
    *name = span_trim((struct text_span){rest.bytes, size});
    return size < limit && name->size > 0 ? size + 1 : 0;
}

static void take_back(struct wikitext *wiki, size_t size)
{
    if (wikitext_is_visible(wiki) && wiki->into->size > size)
        wiki->into->size = size;
}

static void begin_best_argument(struct wikitext *wiki, unsigned rank)
{
    struct frame *frame = innermost(wiki);
    if (frame->shown > 0 && rank <= frame->rank) {
        hide_argument(wiki);
        return;
    }
    take_back(wiki, frame->start);
    frame->rank = rank;
    frame->shown = 0;
    show_argument(wiki, (struct text_span){"", 0}, true);
}

static void begin_named_argument(struct wikitext *wiki, struct text_span name)
{
    struct frame *frame = innermost(wiki);
    const struct template *template = frame->template;
    unsigned rank = template == NULL ? 0 : template_named_rank(template, name);
    if (rank == 0) {
        hide_argument(wiki);
    } else if (template->kind == TEMPLATE_BEST) {
        begin_best_argument(wiki, rank);
    } else if (template->kind == TEMPLATE_BOOK || template->kind == TEMPLATE_LINES) {
        bool book = template->kind == TEMPLATE_BOOK;
        show_argument(wiki, (struct text_span){book ? ", " : "\n", book ? 2 : 1}, false);
    } else {
        const char *slot = strchr(template->format, '$');
        show_argument(wiki, template_text_before(template->format, slot), true);
    }
}

static void begin_numbered_argument(struct wikitext *wiki)
{
    struct frame *frame = innermost(wiki);
    const struct template *template = frame->template;
    if (template == NULL && frame->number == 1) {
        show_argument(wiki, (struct text_span){"", 0}, true);
        return;
    }
    const char *slot = template == NULL ? NULL : template_slot(template->format, frame->number);
    if (slot == NULL)
        hide_argument(wiki);
    else if (template->kind == TEMPLATE_BEST)
        begin_best_argument(wiki, 0);
    else
        show_argument(wiki, template_text_before(template->format, slot),
                      slot == strchr(template->format, '$'));
}

/* Whether the name is a number, which says which argument it is. */
static bool is_number(struct text_span name)
{
    return name.size == 1 && *name.bytes >= '1' && *name.bytes <= '9';
}

/* Begins the argument at the reader's place. */
static void begin_argument(struct wikitext *wiki)
{
    struct frame *frame = innermost(wiki);
    struct text_span name;
    size_t size = argument_name(wiki->rest, &name);
    bool outer_hidden = !wikitext_is_visible(wiki);
    if (outer_hidden || frame->gives_up) {
        hide_argument(wiki);
        return;
    }
    wikitext_skip(wiki, size);
    if (size > 0 && is_number(name))
        frame->number = (unsigned)(*name.bytes - '0');
    else if (size == 0)
        frame->number++;
    if (frame->template == NULL && (size > 0 || frame->number > 1)) {
        take_back(wiki, frame->start);
        frame->gives_up = true;
        hide_argument(wiki);
    } else if (size > 0 && !is_number(name)) {
        begin_named_argument(wiki, name);
    } else {
        begin_numbered_argument(wiki);
    }
    while (wiki->rest.size > 0 && ascii_is_space(*wiki->rest.bytes)) {
        wiki->at_line |= *wiki->rest.bytes == '\n';
        wikitext_skip(wiki, 1);
    }
}

/* --- dates and centuries --- */

/* Makes the number of a month its name, and the first day 1er. */
static void name_date(struct wikitext *wiki)
{
    static const char *const months[] = {"janvier",   "février", "mars",     "avril",
                                         "mai",       "juin",    "juillet",  "août",
                                         "septembre", "octobre", "novembre", "décembre"};
    const struct frame *frame = innermost(wiki);
    struct text_span text = {wiki->into->data + frame->text, wiki->into->size - frame->text};
    if (text.size == 0 || text.size > 2 || !ascii_is_digit(text.bytes[0]) ||
        !ascii_is_digit(text.bytes[text.size - 1]))
        return;
    unsigned value = (unsigned)(text.bytes[0] - '0');
    if (text.size == 2)
        value = value * 10 + (unsigned)(text.bytes[1] - '0');
    if (frame->number == 1 && value == 1)
        buffer_append_string(wiki->into, "er");
    if (frame->number == 2 && value >= 1 && value <= 12) {
        wiki->into->size = frame->text;
        buffer_append_string(wiki->into, months[value - 1]);
    }
}

/* Makes a number that is all that is shown an ordinal. */
static void make_ordinal(struct wikitext *wiki)
{
    const struct frame *frame = innermost(wiki);
    struct text_span text = {wiki->into->data + frame->start, wiki->into->size - frame->start};
    for (size_t i = 0; i < text.size; i++)
        if (strchr("IVXLCDM0123456789", text.bytes[i]) == NULL)
            return;
    if (text.size > 0)
        buffer_append_string(wiki->into,
                             span_equals(text, "I") || span_equals(text, "1") ? "er" : "e");
}

/* Ends the current argument. */
static void end_argument(struct wikitext *wiki)
{
    struct frame *frame = innermost(wiki);
    struct buffer *into = wiki->into;
    wikitext_drop_links(wiki, frame->links);
    wiki->tables = frame->tables;
    if (frame->hidden) {
        frame->hidden = false;
        wiki->hidden_frames--;
        return;
    }
    if (!wikitext_is_visible(wiki) || into->failed)
        return;
    frame->ends_line = false;
    while (into->size > frame->text && ascii_is_space(into->data[into->size - 1]))
        frame->ends_line |= into->data[--into->size] == '\n';
    if (into->size <= frame->text) {
        take_back(wiki, frame->before);
        return;
    }
    frame->shown++;
    if (frame->template != NULL && frame->template->kind == TEMPLATE_DATE)
        name_date(wiki);
}

/* --- templates --- */

/* Returns the bytes of a template's name, up to what ends it. Of a parser function such as
 * {{lc:Texte}}, what follows the colon is its argument. */
static size_t name_size(struct text_span rest)
{
    size_t size = 0, limit = rest.size < NAME_SIZE_MAX ? rest.size : NAME_SIZE_MAX;
    while (size < limit && strchr("|{}[]<:\n", rest.bytes[size]) == NULL)
        size++;
    return size;
}

/* Shows what a template without arguments is, or what precedes its arguments. */
static void begin_template_text(struct wikitext *wiki, struct text_span name)
{
    const struct template *template = innermost(wiki)->template;
    if (template == NULL) {
        if (template_shows_its_name(name, innermost(wiki)->within_line))
            append_text(wiki, span_trim(name));
        return;
    }
    const char *always = strchr(template->format, '~');
    if (strcmp(template->format, "=") == 0)
        append_text(wiki, *name.bytes == '=' ? name : span_trim(name));
    else if (!template_has_slots(template))
        append_text(wiki, (struct text_span){template->format, strlen(template->format)});
    else if (always != NULL && always < strchr(template->format, '$'))
        append_text(wiki, span_between(template->format, always));
}

/* Skips the name of a namespace: {{Modèle:x}}. */
static void skip_namespace(struct wikitext *wiki)
{
    static const char *const spaces[] = {
        "Mod\xc3\xa8le:", "mod\xc3\xa8le:", "Template:", "template:"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (span_starts_with(wiki->rest, spaces[i]))
            wikitext_skip(wiki, strlen(spaces[i]));
}

static void open_template(struct wikitext *wiki)
{
    const struct buffer *into = wiki->into;
    if (wiki->frame_count == OPEN_TEMPLATES_MAX) {
        wiki->deep_braces++;
        return;
    }
    skip_namespace(wiki);
    size_t size = name_size(wiki->rest);
    struct text_span name = {wiki->rest.bytes, size};
    wiki->frames[wiki->frame_count++] = (struct frame){
        .template = template_find(name),
        .start = into->size,
        .before = into->size,
        .text = into->size,
        .links = wiki->link_count,
        .tables = wiki->tables,
        .gives_up =
            span_starts_with(name, "#") || span_starts_with(span_after(wiki->rest, size), ":"),
        .within_line = into->size > 0 && into->data[into->size - 1] != '\n',
    };
    wikitext_skip(wiki, size);
    begin_template_text(wiki, name);
    if (innermost(wiki)->template != NULL && span_starts_with(wiki->rest, ":")) {
        innermost(wiki)->gives_up = false;
        wikitext_skip(wiki, 1);
        begin_argument(wiki);
    } else {
        hide_argument(wiki); /* until the first | */
    }
}

/* Ends what a template has after its arguments. */
static void end_template_text(struct wikitext *wiki)
{
    const struct frame *frame = innermost(wiki);
    const struct template *template = frame->template;
    if (template == NULL || !template_has_slots(template))
        return;
    struct text_span after = template_text_after(template->format);
    bool always = span_starts_with(after, "~");
    if (template->kind == TEMPLATE_CENTURY && frame->shown == 1)
        make_ordinal(wiki);
    if (always || frame->shown > 0)
        append_text(wiki, span_after(after, always));
}

/* Whether an unknown template stands for words: it is within a line. */
static bool is_within_line(const struct wikitext *wiki, const struct frame *frame)
{
    struct text_span rest = wiki->rest;
    bool line_follows = rest.size == 0 || *rest.bytes == '\n';
    return frame->within_line || !line_follows;
}

static void close_template(struct wikitext *wiki)
{
    if (wiki->deep_braces > 0) {
        wiki->deep_braces--;
        return;
    }
    end_argument(wiki);
    struct frame *frame = innermost(wiki);
    if (wikitext_is_visible(wiki) && !wiki->into->failed) {
        end_template_text(wiki);
        if (frame->template == NULL && frame->shown > 0 && !is_within_line(wiki, frame))
            take_back(wiki, frame->start);
        if (frame->ends_line && wiki->rest.size > 0 && *wiki->rest.bytes != '\n')
            append_text(wiki, (struct text_span){"\n", 1});
    }
    wiki->frame_count--;
}

bool wikitext_read_braces(struct wikitext *wiki)
{
    size_t open = wiki->frame_count + wiki->deep_braces;
    if (span_starts_with(wiki->rest, "{{")) {
        if (wiki->closing_braces <= open)
            return false;
        wikitext_skip(wiki, 2);
        open_template(wiki);
    } else if (span_starts_with(wiki->rest, "}}")) {
        wiki->closing_braces -= wiki->closing_braces > 0;
        if (open == 0)
            return false;
        wikitext_skip(wiki, 2);
        close_template(wiki);
    } else {
        return false;
    }
    return true;
}

bool wikitext_read_argument_bar(struct wikitext *wiki)
{
    if (wiki->frame_count == 0 || wiki->link_count > innermost(wiki)->links ||
        wiki->tables > innermost(wiki)->tables)
        return false;
    wikitext_skip(wiki, 1);
    if (wiki->deep_braces == 0) {
        end_argument(wiki);
        begin_argument(wiki);
    }
    return true;
}
