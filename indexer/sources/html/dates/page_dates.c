#include "indexer/sources/html/dates/page_dates.h"

#include <string.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"
#include "indexer/sources/html/dates/meta_dates.h"
#include "indexer/sources/html/dates/page_attributes.h"
#include "indexer/sources/html/dates/page_blocks.h"
#include "indexer/sources/html/dates/page_local_day.h"
#include "indexer/sources/html/dates/page_zones.h"
#include "indexer/sources/markup/html_tags.h"

enum {
    NAMED_LEVELS = 4,     /* down to which text is still called what an element is called */
    ENDS_BLOCK = 1 << 14, /* beside the zones of an open element: its end ends a block of text */
    PARTS_WORDS = 1 << 15,
};

void page_dates_init(struct page_dates *dates, int32_t latest)
{
    const struct moment none = {.zone = MOMENT_NO_ZONE};
    *dates = (struct page_dates){.latest = latest};
    dates->published.moment = dates->created.moment = dates->modified.moment = none;
}

void page_dates_read_scripts(struct page_dates *dates, struct text_span page)
{
    linked_dates_read(&dates->linked, page);
}

/* --- attributes --- */

/* Takes the value of names that promise a date. */
static void take_promised(struct page_dates *dates, struct text_span names, struct text_span value)
{
    struct moment moment;
    if (names.size == 0 || value.size == 0)
        return;
    struct meta_promise promise = meta_date_of_item(names);
    struct dated_rank *best = promise.kind == META_PUBLISHED ? &dates->published
                              : promise.kind == META_CREATED ? &dates->created
                                                             : &dates->modified;
    if (promise.kind != META_NO_DATE && promise.rank > best->rank &&
        date_read_value(value, page_dates_style(dates), &moment))
        *best = (struct dated_rank){moment, promise.rank};
}

/* --- the head --- */

/* Whether English is written there with the day first. */
static bool is_in_britain(struct text_span address)
{
    static const char *const ends[] = {".uk/", ".au/", ".ie/", ".in/", ".nz/", ".za/", ".eu/"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (memmem(address.bytes, address.size, ends[i], strlen(ends[i])) != NULL)
            return true;
    return false;
}

static void read_meta(struct page_dates *dates, const struct text_span sorted[ATTRIBUTES])
{
    static const enum attribute keys[] = {ATTRIBUTE_PROPERTY, ATTRIBUTE_NAME, ATTRIBUTE_ITEM,
                                          ATTRIBUTE_HTTP_EQUIV};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        take_promised(dates, sorted[keys[i]], sorted[ATTRIBUTE_CONTENT]);
}

static void read_head_element(struct page_dates *dates, const char *name,
                              const struct text_span sorted[ATTRIBUTES])
{
    struct text_span language = sorted[ATTRIBUTE_LANG];
    if (page_is_name(name, "html"))
        dates->in_english = span_equals_ignore_case(language, "en") ||
                            span_equals_ignore_case(language, "en-us") ||
                            span_equals_ignore_case(language, "en_us");
    else if (page_is_name(name, "link") &&
             span_equals_ignore_case(sorted[ATTRIBUTE_REL], "canonical"))
        dates->in_britain = is_in_britain(sorted[ATTRIBUTE_HREF]);
    else if (page_is_name(name, "meta"))
        read_meta(dates, sorted);
}

/* Whether there is a day, and no other one where the page was made. */
static bool is_day_certain(const struct moment *moment)
{
    return moment->precision == MOMENT_DAY ||
           (moment->precision > MOMENT_DAY && !page_may_be_day_before(moment) &&
            !page_may_be_next_day(moment));
}

static void begin_body(struct page_dates *dates)
{
    dates->in_body = true;
    page_blocks_begin(dates);
    dates->settled = dates->published.rank > META_VAGUE && is_day_certain(&dates->published.moment);
    for (size_t i = 0; i < dates->linked.count; i++) {
        const struct linked_object *object = &dates->linked.objects[i];
        dates->settled |= object->kind == LINKED_ARTICLE && is_day_certain(&object->published);
    }
}

/* --- the body --- */

static uint16_t zones_of_tag(const char *name)
{
    static const char *const asides[] = {"nav",      "aside", "select",  "button",
                                         "noscript", "svg",   "template"};
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++)
        if (page_is_name(name, asides[i]))
            return ZONE_ASIDE;
    return page_is_name(name, "time") ? ZONE_DATE : page_is_name(name, "footer") ? ZONE_FOOTER : 0;
}

/* The properties that an element has the value of, by microdata or RDFa. */
static struct text_span item_of(const struct text_span sorted[ATTRIBUTES])
{
    return sorted[ATTRIBUTE_ITEM].size > 0 ? sorted[ATTRIBUTE_ITEM] : sorted[ATTRIBUTE_PROPERTY];
}

static uint16_t zones_of_element(const char *name, const struct text_span sorted[ATTRIBUTES])
{
    unsigned zones = zones_of_tag(name);
    bool is_main = page_is_name(name, "article") || page_is_name(name, "main") ||
                   strcmp(name, "h1") == 0 || page_is_name(name, "body");
    unsigned named = is_main ? 0
                             : page_zones_of_words(sorted[ATTRIBUTE_CLASS]) |
                                   page_zones_of_words(sorted[ATTRIBUTE_ID]);
    if (page_is_name(name, "aside") && (named & (ZONE_META | ZONE_DATE)) != 0)
        zones = 0; /* an article's byline */
    struct text_span item = item_of(sorted);
    enum meta_date promised = item.size == 0 ? META_NO_DATE : meta_date_of_item(item).kind;
    if (promised != META_NO_DATE)
        named |= ZONE_DATE | (promised == META_MODIFIED ? ZONE_CHANGE : ZONE_PUBLISHED);
    return (uint16_t)(zones | named);
}

