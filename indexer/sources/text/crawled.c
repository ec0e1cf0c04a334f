#include "indexer/sources/text/crawled.h"

#include "common/base/ascii.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"

#define DATE_LINE "date"

enum {
    HEADER_LINES = 24,
    STANDFIRST_LINES = 8,
    STAMPS = 3,
    TITLE_CHARACTERS = 300,
    DATE_SIZE_MAX = 10, /* of 06.01.2022 */
    SECONDS_PER_DAY = 86400,
};

struct header_line {
    struct text_span text; /* trimmed, not empty */
    const char *next;      /* where the next line starts */
    struct moment stamp;   /* if the line is a time stamp and nothing else; otherwise none */
};

struct header {
    struct header_line lines[HEADER_LINES];
    size_t count;
    size_t at; /* the first line not yet read */
    struct moment stamps[STAMPS];
    size_t stamp_count;
    struct moment month; /* of the date line */
    bool has_date_line;
    struct crawled_article *article;
};

static bool is_stamp(const struct header *header, size_t line)
{
    return line < header->count && header->lines[line].stamp.precision != MOMENT_NONE;
}

/* Dates of other forms than 2022-01-06 are stamps only below a date line: elsewhere they may begin
 * a text. */
static struct moment read_stamp(struct text_span line, bool any_form)
{
    struct moment moment;
    bool is_tried = any_form || (line.size > 4 && line.bytes[4] == '-');
    size_t size = is_tried ? date_read(line, DATE_PLAIN, &moment) : 0;
    if (size != line.size || moment.precision < MOMENT_MINUTE)
        return (struct moment){.zone = MOMENT_NO_ZONE};
    return moment;
}

static void read_header_lines(struct header *header, struct text_span text)
{
    struct text_span rest = text, line;
    while (header->count < HEADER_LINES && span_next_line(&rest, &line)) {
        struct text_span trimmed = span_trim(line);
        if (trimmed.size == 0)
            continue;
        bool below_date_line =
            header->count > 0 && span_starts_with(header->lines[0].text, DATE_LINE);
        header->lines[header->count++] = (struct header_line){
            .text = trimmed, .next = rest.bytes, .stamp = read_stamp(trimmed, below_date_line)};
    }
}

static bool is_web_address(struct text_span text)
{
    if (!span_starts_with(text, "http://") && !span_starts_with(text, "https://"))
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (span_white_size(span_between(text.bytes + i, span_end(text))) > 0)
            return false;
    return true;
}

/* Reads "date 2022-01 https://…"; either the month or the address may be missing. */
static void read_date_line(struct header *header)
{
    if (header->count == 0 || !span_starts_with(header->lines[0].text, DATE_LINE))
        return;
    struct text_span line = header->lines[0].text;
    struct text_span rest = span_between(line.bytes + 4, span_end(line));
    if (span_white_size(rest) == 0)
        return;
    struct moment month;
    rest = span_trim(rest);
    size_t size = date_read(rest, DATE_FIELD, &month);
    if (size > 0 && month.precision < MOMENT_MONTH)
        return;
    rest = span_between(rest.bytes + size, span_end(rest));
    if (size > 0 && rest.size > 0 && span_white_size(rest) == 0)
        return;
    rest = span_trim(rest);
    if (rest.size > 0 && !is_web_address(rest))
        return;
    header->article->url = rest;
    header->month = month;
    header->has_date_line = true;
    header->at = 1;
}

static void read_stamps(struct header *header)
{
    while (header->stamp_count < STAMPS && is_stamp(header, header->at))
        header->stamps[header->stamp_count++] = header->lines[header->at++].stamp;
}

/* Returns where the text ends before a final day, such as 06.01.2022; its size, and no date, if
 * there is none.
 * *cut: whether "..." or "…" precedes the date. */
static size_t size_before_date(struct text_span text, struct moment *date, bool *cut)
{
    *cut = false;
    *date = (struct moment){.zone = MOMENT_NO_ZONE};
    size_t size = 0;
    while (size < text.size && size < DATE_SIZE_MAX &&
           !ascii_is_space(span_end(text)[-1 - (ptrdiff_t)size]))
        size++;
    struct text_span head = {text.bytes, text.size - size}, before = span_trim(head);
    bool has_space = span_end(before) < span_end(head);
    if (!has_space || date_read(span_after(text, head.size), DATE_PLAIN, date) != size ||
        date->precision != MOMENT_DAY) {
        *date = (struct moment){.zone = MOMENT_NO_ZONE};
        return text.size;
    }
    *cut = before.size >= 3 && (memcmp(span_end(before) - 3, "...", 3) == 0 ||
                                memcmp(span_end(before) - 3, "…", 3) == 0);
    return (size_t)(span_end(before) - text.bytes);
}

static bool ends_in_cut_and_date(struct text_span text)
{
    struct moment date;
    bool cut;
    size_before_date(text, &date, &cut);
    return cut;
}

/* Returns the number of lines, from the next one on, that form a standfirst: up to "...
 * DD.MM.YYYY", or up to the first time stamp. 0 when neither occurs within eight lines. */
