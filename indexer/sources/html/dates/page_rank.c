#include "indexer/sources/html/dates/page_rank.h"

#include "indexer/sources/html/dates/date_labels.h"
#include "indexer/sources/html/dates/page_zones.h"

enum { BLOCKS_AFTER_TITLE = 10, BLOCKS_BEFORE_TITLE = 4, SAME_ENOUGH = 12, HEADING_LEVEL_MAX = 6 };

static const struct page_heading *find_title(const struct page_dates *dates)
{
    const struct page_heading *title = NULL;
    for (size_t i = 0; i < dates->heading_count; i++) {
        const struct page_heading *heading = &dates->headings[i];
        bool is_better = title == NULL || heading->same > title->same ||
                         (heading->same == title->same && heading->level < title->level);
        if (heading->same >= SAME_ENOUGH && is_better)
            title = heading;
    }
    return title;
}

bool page_is_near_title(const struct page_dates *dates, const struct page_candidate *candidate,
                        unsigned *distance)
{
    const struct page_heading *title = find_title(dates);
    bool is_heading = title != NULL && title->level <= HEADING_LEVEL_MAX;
    *distance = 0;
    for (size_t i = 0; i < dates->heading_count; i++) {
        const struct page_heading *heading = &dates->headings[i];
        bool counts = heading == title || (!is_heading && heading->level == 1);
        if (!counts || candidate->block + BLOCKS_BEFORE_TITLE < heading->block ||
            candidate->block > heading->block + BLOCKS_AFTER_TITLE)
            continue;
        if (candidate->block > heading->block)
            *distance = candidate->block - heading->block;
        return true;
    }
    return false;
}

bool page_is_change(const struct page_candidate *candidate)
{
    bool is_declared = (candidate->zones & (ZONE_CHANGE | ZONE_PUBLISHED)) == ZONE_CHANGE;
    return candidate->label == LABEL_MODIFIED || (candidate->label == LABEL_NONE && is_declared);
}

bool page_has_list_of_dates(const struct page_dates *dates)
{
    const struct page_candidate *first = NULL;
    for (size_t i = 0; i < dates->candidate_count; i++) {
        const struct page_candidate *candidate = &dates->candidates[i];
        unsigned distance;
        if (candidate->aside != 0 || page_is_change(candidate) ||
            page_rank_candidate(candidate, false) == 0 ||
            page_is_near_title(dates, candidate, &distance))
            continue;
        if (first != NULL && candidate->moment.day != first->moment.day)
            return true;
        first = candidate;
    }
    return false;
}

/* At the end of a page or an article, only what is said to be its date counts. */
static int rank_in_footer(const struct page_candidate *candidate, bool near)
{
    unsigned zones = candidate->zones;
    if (candidate->label == LABEL_PUBLISHED || (zones & ZONE_PUBLISHED) != 0)
        return 34;
    return near && candidate->is_alone && (zones & ZONE_META) != 0 ? 33 : 0;
}

int page_rank_candidate(const struct page_candidate *candidate, bool near)
{
    unsigned zones = candidate->zones;
    if ((zones & ZONE_FOOTER) != 0)
        return rank_in_footer(candidate, near);
    if (candidate->is_value && (zones & ZONE_PUBLISHED) != 0)
        return near ? 68 : 50;
    if (candidate->label == LABEL_PUBLISHED && candidate->is_alone)
        return near ? 66 : candidate->is_sentence ? 0 : 48;
    if (candidate->label == LABEL_PUBLISHED && candidate->is_early && near)
        return 60;
    if (candidate->is_value)
        return near ? 64 : 42;
    if (!candidate->is_alone)
        return near && candidate->is_dateline ? 40 : 0;
    if ((zones & ZONE_PUBLISHED) != 0)
        return near ? 65 : 44;
    if ((zones & ZONE_DATE) != 0)
        return near ? 58 : 36;
    if ((zones & ZONE_META) != 0)
        return near ? 54 : 32;
    return near && candidate->is_early && !candidate->is_sentence ? 46 : 0;
}
