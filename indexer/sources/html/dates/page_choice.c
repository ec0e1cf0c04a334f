/* The choice between the dates of a page. */
#include <string.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_address.h"
#include "indexer/sources/dates/date_reader.h"
#include "indexer/sources/html/dates/date_labels.h"
#include "indexer/sources/html/dates/meta_dates.h"
#include "indexer/sources/html/dates/page_dates.h"
#include "indexer/sources/html/dates/page_local_day.h"
#include "indexer/sources/html/dates/page_rank.h"
#include "indexer/sources/html/dates/page_zones.h"

/* Of the sources of a date, those with a higher rank count; those of candidates are in page_rank.c.
 */
enum {
    RANK_LINKED_ARTICLE = 100,
    RANK_META = 90, /* and up to 9 more */
    RANK_LINKED_PAGE = 88,
    RANK_ADDRESS = 80,
    RANK_CREATED = 70, /* and up to 9 more */
    RANK_LINKED_OTHER = 60,
    RANK_META_VAGUE = 50,
    RANK_TITLE = 31,
    RANK_DIVISOR = 4, /* of those that are not days, which puts them below all days */
    FIRST_DAY = 7305, /* 1990-01-01: before the web, texts are about dates, not of them */
};

/* A month or a year counts only where no day is known, whoever says it. */
static void take_better(struct dated_rank *best, const struct moment *moment, int rank)
{
    bool is_placeholder = moment->day == 0 && moment->precision >= MOMENT_DAY; /* 1970-01-01 */
    if (moment->precision < MOMENT_DAY)
        rank = rank / RANK_DIVISOR;
    if (moment->precision != MOMENT_NONE && !is_placeholder && rank > best->rank)
        *best = (struct dated_rank){*moment, (uint8_t)rank};
}

static bool is_likely(const struct page_dates *dates, const struct moment *moment)
{
    return moment->precision >= MOMENT_DAY && moment->day >= FIRST_DAY &&
           moment->day <= dates->latest;
}

/* --- what the page says for programs --- */

static struct text_span title_of(const struct page_dates *dates)
{
    size_t size = dates->title.size < PAGE_TEXT_SIZE ? dates->title.size : PAGE_TEXT_SIZE;
    return (struct text_span){dates->title.bytes, size};
}

static void take_linked(const struct page_dates *dates, struct text_span address,
                        struct dated_rank *published, struct dated_rank *modified)
{
    const struct linked_object *object =
        linked_dates_choose(&dates->linked, title_of(dates), address);
    if (object == NULL)
        return;
    int rank = object->kind == LINKED_ARTICLE ? RANK_LINKED_ARTICLE
               : object->kind == LINKED_PAGE  ? RANK_LINKED_PAGE
                                              : RANK_LINKED_OTHER;
    take_better(published, &object->published, rank);
    take_better(published, &object->created, RANK_CREATED);
    take_better(modified, &object->modified, rank);
}

static void take_meta(const struct page_dates *dates, struct dated_rank *published,
                      struct dated_rank *modified)
{
    const struct dated_rank *own = &dates->published;
    take_better(published, &own->moment,
                own->rank <= META_VAGUE ? RANK_META_VAGUE : RANK_META + own->rank);
    take_better(published, &dates->created.moment, RANK_CREATED + dates->created.rank);
    take_better(modified, &dates->modified.moment, RANK_META + dates->modified.rank);
}

/* --- days in UTC and where the page was made --- */

static bool is_next_to(const struct moment *utc, const struct moment *local)
{
    return local->precision >= MOMENT_DAY &&
           ((local->day == utc->day - 1 && page_may_be_day_before(utc)) ||
            (local->day == utc->day + 1 && page_may_be_next_day(utc)));
}

/* Whether they may be the same moment, apart from seconds: a local time is ahead by its zone, or,
 * if that is not known, by quarters of an hour. */
