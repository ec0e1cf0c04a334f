#include "indexer/sources/html/dates/page_blocks.h"

#include <string.h>

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"
#include "indexer/sources/html/dates/date_labels.h"
#include "indexer/sources/html/dates/page_zones.h"

enum {
    FIELD_SIZE = 60, /* of a block that is a date and little else */
    MUCH_TEXT = 100, /* next to a date */
    DATES_PER_BLOCK = 3,
    SAME_MIN = 14, /* bytes of a title that are enough to know it by */
    FEW_BYTES = 8, /* before a date whose label stands above: "le " */
};

unsigned page_dates_style(const struct page_dates *dates)
{
    return dates->in_english && !dates->in_britain ? DATE_MONTH_FIRST : DATE_PLAIN;
}

void page_dates_add(struct page_dates *dates, struct page_candidate candidate)
{
    if (dates->candidate_count < PAGE_CANDIDATES_MAX && candidate.moment.precision >= MOMENT_DAY)
        dates->candidates[dates->candidate_count++] = candidate;
}

/* --- text --- */

void page_text_append_space(struct page_text *text)
{
    if (text->size > 0 && text->size < PAGE_TEXT_SIZE && text->bytes[text->size - 1] != ' ')
        text->bytes[text->size++] = ' ';
}

void page_text_append(struct page_text *text, const char *bytes, size_t size)
{
    size_t at = 0;
    for (; at < size && text->size < PAGE_TEXT_SIZE; at++)
        if (ascii_is_space(bytes[at]))
            page_text_append_space(text);
        else
            text->bytes[text->size++] = bytes[at];
    text->size += size - at;
}

static struct text_span kept_text(const struct page_text *text)
{
    size_t size = text->size < PAGE_TEXT_SIZE ? text->size : PAGE_TEXT_SIZE;
    return span_trim((struct text_span){text->bytes, size});
}

void page_block_append(struct page_dates *dates, struct text_span text, uint16_t zones)
{
    bool is_other = dates->block.size > 0 && ((zones ^ dates->block_zones) & ZONE_ASIDE) != 0;
    if (span_trim(text).size == 0) {
        page_text_append_space(&dates->block);
        return;
    }
    if (is_other && (zones & ZONE_ASIDE) != 0)
        return;
    if (is_other)
        dates->block.size = dates->block_zones = 0;
    page_text_append(&dates->block, text.bytes, text.size);
    dates->block_zones |= zones;
}

/* --- headings --- */

/* A title is not in an aside, whatever the elements around it are called: what was found there
 * since the outermost of them began is not, either. */
static void clear_asides(struct page_dates *dates)
{
    for (size_t i = 0; i < dates->depth && i < PAGE_DEPTH_MAX; i++)
        dates->zones[i] &= (uint16_t) ~(ZONE_ASIDE | ZONE_FOOTER);
    for (size_t i = 0; i < dates->candidate_count && dates->aside_depth > 0; i++)
        if (dates->candidates[i].aside == dates->aside_number)
            dates->candidates[i].aside = 0;
    dates->aside_depth = 0;
}

/* Writes the beginning of what counts when titles are compared: letters and digits, ASCII in lower
 * case. Returns its size, at most `room`. */
static size_t reduce_title(struct text_span text, char *reduced, size_t room)
{
    size_t size = 0;
    for (size_t i = 0; i < text.size && size < room; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if (byte == 0xe2) /* quotes and dashes, of three bytes */
            i += 2;
        else if (byte == 0xc2) /* signs, of two */
            i++;
        else if (byte >= 0x80 || ascii_is_letter((char)byte) || ascii_is_digit((char)byte))
            reduced[size++] = ascii_lower((char)byte);
    }
    return size;
}

void page_blocks_begin(struct page_dates *dates)
{
    dates->reduced_size =
        reduce_title(kept_text(&dates->title), dates->reduced_title, PAGE_TEXT_SIZE);
}

/* How much a heading has in common with the page's title, from the heading's beginning on; 0 if
 * that is little. */
static size_t compare_title(const struct page_dates *dates, struct text_span heading)
{
    enum { SIZE_MIN = 3 };
    const char *title = dates->reduced_title, *end = title + dates->reduced_size;
    char own[PAGE_TEXT_SIZE];
    size_t same = reduce_title(heading, own, SAME_MIN);
    if (dates->reduced_size < same)
        same = dates->reduced_size;
    const char *at = same < SIZE_MIN ? NULL : memmem(title, dates->reduced_size, own, same);
    if (at == NULL)
        return 0;
    size_t size = reduce_title(heading, own, sizeof own);
    while (same < size && at + same < end && own[same] == at[same])
        same++;
    return same >= SAME_MIN || same == size || same == dates->reduced_size ? same : 0;
}

static void keep_heading(struct page_dates *dates, int level, size_t same)
{
    if (dates->heading_count < PAGE_HEADINGS_MAX)
        dates->headings[dates->heading_count++] =
            (struct page_heading){.block = dates->block_number, .level = level, .same = same};
    dates->has_title |= same >= SAME_MIN;
}

static void add_heading(struct page_dates *dates, struct text_span text)
{
    size_t same = compare_title(dates, text);
    if (same > 0)
        clear_asides(dates);
    if (same > 0 || dates->heading_level == 1)
        keep_heading(dates, dates->heading_level, same);
}

