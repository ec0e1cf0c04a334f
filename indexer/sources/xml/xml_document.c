#include "indexer/sources/xml/xml_document.h"

#include <stdio.h>
#include <string.h>

#include "common/analysis/decode.h"
#include "common/base/message.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"

struct text_span xml_attribute(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; i < element->attribute_count; i++) {
        const char **attribute = element->attributes + 5 * i;
        struct text_span value = span_between(attribute[3], attribute[4]);
        if (strcmp(attribute[0], name) == 0 && value.size <= XML_FIELD_MAX &&
            utf8_valid_prefix(value.bytes, value.size) == value.size)
            return value;
    }
    return (struct text_span){"", 0};
}

const char *xml_ancestor(const struct xml_document *document, size_t levels)
{
    return levels < document->depth ? document->levels[document->depth - 1 - levels].name : "";
}

bool xml_is_within(const struct xml_document *document, const char *name)
{
    for (size_t i = 0; i + 1 < document->depth; i++)
        if (strcmp(document->levels[i].name, name) == 0)
            return true;
    return false;
}

bool xml_name_is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (xml_name_is(name, *names))
            return true;
    return false;
}

void xml_collect_field(struct xml_document *document, struct buffer *field)
{
    buffer_clear(field);
    document->field = field;
    document->field_depth = document->depth;
}

/* --- articles --- */

void xml_begin_article(struct xml_document *document)
{
    draft_clear(&document->draft);
    buffer_clear(&document->id);
    buffer_clear(&document->markup);
    buffer_clear(&document->heading);
    xml_order_clear(&document->order);
    memset(document->ranks, 0, sizeof document->ranks);
    document->gap = XML_GAP_NONE;
    document->glued = false;
    document->cut = 0;
    document->in_article = true;
    document->article_depth = document->depth;
}

/* Makes the text valid UTF-8, which libxml2's reading of malformed text may not be. */
static void make_valid_utf8(struct xml_document *document, struct buffer *text)
{
    if (text->failed || text->size == 0 || utf8_valid_prefix(text->data, text->size) == text->size)
        return;
    struct buffer *valid = &document->scratch;
    buffer_clear(valid);
    if (decode_text(valid, text->data, text->size, NULL) != 0)
        text->failed = true;
    struct buffer previous = *text;
    *text = *valid;
    *valid = previous;
}

static void make_single_line(struct xml_document *document, struct buffer *text)
{
    struct buffer *line = &document->scratch;
    buffer_clear(line);
    span_append_as_line(line, span_of(text));
    struct buffer previous = *text;
    *text = *line;
    text->failed |= previous.failed;
    *line = previous;
}

static uint64_t hash_article(const struct article *article)
{
    const struct text_span spans[] = {article->id, article->title, article->url, article->body};
    uint64_t hashes[4 + 2] = {0};
    char text[MOMENT_TEXT_SIZE];
    for (size_t i = 0; i < 4; i++)
        hashes[i] = hash_bytes(spans[i].bytes, spans[i].size);
    moment_print(&article->published, text);
    hashes[4] = hash_bytes(text, strlen(text));
    moment_print(&article->modified, text);
    hashes[5] = hash_bytes(text, strlen(text));
    return hash_bytes(hashes, sizeof hashes);
}

void xml_complain(struct xml_document *document, const char *message)
{
    const struct article_receiver *receiver = document->receiver;
    if (receiver->complaint != NULL)
        receiver->complaint(receiver->context, document->line, message);
}

static uint64_t hash_id(struct text_span id)
{
    uint64_t hash = hash_bytes(id.bytes, id.size);
    return hash + (hash == 0);
}

bool xml_has_id(const struct xml_document *document, struct text_span id)
{
    uint64_t hash = hash_id(id);
    return hash_set_contains(&document->ids, &hash);
}

/* Adds the id of this article. Returns whether no earlier one has it. */
static bool has_new_id(struct xml_document *document)
{
    if (document->id.size == 0)
        return true;
    uint64_t hash = hash_id(span_of(&document->id));
    int added = hash_set_add(&document->ids, &hash);
    if (added < 0)
        document->status = added;
    if (added == 0)
        xml_complain(document, _("an article has the id of an earlier one; it is left out"));
    return added == 1;
}

static void emit_article(struct xml_document *document)
{
    struct draft *draft = &document->draft;
    struct article article = {
        .id = span_of(&document->id),
        .title = span_of(&draft->title),
        .url = span_trim(span_of(&draft->url)),
        .body = span_trim_lines(span_of(&draft->body)),
        .published = draft->published,
        .modified = draft->modified,
        .ordinal = document->ordinal++,
    };
    article.content_hash = hash_article(&article);
    document->status = document->receiver->article(document->receiver->context, &article);
}

void xml_end_article(struct xml_document *document)
{
    struct draft *draft = &document->draft;
    document->in_article = false;
    document->field = NULL;
    make_single_line(document, &draft->title);
    make_single_line(document, &document->id);
    make_valid_utf8(document, &draft->title);
    make_valid_utf8(document, &draft->url);
    make_valid_utf8(document, &draft->body);
    make_valid_utf8(document, &document->id);
    if (draft_status(draft) != 0 || document->id.failed || document->markup.failed)
        document->status = ERROR_MEMORY;
    if (document->status != 0)
        return;
    if (document->cut != 0) {
        char message[80];
        snprintf(message, sizeof message, _("longer than %zu bytes; truncated"), document->cut);
        xml_complain(document, message);
    }
    if (has_new_id(document))
        emit_article(document);
}

bool xml_parse_date(struct text_span text, struct moment *moment)
{
    return date_read_value(text, DATE_PLAIN, moment);
}
