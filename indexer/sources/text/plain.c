#include "indexer/sources/text/plain.h"

#include "common/analysis/decode.h"
#include "common/base/ascii.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/text/crawled.h"
#include "indexer/sources/text/front_matter.h"
#include "indexer/sources/text/hyphens.h"

enum { TITLE_CHARACTERS = 150 };

static bool ends_like_sentence(struct text_span line)
{
    static const char *const ends[] = {".", "!", "?", ":", ";", ",", "…", "»", "”", "\""};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (line.size >= size && memcmp(span_end(line) - size, ends[i], size) == 0)
            return true;
    }
    return false;
}

static bool has_letter(struct text_span line)
{
    for (size_t i = 0; i < line.size; i++) {
        char byte = line.bytes[i];
        if ((unsigned char)byte >= 0x80 || ascii_is_digit(byte) || ascii_is_letter(byte))
            return true;
    }
    return false;
}

static bool looks_like_title(struct text_span line)
{
    return line.size <= (size_t)TITLE_CHARACTERS * 4 &&
           utf8_count(line.bytes, line.size) <= TITLE_CHARACTERS && has_letter(line) &&
           !ends_like_sentence(line) && !hyphens_end(line);
}

/* Cuts the title off a plain text: its first line that is not blank, if it reads like a title. */
static struct text_span split_title(struct text_span *text)
{
    struct text_span rest = *text, line = {"", 0}, next;
    while (span_next_line(&rest, &line) && span_trim(line).size == 0)
        continue;
    struct text_span title = span_trim(line), body = rest;
    if (title.size > 0 && span_next_line(&rest, &next) && span_trim(next).size == 0 &&
        looks_like_title(title)) {
        *text = body;
        return title;
    }
    return (struct text_span){"", 0};
}

static void copy_crawled(struct draft *draft, const struct crawled_article *crawled)
{
    struct text_span body = span_trim_lines(crawled->body);
    span_append_as_line(&draft->title, crawled->title);
    buffer_append(&draft->url, crawled->url.bytes, crawled->url.size);
    draft->published = crawled->published;
    draft->modified = crawled->modified;
    buffer_append(&draft->body, crawled->standfirst.bytes, crawled->standfirst.size);
    if (crawled->standfirst.size > 0 && body.size > 0)
        buffer_append_string(&draft->body, "\n\n");
    hyphens_append(&draft->body, body);
}

int plain_read(struct draft *draft, const char *bytes, size_t size)
{
    struct crawled_article crawled;
    if (decode_text(&draft->text, bytes, size, NULL) != 0)
        return ERROR_MEMORY;
    struct text_span text = span_of(&draft->text);
    if (front_matter_read_known(draft, &text)) {
        text = span_trim_lines(text);
        buffer_append(&draft->body, text.bytes, text.size);
        return draft_status(draft);
    }
    if (crawled_recognise(text, &crawled)) {
        copy_crawled(draft, &crawled);
        return draft_status(draft);
    }
    span_append_as_line(&draft->title, split_title(&text));
    text = span_trim_lines(text);
    hyphens_append(&draft->body, text);
    return draft_status(draft);
}