/* A text that repeats <title> is a title where no heading is, as on old sites. */
static void add_title_text(struct page_dates *dates, struct text_span text)
{
    enum { LEVEL = 7, SIZE_MAX_OF_TITLE = 200 };
    if (dates->has_title || dates->block.size > SIZE_MAX_OF_TITLE)
        return;
    size_t same = compare_title(dates, text);
    if (same >= SAME_MIN && same * 2 >= dates->reduced_size) /* not the site's name */
        keep_heading(dates, LEVEL, same);
}

/* --- dates --- */

static bool has_digit(struct text_span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (ascii_is_digit(text.bytes[i]))
            return true;
    return false;
}

static bool is_early(struct text_span date, struct text_span text)
{
    enum { FEW_WORDS = 4 };
    size_t words = 0;
    for (const char *at = text.bytes; at < date.bytes; at++)
        words += *at == ' ';
    return words <= FEW_WORDS;
}

/* Whether a date begins a paragraph as agencies write it: "(15.06.2022) …", "15 juin 2022 – …",
 * "Paris, le 15 juin 2022 (AFP) – …". */
static bool is_dateline(struct text_span date, struct text_span text)
{
    static const char *const signs[] = {")", "-", "–", "—", ":", "|", "/", "("};
    struct text_span before = span_trim(span_between(text.bytes, date.bytes));
    struct text_span after = span_trim(span_between(span_end(date), span_end(text)));
    if (before.size >= 3 && memcmp(span_end(before) - 3, " le", 3) == 0)
        before = span_trim((struct text_span){before.bytes, before.size - 3});
    bool is_placed = before.size > 0 && span_end(before)[-1] == ',' && is_early(date, text);
    for (size_t i = 0; i < sizeof signs / sizeof *signs && (before.size <= 1 || is_placed); i++)
        if (span_starts_with(after, signs[i]))
            return true;
    return false;
}

static bool is_sentence(struct text_span text, struct text_span date)
{
    enum { WORDS_SIZE = 20 };
    return text.size > date.size + WORDS_SIZE && strchr(".!?", span_end(text)[-1]) != NULL;
}

/* Whether the block is its date, or begins with it and is called one. */
static bool is_alone(const struct page_dates *dates, struct text_span date, struct text_span text)
{
    return dates->block.size <= date.size + MUCH_TEXT ||
           (date.bytes - text.bytes <= 1 && (dates->block_zones & ZONE_DATE) != 0);
}

/* What the words before a date say, else those above its block, else those after it. */
static enum date_label label_around(struct text_span before, struct text_span above,
                                    struct text_span after)
{
    enum date_label label = date_label_before(before);
    if (label == LABEL_NONE)
        label = date_label_before(above);
    return label == LABEL_NONE ? date_label_after(after) : label;
}

/* Whether a block's name or its first words say that it is a date. */
static bool is_called_date(const struct page_dates *dates, struct text_span text)
{
    size_t size = 0;
    while (size < text.size && !ascii_is_digit(text.bytes[size]))
        size++;
    enum date_label label = date_label_before((struct text_span){text.bytes, size});
    return (dates->block_zones & ZONE_DATE) != 0 || label == LABEL_PUBLISHED ||
           label == LABEL_MODIFIED;
}

static void find_block_dates(struct page_dates *dates, struct text_span text)
{
    struct found_date found;
    struct text_span rest = text;
    bool is_field = text.size <= FIELD_SIZE && is_called_date(dates, text);
    unsigned style = page_dates_style(dates) | (is_field ? DATE_FIELD : DATE_PLAIN);
    bool is_aside = (dates->block_zones & ZONE_ASIDE) != 0;
    const char *from = text.bytes;
    for (size_t i = 0; i < DATES_PER_BLOCK && date_find(&rest, style, &found); i++) {
        bool is_first = found.at.bytes - text.bytes <= FEW_BYTES;
        struct text_span above = {dates->above, is_first ? dates->above_size : 0};
        enum date_label label = label_around(span_between(from, found.at.bytes), above, rest);
        from = span_end(found.at);
        page_dates_add(dates, (struct page_candidate){
                                  .moment = found.moment,
                                  .block = dates->block_number,
                                  .zones = dates->block_zones,
                                  .label = (uint8_t)label,
                                  .aside = is_aside ? dates->aside_number : 0,
                                  .is_dateline = is_dateline(found.at, text),
                                  .is_alone = is_alone(dates, found.at, text),
                                  .is_early = is_early(found.at, text),
                                  .is_sentence = is_sentence(text, found.at),
                              });
    }
}

void page_block_end(struct page_dates *dates)
{
    struct text_span text = kept_text(&dates->block);
    if (text.size > 0) {
        bool is_aside = (dates->block_zones & ZONE_ASIDE) != 0;
        dates->block_number += !is_aside || dates->heading_depth > 0;
        if (dates->heading_depth > 0)
            add_heading(dates, text);
        else if (!is_aside)
            add_title_text(dates, text);
        if (has_digit(text))
            find_block_dates(dates, text);
        bool is_label = !is_aside && text.size <= PAGE_LABEL_SIZE && !has_digit(text);
        dates->above_size = is_label ? text.size : 0;
        memcpy(dates->above, text.bytes, dates->above_size);
    }
    dates->block.size = 0;
    dates->block_zones = 0;
}
