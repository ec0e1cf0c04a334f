#include "indexer/sources/xml/xml_body.h"

#include "indexer/sources/article/span.h"

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static bool ends_with_one_of(const struct buffer *body, const char *const *marks)
{
    for (; *marks != NULL; marks++) {
        size_t size = strlen(*marks);
        if (body->size >= size && memcmp(body->data + body->size - size, *marks, size) == 0)
            return true;
    }
    return false;
}

/* --- gaps --- */

void xml_set_gap(struct xml_document *document, enum xml_gap gap)
{
    if (document->glued && gap < XML_GAP_LINE)
        return;
    document->glued = false;
    if (document->gap < gap)
        document->gap = gap;
}

void xml_glue(struct xml_document *document)
{
    if (document->gap == XML_GAP_LINE)
        return;
    document->gap =
        span_ends_in_hyphen(span_of(&document->draft.body)) ? XML_GAP_WRAP : XML_GAP_NONE;
    document->glued = true;
}

/* Whether two tokens are written without a space between them. */
static bool tokens_touch(const struct buffer *body, struct text_span word)
{
    static const char *const openings[] = {"'", "\xe2\x80\x99", "-", "(", "[", NULL};
    static const char *const endings[] = {"'", "\xe2\x80\x99", "-", ".", ",", ")",
                                          "]", "\xe2\x80\xa6", NULL};
    bool dash = span_starts_with(word, "--") || span_equals(word, "-");
    for (size_t i = 0; endings[i] != NULL && !dash; i++)
        if (span_starts_with(word, endings[i]))
            return true;
    bool after_dash = body->size >= 2 && body->data[body->size - 1] == '-' &&
                      (body->data[body->size - 2] == '-' || is_white(body->data[body->size - 2]));
    return !dash && !after_dash && ends_with_one_of(body, openings);
}

/* Returns the byte to put before the word, or NUL. */
static char separator_before(const struct xml_document *document, struct text_span word)
{
    const struct buffer *body = &document->draft.body;
    if (body->size == 0)
        return '\0';
    switch (document->gap) {
    case XML_GAP_NONE:
        return '\0';
    case XML_GAP_TOKEN:
        return tokens_touch(body, word) ? '\0' : ' ';
    case XML_GAP_SPACE:
        return ' ';
    case XML_GAP_WRAP:
        return span_ends_in_hyphen(span_of(body)) ? '\n' : ' ';
    default:
        return '\n';
    }
}

/* --- text --- */

/* Whether `size` more bytes fit. If not, the article is marked as cut. */
static bool field_has_room(struct xml_document *document, const struct buffer *into, size_t size)
{
    size_t size_max = into == &document->markup || into == &document->draft.body ? document->limit
                                                                                 : XML_FIELD_MAX;
    if (into->size + size <= size_max)
        return true;
    document->cut = size_max;
    return false;
}

static void append_word(struct xml_document *document, struct text_span word)
{
    struct buffer *body = &document->draft.body;
    if (!field_has_room(document, body, word.size + 1))
        return;
    char separator = separator_before(document, word);
    if (separator != '\0')
        buffer_append_byte(body, (unsigned char)separator);
    document->gap = XML_GAP_NONE;
    document->glued = false;
    buffer_append(body, word.bytes, word.size);
}

void xml_append_words(struct xml_document *document, struct text_span text)
{
    const char *at = text.bytes, *end = span_end(text);
    while (at < end) {
        const char *word = at;
        while (at < end && !is_white(*at))
            at++;
        if (at > word)
            append_word(document, span_between(word, at));
        while (at < end && is_white(*at))
            xml_set_gap(document, *at++ == '\n' ? XML_GAP_WRAP : XML_GAP_SPACE);
    }
}

void xml_append_line(struct xml_document *document, struct text_span text)
{
    xml_set_gap(document, XML_GAP_LINE);
    xml_append_words(document, text);
    xml_set_gap(document, XML_GAP_LINE);
}

/* Notes that text has followed the last element, if it is not white. */
static void note_text(struct xml_document *document, struct text_span text)
{
    if (!document->opened && document->closed == XML_CLOSED_NONE)
        return;
    for (size_t i = 0; i < text.size; i++)
        if (!is_white(text.bytes[i])) {
            document->opened = false;
            document->closed = XML_CLOSED_NONE;
            return;
        }
}

void xml_give_up_field(struct xml_document *document)
{
    struct buffer *field = document->field;
    document->field = NULL;
    xml_append_words(document, span_of(field));
    buffer_clear(field);
}

void xml_append_text(struct xml_document *document, const char *bytes, size_t size)
{
    if (document->hidden != 0)
        return;
    if (document->field != NULL && document->body && document->field->size + size > XML_FIELD_MAX)
        xml_give_up_field(document); /* not a title, a date or the like */
    if (document->field != NULL) {
        if (field_has_room(document, document->field, size))
            buffer_append(document->field, bytes, size);
    } else if (document->body) {
        xml_append_words(document, (struct text_span){bytes, size});
    }
    note_text(document, (struct text_span){bytes, size});
}

/* --- variants --- */

void xml_rewind(struct xml_document *document, const struct xml_level *level)
{
    struct buffer *body = &document->draft.body;
    if (level->start < body->size)
        body->size = level->start;
    document->gap = level->gap;
    document->glued = false;
}

void xml_show_variant(struct xml_document *document, unsigned rank)
{
    struct xml_level *parent = xml_level(document, 1);
    if (parent->shown >= rank) {
        document->hidden = document->depth;
        return;
    }
    if (parent->shown > 0)
        xml_rewind(document, parent);
    parent->shown = rank;
}
