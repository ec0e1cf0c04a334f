#include "indexer/sources/json/json_article.h"

#include <stdio.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"

/* A text that is not taken is reported from this many bytes on, and from this many times the size
 * of what is. Without any text, each counts that is longer than a title. */
enum { UNTAKEN_MIN = 400, UNTAKEN_RATIO = 2, UNTAKEN_ALONE_MIN = 12 };

/* Bytes of a lead that are looked for in the text. */
enum { LEAD_COMPARED = 60 };

void json_article_release(struct json_article *made)
{
    buffer_release(&made->title);
    buffer_release(&made->url);
    buffer_release(&made->body);
    json_text_release(&made->title_text);
    json_text_release(&made->body_text);
    json_text_release(&made->lead_text);
}

static bool is_text(const struct json_slot *value)
{
    return value->shape == JSON_STRING || value->shape == JSON_NUMBER;
}

struct text_span json_article_line(struct buffer *into, const struct json_slot *value)
{
    buffer_clear(into);
    if (is_text(value))
        span_append_as_line(into, value->span);
    return span_of(into);
}

static struct moment value_as_moment(const struct json_slot *value)
{
    struct moment moment = {.zone = MOMENT_NO_ZONE};
    if (value->shape == JSON_STRING || value->shape == JSON_NUMBER)
        date_read_value(value->span, DATE_PLAIN, &moment);
    return moment;
}

const char *json_article_fault(const struct json_record *record)
{
    const enum json_shape text = record->values[JSON_TEXT].shape;
    if (text == JSON_NEITHER)
        return N_("the text is not a string");
    if (text == JSON_ABSENT && !is_text(&record->values[JSON_TITLE]) && !record->has_blank_text)
        return N_("no text and no title");
    return NULL;
}

/* Appends the lead to the body, unless the text begins with it. */
static int append_lead(struct json_article *made, const struct json_record *record,
                       struct text_span text)
{
    const struct json_slot *value = &record->values[JSON_LEAD];
    struct text_span lead = {"", 0};
    if (value->shape != JSON_STRING || json_text_read(&made->lead_text, value->span, &lead) != 0)
        return value->shape == JSON_STRING ? ERROR_MEMORY : 0;
    lead = span_trim(lead);
    size_t compared = utf8_floor(lead.bytes, lead.size, LEAD_COMPARED);
    if (compared == 0 || memmem(text.bytes, text.size, lead.bytes, compared) != NULL)
        return 0;
    buffer_append(&made->body, lead.bytes, lead.size);
    if (text.size > 0)
        buffer_append_string(&made->body, "\n\n");
    return 0;
}

/* Reads what the article's page says of itself, where the record does not. */
static void take_page_metadata(struct json_article *made, struct article *article)
{
    const struct draft *page = &made->body_text.page;
    if (article->title.size == 0)
        article->title = span_of(&page->title);
    if (article->url.size == 0)
        article->url = span_of(&page->url);
    if (article->published.precision == MOMENT_NONE)
        article->published = page->published;
    if (article->modified.precision == MOMENT_NONE)
        article->modified = page->modified;
}

int json_article_make(struct json_article *made, const struct json_record *record,
                      struct article *article)
{
    const struct json_slot *values = record->values;
    struct text_span title = values[JSON_TITLE].span, text = {"", 0};
    buffer_clear(&made->body);
    buffer_clear(&made->title);
    if (values[JSON_TITLE].shape == JSON_STRING &&
        json_text_read(&made->title_text, title, &title) != 0)
        return ERROR_MEMORY;
    if (is_text(&values[JSON_TITLE]))
        span_append_as_line(&made->title, title);
    made->body_text.is_page = false;
    if (values[JSON_TEXT].shape == JSON_STRING &&
        json_text_read(&made->body_text, values[JSON_TEXT].span, &text) != 0)
        return ERROR_MEMORY;
    if (append_lead(made, record, text) != 0)
        return ERROR_MEMORY;
    if (made->body.size > 0) {
        buffer_append(&made->body, text.bytes, text.size);
        text = span_of(&made->body);
    }
    article->title = span_of(&made->title);
    article->url = json_article_line(&made->url, &values[JSON_URL]);
    article->body = text;
    article->published = value_as_moment(&values[JSON_PUBLISHED]);
    article->modified = value_as_moment(&values[JSON_MODIFIED]);
    if (made->body_text.is_page)
        take_page_metadata(made, article);
    return made->title.failed || made->url.failed || made->body.failed ? error_memory() : 0;
}

void json_article_report(const struct json_record *record, const struct article *article,
                         size_t line, const struct article_receiver *receiver)
{
    char message[JSON_NAME_SHOWN + 200];
    const size_t size = record->untaken.size, taken = article->body.size;
    if (receiver->notice == NULL)
        return;
    const bool text_is_lost = taken == 0 ? size >= UNTAKEN_ALONE_MIN && size > article->title.size
                                         : size >= UNTAKEN_MIN && size / UNTAKEN_RATIO > taken;
    if (taken == 0 && record->has_blank_text && !text_is_lost)
        receiver->notice(receiver->context, NOTICE_TEXT, line, _("no text in it"));
    if (text_is_lost) {
        snprintf(message, sizeof message, _("the longest text, '%s', is not indexed"),
                 record->untaken.name);
        receiver->notice(receiver->context, NOTICE_TEXT, line, message);
    }
    if (record->was_lenient)
        receiver->notice(receiver->context, NOTICE_VALUE, line,
                         _("a value that is not JSON, such as NaN, is read as null"));
}
