#include "query/present/facets.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/analysis/safe.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/json/json_write.h"
#include "query/evaluate/matches.h"
#include "query/match/filter.h"
#include "query/present/columns.h"

const char *facet_name(enum facet facet)
{
    static const char *const name_columns[] = {"", "month", "year", "site"};
    return name_columns[facet];
}

/* --- counting --- */

struct facet_counter {
    struct tally *tally;
    struct index *index;
    enum facet facet;
    struct document_reader reader; /* of the current segment */
    uint32_t segment;
};

static int count_day(struct facet_counter *counter, uint32_t segment, uint32_t document)
{
    char name[16] = "";
    bool damaged = false;
    int year, month, day_of_month;
    int32_t day = segment_day(&counter->index->segments[segment], document, &damaged);
    if (damaged)
        return ERROR_CORRUPT;
    if (day != INT32_MIN) {
        moment_civil(day, &year, &month, &day_of_month);
        if (counter->facet == FACET_MONTH)
            snprintf(name, sizeof name, "%04d-%02d", year % 10000, month % 100);
        else
            snprintf(name, sizeof name, "%04d", year % 10000);
    }
    tally_add(counter->tally, name, strlen(name), 1);
    return counter->tally->status;
}

static int open_record_reader(struct facet_counter *counter, uint32_t segment)
{
    if (counter->reader.file != NULL && counter->segment == segment)
        return 0;
    if (counter->reader.file != NULL)
        document_reader_release(&counter->reader);
    counter->segment = segment;
    return document_reader_init(&counter->reader, &counter->index->segments[segment].file);
}

static int count_site(struct facet_counter *counter, uint32_t segment, uint32_t number)
{
    struct document document;
    char name[256];
    int status = open_record_reader(counter, segment);
    if (status == 0)
        status = document_read(&counter->reader, number, &document);
    if (status != 0)
        return status;
    struct slice host = filter_host(document.url);
    const struct slice www = slice_of("www.");
    if (slice_starts_with(host, www))
        host = slice_skip(host, www.size);
    size_t size = host.size < sizeof name ? host.size : sizeof name;
    for (size_t i = 0; i < size; i++)
        name[i] = ascii_lower(host.data[i]);
    tally_add(counter->tally, name, size, 1);
    return counter->tally->status;
}

static int count_match(void *context, uint32_t segment, uint32_t document)
{
    struct facet_counter *counter = context;
    return counter->facet == FACET_SITE ? count_site(counter, segment, document)
                                        : count_day(counter, segment, document);
}

int facet_count(struct tally *tally, const struct expansion *expansion, enum facet facet)
{
    struct facet_counter counter = {.tally = tally, .index = expansion->index, .facet = facet};
    int status = matches_for_each(expansion, count_match, &counter);
    if (counter.reader.file != NULL)
        document_reader_release(&counter.reader);
    if (facet == FACET_SITE)
        tally_sort_by_count(tally);
    else
        tally_sort_by_name(tally);
    return status;
}

/* --- lines --- */

enum { BAR_WIDTH_MIN = 10 };

static void write_facet_name(struct buffer *to, const struct tally_entry *entry)
{
    if (entry->size == 0)
        buffer_append_byte(to, '-');
    else
        safe_append_text(to, entry->name, entry->size);
}

static void write_facet_json(struct buffer *to, const struct tally_entry *entry, enum facet facet)
{
    buffer_append_format(to, "{\"version\":1,\"facet\":\"%s\",\"value\":", facet_name(facet));
    if (entry->size == 0)
        buffer_append_string(to, "null");
    else
        json_string(to, entry->name, entry->size);
    buffer_append_format(to, ",\"count\":%" PRIu64 "}\n", entry->count);
}

/* Draws a bar in eighths of a column. */
static void write_bar(struct buffer *to, uint64_t count, uint64_t max_count, size_t columns)
{
    static const char *const parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    size_t eighths =
        (size_t)((double)count / (double)max_count * (double)columns * 8 + (count > 0 ? 0.999 : 0));
    if (eighths > columns * 8)
        eighths = columns * 8;
    for (size_t i = 0; i < eighths / 8; i++)
        buffer_append_string(to, "█");
    buffer_append_string(to, parts[eighths % 8]);
}

/* The columns of a list for people. */
struct facet_layout {
    size_t name_columns; /* columns of the longest name */
    int digits;          /* of the largest count */
    uint64_t max_count;
    size_t width; /* of the terminal */
};

static void write_bar_line(struct buffer *to, const struct tally_entry *entry,
                           const struct facet_layout *layout)
{
    size_t before = to->size, used = layout->name_columns + (size_t)layout->digits + 4;
    write_facet_name(to, entry);
    if (to->failed)
        return;
    for (size_t at = columns_of(to->data + before, to->size - before); at < layout->name_columns;
         at++)
        buffer_append_byte(to, ' ');
    buffer_append_format(to, "  %*" PRIu64 "  ", layout->digits, entry->count);
    write_bar(to, entry->count, layout->max_count,
              layout->width > used + BAR_WIDTH_MIN ? layout->width - used : BAR_WIDTH_MIN);
    buffer_append_byte(to, '\n');
}

void facet_write(struct buffer *to, const struct tally *tally, const struct facet_style *style)
{
    size_t count = style->limit > 0 && style->limit < tally->count ? style->limit : tally->count;
    struct facet_layout layout = {.name_columns = 1, .width = style->width};
    for (size_t i = 0; i < count; i++) {
        size_t columns = columns_of(tally->entries[i].name, tally->entries[i].size);
        layout.name_columns = columns > layout.name_columns ? columns : layout.name_columns;
        layout.max_count =
            tally->entries[i].count > layout.max_count ? tally->entries[i].count : layout.max_count;
    }
    layout.digits = snprintf(NULL, 0, "%" PRIu64, layout.max_count);
    for (size_t i = 0; i < count; i++) {
        const struct tally_entry *entry = &tally->entries[i];
        if (style->json) {
            write_facet_json(to, entry, style->facet);
        } else if (style->width > 0) {
            write_bar_line(to, entry, &layout);
        } else {
            write_facet_name(to, entry);
            buffer_append_format(to, "\t%" PRIu64 "\n", entry->count);
        }
    }
}
