#include "indexer/sources/html/html.h"

#include <time.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "indexer/sources/article/charset_label.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html_article.h"
#include "indexer/sources/html/html_charset.h"
#include "indexer/sources/html/html_explain.h"
#include "indexer/sources/html/html_linked.h"
#include "indexer/sources/html/html_parse.h"
#include "indexer/sources/html/html_strip.h"
#include "indexer/sources/html/html_title.h"
#include "indexer/sources/html/html_weigh.h"

enum { SECONDS_PER_DAY = 86400 };

struct reading {
    struct html_page page;
    struct html_linked linked;
    struct buffer labels; /* of the outline */
    bool hostile;         /* libxml2 would take too long */
};

/* Reads the text with libxml2, or by stripping its tags where libxml2 would take too long. */
static int read_text(struct reading *reading, struct text_span text)
{
    struct html_page *page = &reading->page;
    struct draft *draft = page->text.draft;
    int status = reading->hostile ? 0 : html_parse(page, text);
    reading->hostile |= page->too_deep;
    if (reading->hostile) {
        html_text_release(&page->text);
        html_text_init(&page->text, draft);
        buffer_clear(&draft->title);
        buffer_clear(&draft->body);
        html_strip_tags(text, &page->text);
    }
    html_text_end(&page->text);
    return status;
}

/* Moves the page's metadata to the draft, whose title is that of <title> so far. */
static int finish_metadata(struct reading *reading)
{
    struct html_page *page = &reading->page;
    struct draft *draft = page->text.draft;
    struct html_meta *meta = &page->meta;
    struct buffer element = {0}, title = {0};
    span_append_as_line(&element, span_of(&draft->title));
    html_meta_finish(meta);
    buffer_append(&draft->url, meta->url.data, meta->url.size);
    const struct html_titles titles = {
        .shared = span_of(&meta->title),
        .element = span_of(&element),
        .heading = span_of(&page->text.heading),
        .headline = span_of(&reading->linked.headline),
        .site = span_of(&meta->site),
        .address = span_of(&draft->url),
    };
    html_title_append(&title, &titles);
    bool failed = draft->title.failed || element.failed || title.failed || meta->title.failed ||
                  meta->site.failed || meta->url.failed || page->text.heading.failed ||
                  reading->linked.headline.failed;
    buffer_clear(&draft->title);
    /* References to control characters are Windows-1252 in attributes, too. */
    int status = decode_text(&draft->title, span_of(&title).bytes, title.size, NULL);
    page_dates_finish(&page->dates, span_of(&draft->url), &draft->published, &draft->modified);
    buffer_release(&element);
    buffer_release(&title);
    return failed ? error_memory() : status;
}

/* Leaves of the body what is wanted. */
static int cut_body(struct reading *reading, struct html_reading *wanted)
{
    struct html_outline *outline = &reading->page.outline;
    struct draft *draft = reading->page.text.draft;
    int status = reading->hostile ? ERROR_NOT_FOUND : html_outline_end(outline, draft->body.size);
    if (status == ERROR_NOT_FOUND) {
        html_explain_unknown(wanted->explanation, draft->body.size);
        return 0;
    }
    if (status != 0 || draft_status(draft) != 0)
        return ERROR_MEMORY;
    const struct html_hints hints = {span_of(&draft->title), reading->linked.body_size};
    uint32_t root = 0;
    if (wanted->whole)
        html_article_take_all(outline);
    else
        root = html_article_find(outline, &draft->body, &hints);
    if (wanted->explanation != NULL) {
        html_weigh(outline);
        html_explain(wanted->explanation, outline, root);
    }
    wanted->left_out += html_article_cut(outline, root, &draft->body);
    return 0;
}

static int read_page(struct reading *reading, struct text_span text, struct html_reading *wanted)
{
    if (span_trim(text).size == 0) /* libxml2 rejects an empty page */
        return 0;
    int status = read_text(reading, text);
    if (status == 0)
        status = finish_metadata(reading);
    if (status == 0)
        status = cut_body(reading, wanted);
    return status == 0 ? draft_status(reading->page.text.draft) : status;
}

int html_read_page(struct draft *draft, const char *bytes, size_t size, struct html_reading *wanted)
{
    struct reading reading = {.hostile = false};
    struct buffer *text = &draft->text;
    char charset[HTML_CHARSET_SIZE];
    bool declared = html_find_charset(bytes, size, charset);
    if (charset_decode(text, bytes, size, declared ? charset : NULL) != 0)
        return ERROR_MEMORY;
    html_outline_init(&reading.page.outline);
    if (wanted->explanation != NULL)
        reading.page.outline.labels = &reading.labels;
    html_meta_init(&reading.page.meta);
    html_text_init(&reading.page.text, draft);
    html_linked_read(&reading.linked, span_of(text));
    page_dates_init(&reading.page.dates, (int32_t)(time(NULL) / SECONDS_PER_DAY) + 1);
    page_dates_read_scripts(&reading.page.dates, span_of(text));
    if (text->size > 0)
        text->size = html_remove_hidden(text->data, text->size, &reading.hostile);
    buffer_append_byte(text, '\n'); /* a reference at the very end is not seen otherwise */
    int status = text->failed ? error_memory() : read_page(&reading, span_of(text), wanted);
    html_linked_release(&reading.linked);
    html_text_release(&reading.page.text);
    html_meta_release(&reading.page.meta);
    html_outline_release(&reading.page.outline);
    buffer_release(&reading.labels);
    return status;
}

int html_read(struct draft *draft, const char *bytes, size_t size)
{
    struct html_reading all = {.whole = true};
    return html_read_page(draft, bytes, size, &all);
}
