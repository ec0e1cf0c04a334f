#include "indexer/sources/html/html_noise.h"

/* In bytes of words, and hundredths of the page's prose. */
enum { SIDE_MAX = 200, FORM_PROSE_MAX = 400, SHARE_MAX = 40, SURE_SHARE_MAX = 90 };

static enum html_reason reason_of_part(const struct html_element *element)
{
    switch (element->part) {
    case PART_NAV:
    case PART_FOOTER:
    case PART_ASIDE:
        return REASON_NOISE;
    case PART_CONTROL:
        return REASON_SIDE;
    case PART_FORM:
        return element->prose < FORM_PROSE_MAX ? REASON_SIDE : REASON_NONE;
    default:
        return REASON_NONE;
    }
}

static enum html_reason reason_of(const struct html_element *element)
{
    enum html_reason reason = reason_of_part(element);
    if (element->names & NAME_UNSEEN)
        return REASON_UNSEEN;
    if (reason != REASON_NONE)
        return reason;
    if (element->names & NAME_COMMENTS)
        return REASON_COMMENTS;
    if ((element->names & NAME_NOISE) && !element->in_embed)
        return REASON_NOISE;
    bool side = (element->names & NAME_SIDE) && element->part != PART_PARAGRAPH;
    return side && element->text < SIDE_MAX ? REASON_SIDE : REASON_NONE;
}

/* Whether an inline element is but a part of a line. *run: kept from call to call, since elements
 * and runs are in the order of the page. */
static bool is_in_line(const struct html_outline *outline, uint32_t at, uint32_t *run)
{
    const struct html_element *element = &outline->elements[at];
    while (*run < outline->run_count && outline->runs[*run].end <= element->start)
        ++*run;
    if (!element->is_inline || *run == outline->run_count)
        return false;
    const struct html_run *line = &outline->runs[*run];
    return 2 * (element->end - element->start) < line->end - line->start;
}

/* Whether an element is too much of the page to be left out for its name. `left`: the weight of all
 * that is not out yet. */
static bool is_too_much(const struct html_element *element, enum html_reason reason, uint32_t left,
                        bool page_has_title)
{
    uint64_t share = SHARE_MAX;
    if (element->weight <= ARTICLE_MIN)
        return false;
    if (reason == REASON_COMMENTS || reason == REASON_UNSEEN ||
        (page_has_title && !element->holds_body && left - element->weight > 2 * ARTICLE_MIN))
        share = SURE_SHARE_MAX;
    return (uint64_t)element->weight * 100 > left * share;
}

void html_noise_mark(struct html_outline *outline)
{
    struct html_element *elements = outline->elements;
    uint32_t left = elements[0].weight, run = 0;
    for (uint32_t i = 1; i < outline->element_count; i++) {
        struct html_element *element = &elements[i];
        enum html_reason reason = reason_of(element);
        if (reason == REASON_NONE || element->part == PART_ROOT || element->part == PART_MAIN ||
            element->holds_title || (reason != REASON_UNSEEN && is_in_line(outline, i, &run)) ||
            is_too_much(element, reason, left, elements[0].holds_title))
            continue;
        element->out = true;
        element->reason = (uint8_t)reason;
        left -= element->weight;
        i = element->next - 1;
    }
}

void html_noise_mark_unseen(struct html_outline *outline)
{
    struct html_element *elements = outline->elements;
    for (uint32_t i = 1; i < outline->element_count; i++) {
        struct html_element *element = &elements[i];
        element->out = (element->names & NAME_UNSEEN) && element->part != PART_ROOT &&
                       !is_too_much(element, REASON_UNSEEN, elements[0].weight, false);
        element->reason = element->out ? REASON_UNSEEN : REASON_NONE;
        if (element->out)
            i = element->next - 1;
    }
}