static size_t standfirst_lines(const struct header *header)
{
    for (size_t i = header->at; i < header->count && i - header->at < STANDFIRST_LINES; i++) {
        if (is_stamp(header, i))
            return header->stamp_count == 0 ? i - header->at : 0;
        if (ends_in_cut_and_date(header->lines[i].text))
            return i + 1 - header->at;
    }
    size_t after_standfirst = header->at + STANDFIRST_LINES;
    return header->stamp_count == 0 && is_stamp(header, after_standfirst) ? STANDFIRST_LINES : 0;
}

static bool is_same_title(struct text_span left, struct text_span right)
{
    return span_match_ignoring_white(left, right) == left.size;
}

/* Reads the title: the first line if it is repeated; else if it is short and not a standfirst. */
static void read_crawled_title(struct header *header)
{
    size_t at = header->at;
    if (at == header->count || is_stamp(header, at))
        return;
    struct text_span line = header->lines[at].text;
    bool is_repeated = at + 1 < header->count && is_same_title(line, header->lines[at + 1].text);
    bool is_short = line.size <= (size_t)TITLE_CHARACTERS * 4 &&
                    utf8_count(line.bytes, line.size) <= TITLE_CHARACTERS;
    if (!is_repeated && (!is_short || ends_in_cut_and_date(line)))
        return;
    header->article->title = line;
    header->at += is_repeated ? 2 : 1;
}

static struct text_span text_after_header(const struct header *header, struct text_span text)
{
    const char *start = header->at == 0 ? text.bytes : header->lines[header->at - 1].next;
    return span_between(start, span_end(text));
}

/* Whether the other dates already give the standfirst's date (a time zone may put them a day
 * apart), or are missing or less exact, so that it replaces them. */
static bool date_is_known(struct header *header, const struct moment *date)
{
    for (size_t i = 0; i < header->stamp_count; i++) {
        int32_t difference = date->day - header->stamps[i].day;
        if (difference >= -1 && difference <= 1)
            return true;
    }
    if (header->stamp_count > 0)
        return false;
    int year, month, day, other_year, other_month, other_day;
    moment_civil(date->day, &year, &month, &day);
    moment_civil(header->month.day, &other_year, &other_month, &other_day);
    bool is_compatible = header->month.precision == MOMENT_NONE ||
                         (year == other_year && month == other_month &&
                          (header->month.precision == MOMENT_MONTH || day == other_day));
    if (is_compatible && header->month.precision <= MOMENT_MONTH)
        header->month = *date;
    return is_compatible;
}

static struct text_span without_ellipsis(struct text_span text)
{
    if (text.size >= 3 &&
        (memcmp(span_end(text) - 3, "...", 3) == 0 || memcmp(span_end(text) - 3, "…", 3) == 0))
        text.size -= 3;
    return span_trim(text);
}

/* Keeps the standfirst unless the body begins with it; without its date if that is known. With an
 * unknown date, it is kept whole. */
static void choose_standfirst(struct header *header, struct text_span standfirst,
                              struct text_span body)
{
    struct moment date;
    bool cut;
    size_t size = size_before_date(standfirst, &date, &cut);
    bool dated = date.precision != MOMENT_NONE;
    if (dated && !date_is_known(header, &date)) {
        header->article->standfirst = standfirst;
        return;
    }
    standfirst.size = size;
    struct text_span words = without_ellipsis(standfirst);
    if (span_match_ignoring_white(body, words) == SIZE_MAX)
        header->article->standfirst = standfirst;
}

/* Makes moments comparable across zones; one without a zone counts as UTC. */
static int64_t utc_second(const struct moment *moment)
{
    int64_t second = (int64_t)moment->day * SECONDS_PER_DAY + moment->second;
    return moment->zone == MOMENT_NO_ZONE ? second : second - (int64_t)moment->zone * 60;
}

static void choose_dates(const struct header *header)
{
    struct crawled_article *article = header->article;
    article->published = header->month;
    for (size_t i = 0; i < header->stamp_count; i++) {
        const struct moment *stamp = &header->stamps[i];
        if (i == 0 || utc_second(stamp) < utc_second(&article->published))
            article->published = *stamp;
        if (header->stamp_count > 1 &&
            (i == 0 || utc_second(stamp) > utc_second(&article->modified)))
            article->modified = *stamp;
    }
}

bool crawled_recognise(struct text_span text, struct crawled_article *article)
{
    const struct moment none = {.zone = MOMENT_NO_ZONE};
    const struct text_span nothing = {"", 0};
    struct header header = {.article = article, .month = none};
    *article = (struct crawled_article){.title = nothing,
                                        .url = nothing,
                                        .standfirst = nothing,
                                        .published = none,
                                        .modified = none};
    read_header_lines(&header, text);
    read_date_line(&header);
    read_stamps(&header);
    read_crawled_title(&header);
    read_stamps(&header);
    size_t first = header.at, count = standfirst_lines(&header);
    struct text_span standfirst = nothing;
    if (count > 0) {
        struct text_span last = header.lines[first + count - 1].text;
        standfirst = span_between(header.lines[first].text.bytes, span_end(last));
        header.at += count;
    }
    read_stamps(&header);
    if (!header.has_date_line && header.stamp_count == 0)
        return false;
    article->body = text_after_header(&header, text);
    if (count > 0)
        choose_standfirst(&header, standfirst, article->body);
    choose_dates(&header);
    return true;
}