static bool is_same_moment(const struct moment *utc, const struct moment *local)
{
    enum { SECONDS_PER_DAY = 86400, ZONE_MAX = 14 * 60, QUARTER = 15 };
    int64_t seconds =
        (int64_t)(local->day - utc->day) * SECONDS_PER_DAY + local->second - utc->second;
    int64_t minutes = seconds > 0 ? (seconds + 59) / 60 : seconds / 60;
    if (local->precision <= MOMENT_DAY)
        return true;
    if (local->zone != MOMENT_NO_ZONE)
        return minutes - local->zone >= -1 && minutes - local->zone <= 1;
    return minutes >= -ZONE_MAX && minutes <= ZONE_MAX && minutes % QUARTER == 0;
}

/* Whether a date in the page may be that of its article, and not of a change. */
static bool is_own(const struct page_dates *dates, const struct page_candidate *candidate)
{
    unsigned distance;
    return candidate->aside == 0 && (candidate->zones & ZONE_MODIFIED) == 0 &&
           !page_is_change(candidate) && candidate->label != LABEL_OTHER &&
           (candidate->is_value || page_is_near_title(dates, candidate, &distance));
}

/* Where the publication is given in UTC, and the page shows it on the next day or the day before,
 * and not on that day: as the page shows it. */
static void take_local_day(const struct page_dates *dates, struct moment *best)
{
    const struct moment *local = NULL;
    for (size_t i = 0; i < dates->candidate_count; i++) {
        const struct moment *shown = &dates->candidates[i].moment;
        if (!is_own(dates, &dates->candidates[i]))
            continue;
        if (shown->day == best->day)
            return;
        if (local == NULL && is_next_to(best, shown) && is_same_moment(best, shown))
            local = shown;
    }
    if (local != NULL)
        *best = *local;
}

/* --- what the page shows --- */

static void take_address(struct text_span address, struct dated_rank *published)
{
    struct moment moment;
    if (!date_read_address(address, &moment))
        return;
    take_better(published, &moment, RANK_ADDRESS);
    if (is_next_to(&published->moment, &moment))
        published->moment = moment;
}

/* A change whose element says so, but whose words do not, may be the publication: many sites call
 * the only date they show "updated". */
static void take_candidates(const struct page_dates *dates, struct dated_rank *published,
                            struct dated_rank *modified)
{
    enum { MODIFIED_NEAR = 60, MODIFIED_FAR = 30, MAYBE_MODIFIED = 5 };
    bool is_list = page_has_list_of_dates(dates);
    for (size_t i = 0; i < dates->candidate_count; i++) {
        const struct page_candidate *candidate = &dates->candidates[i];
        unsigned distance;
        bool near = page_is_near_title(dates, candidate, &distance);
        if (!is_likely(dates, &candidate->moment) || candidate->label == LABEL_OTHER ||
            candidate->aside != 0)
            continue;
        bool is_change = page_is_change(candidate);
        bool maybe_change =
            candidate->label == LABEL_NONE && (candidate->zones & ZONE_MODIFIED) != 0;
        int rank = near || !is_list ? page_rank_candidate(candidate, near) : 0;
        if (is_change || maybe_change)
            take_better(modified, &candidate->moment, near ? MODIFIED_NEAR : MODIFIED_FAR);
        if (!is_change && rank > 0)
            take_better(published, &candidate->moment,
                        rank - (int)distance / 3 - (maybe_change ? MAYBE_MODIFIED : 0));
    }
}

/* A day in the page's title. */
static void take_title(const struct page_dates *dates, struct dated_rank *published)
{
    struct text_span title = title_of(dates), rest = title;
    struct found_date found;
    while (date_find(&rest, DATE_PLAIN, &found))
        if (is_likely(dates, &found.moment) &&
            date_label_before(span_between(title.bytes, found.at.bytes)) != LABEL_OTHER)
            take_better(published, &found.moment, RANK_TITLE);
}

void page_dates_finish(const struct page_dates *dates, struct text_span address,
                       struct moment *published, struct moment *modified)
{
    const struct moment none = {.zone = MOMENT_NO_ZONE};
    struct dated_rank best = {none, 0}, changed = {none, 0};
    take_linked(dates, address, &best, &changed);
    take_meta(dates, &best, &changed);
    take_address(address, &best);
    take_local_day(dates, &best.moment);
    take_candidates(dates, &best, &changed);
    take_title(dates, &best);
    *modified = changed.moment;
    *published = best.rank > 0 ? best.moment : changed.moment;
}