/* The zones of what is read now. */
static uint16_t current_zones(const struct page_dates *dates)
{
    size_t depth = dates->depth < PAGE_DEPTH_MAX ? dates->depth : PAGE_DEPTH_MAX;
    uint16_t zones = 0;
    for (size_t i = 0; i < NAMED_LEVELS && i < depth; i++)
        zones |= dates->zones[depth - 1 - i];
    return zones & (uint16_t) ~(ENDS_BLOCK | PARTS_WORDS);
}

static void push_element(struct page_dates *dates, unsigned own)
{
    size_t depth = dates->depth < PAGE_DEPTH_MAX ? dates->depth : PAGE_DEPTH_MAX;
    unsigned around = depth == 0 ? 0 : dates->zones[depth - 1] & (ZONE_ASIDE | ZONE_FOOTER);
    if (dates->depth < PAGE_DEPTH_MAX)
        dates->zones[dates->depth] = (uint16_t)(own | around);
    dates->depth++;
    if ((own & ZONE_ASIDE) != 0 && dates->aside_depth == 0) {
        dates->aside_depth = dates->depth;
        dates->aside_number++;
    }
}

/* Takes the dates that an element gives as attributes. */
static void read_date_element(struct page_dates *dates, const char *name,
                              const struct text_span sorted[ATTRIBUTES])
{
    uint16_t zones = current_zones(dates);
    struct text_span value = sorted[ATTRIBUTE_DATETIME];
    for (size_t i = ATTRIBUTE_CONTENT; i <= ATTRIBUTE_DATA && value.size == 0; i++)
        value = sorted[i];
    bool is_date = (zones & (ZONE_DATE | ZONE_PUBLISHED | ZONE_MODIFIED | ZONE_CHANGE)) != 0;
    if (value.size == 0 && is_date && !page_is_name(name, "a"))
        value = sorted[ATTRIBUTE_TITLE];
    if (value.size == 0)
        return;
    bool is_aside = (zones & ZONE_ASIDE) != 0;
    if (!is_aside)
        take_promised(dates, item_of(sorted), value);
    struct page_candidate candidate = {.block = dates->block_number,
                                       .zones = zones,
                                       .is_value = true,
                                       .is_alone = true,
                                       .aside = is_aside ? dates->aside_number : 0};
    if (is_date && date_read_value(value, page_dates_style(dates), &candidate.moment))
        page_dates_add(dates, candidate);
}

/* How the beginning and the end of an element part the text. */
static unsigned parting_of(const char *name)
{
    enum html_tag tag = html_tag_find((struct text_span){name, strlen(name)});
    if (tag == HTML_BLOCK || tag == HTML_BREAK || tag == HTML_CELL || tag == HTML_PRE)
        return ENDS_BLOCK;
    return page_is_name(name, "sup") ? 0 : PARTS_WORDS; /* 1er */
}

static void part_text(struct page_dates *dates, unsigned parting)
{
    if ((parting & ENDS_BLOCK) != 0)
        page_block_end(dates);
    else if ((parting & PARTS_WORDS) != 0)
        page_text_append_space(&dates->block);
}

static void open_in_body(struct page_dates *dates, const char *name,
                         const struct text_span sorted[ATTRIBUTES])
{
    unsigned parting = parting_of(name);
    part_text(dates, parting);
    push_element(dates, zones_of_element(name, sorted) | parting);
    if (name[0] == 'h' && name[1] >= '1' && name[1] <= '3' && dates->heading_depth == 0) {
        dates->heading_depth = dates->depth;
        dates->heading_level = name[1] - '0';
    }
    if (!page_is_name(name, "meta"))
        read_date_element(dates, name, sorted);
    else if ((current_zones(dates) & ZONE_ASIDE) == 0)
        read_meta(dates, sorted);
}

/* --- the parser's calls --- */

void page_dates_open(struct page_dates *dates, const char *name, const char *const *attributes)
{
    if (dates->settled)
        return;
    struct text_span sorted[ATTRIBUTES];
    page_sort_attributes(attributes, sorted);
    if (page_is_name(name, "body"))
        begin_body(dates);
    if (dates->in_body) {
        open_in_body(dates, name, sorted);
        return;
    }
    dates->in_title = page_is_name(name, "title") && dates->title.size == 0;
    read_head_element(dates, name, sorted);
    push_element(dates, 0);
}

void page_dates_close(struct page_dates *dates)
{
    if (dates->settled)
        return;
    dates->in_title = false;
    if (dates->in_body && dates->depth > 0 && dates->depth <= PAGE_DEPTH_MAX)
        part_text(dates, dates->zones[dates->depth - 1]);
    if (dates->heading_depth == dates->depth)
        dates->heading_depth = 0;
    if (dates->aside_depth == dates->depth)
        dates->aside_depth = 0;
    dates->depth -= dates->depth > 0;
}

void page_dates_text(struct page_dates *dates, const char *bytes, size_t size)
{
    if (dates->settled)
        return;
    if (dates->in_title)
        page_text_append(&dates->title, bytes, size);
    if (dates->in_body)
        page_block_append(dates, (struct text_span){bytes, size}, current_zones(dates));
}
