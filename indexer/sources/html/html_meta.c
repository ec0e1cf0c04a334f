#include "indexer/sources/html/html_meta.h"

#include <string.h>
#include <strings.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html_address.h"

enum html_field { FIELD_TITLE, FIELD_SITE, FIELD_URL };

/* Names of meta elements and microdata, with their rank as a source of the field; 9 is best. */
static const struct {
    const char *name;
    enum html_field field;
    uint8_t rank;
} names[] = {
    {"og:title", FIELD_TITLE, 9},
    {"og:site_name", FIELD_SITE, 9},
    {"og:url", FIELD_URL, 8},
};

enum { RANK_CANONICAL = 9, RANK_RELATIVE = 1 };

void html_meta_init(struct html_meta *meta)
{
    *meta = (struct html_meta){0};
}

void html_meta_release(struct html_meta *meta)
{
    buffer_release(&meta->title);
    buffer_release(&meta->site);
    buffer_release(&meta->url);
    buffer_release(&meta->base);
    buffer_release(&meta->relative);
}

static struct text_span find_attribute(const char *const *attributes, const char *name)
{
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        if (attributes[1] != NULL && strcasecmp(attributes[0], name) == 0)
            return (struct text_span){attributes[1], strlen(attributes[1])};
    return (struct text_span){"", 0};
}

static void set_url(struct html_meta *meta, struct text_span url, uint8_t rank)
{
    if (!span_starts_with(url, "http://") && !span_starts_with(url, "https://"))
        rank = RANK_RELATIVE;
    if (span_trim(url).size == 0 || rank <= meta->url_rank)
        return;
    buffer_clear(&meta->url);
    span_append_as_line(&meta->url, url);
    meta->url_rank = rank;
}

static void set_canonical(struct html_meta *meta, struct text_span address)
{
    if (meta->relative.size == 0 && !html_address_is_absolute(span_trim(address)))
        span_append_as_line(&meta->relative, address);
    set_url(meta, address, RANK_CANONICAL);
}

void html_meta_finish(struct html_meta *meta)
{
    struct buffer absolute;
    struct text_span relative = span_of(&meta->relative), base = span_of(&meta->base);
    if (meta->url_rank == RANK_CANONICAL || relative.size == 0)
        return;
    buffer_init(&absolute);
    if (html_address_resolve(&absolute, base, relative) ||
        html_address_resolve(&absolute, span_of(&meta->url), relative)) {
        buffer_clear(&meta->url);
        buffer_append(&meta->url, absolute.data, absolute.size);
    }
    meta->url.failed |= absolute.failed || meta->relative.failed || meta->base.failed;
    buffer_release(&absolute);
}

static void set_field(struct html_meta *meta, enum html_field field, struct text_span value,
                      uint8_t rank)
{
    switch (field) {
    case FIELD_TITLE:
        if (meta->title.size == 0)
            span_append_as_line(&meta->title, value);
        break;
    case FIELD_SITE:
        if (meta->site.size == 0)
            span_append_as_line(&meta->site, value);
        break;
    case FIELD_URL:
        set_url(meta, value, rank);
        break;
    }
}

static void set_named_field(struct html_meta *meta, struct text_span name, struct text_span value)
{
    for (size_t i = 0; name.size > 0 && i < sizeof names / sizeof *names; i++)
        if (span_equals_ignore_case(name, names[i].name))
            set_field(meta, names[i].field, value, names[i].rank);
}

/* Whether a list of words contains `word`. */
static bool list_has_word(struct text_span list, const char *word)
{
    while ((list = span_trim(list)).size > 0) {
        size_t size = 0;
        while (size < list.size &&
               span_white_size(span_between(list.bytes + size, span_end(list))) == 0)
            size++;
        if (span_equals_ignore_case((struct text_span){list.bytes, size}, word))
            return true;
        list = span_between(list.bytes + size, span_end(list));
    }
    return false;
}

void html_meta_read_element(struct html_meta *meta, const char *name, const char *const *attributes)
{
    if (attributes == NULL)
        return;
    struct text_span content = find_attribute(attributes, "content");
    if (strcmp(name, "link") == 0) {
        if (list_has_word(find_attribute(attributes, "rel"), "canonical"))
            set_canonical(meta, find_attribute(attributes, "href"));
    } else if (strcmp(name, "base") == 0) {
        if (meta->base.size == 0)
            span_append_as_line(&meta->base, find_attribute(attributes, "href"));
    } else if (strcmp(name, "meta") == 0) {
        set_named_field(meta, find_attribute(attributes, "property"), content);
        set_named_field(meta, find_attribute(attributes, "name"), content);
    }
}
