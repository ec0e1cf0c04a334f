#include "indexer/sources/html/html_root.h"

/* NEARLY_ALL in hundredths. An element with the page's title counts TITLE_FACTOR times. */
enum { NEARLY_ALL = 80, TITLE_FACTOR = 3, JOIN_PROSE_MIN = 60, JOIN_LEVELS = 4 };

/* Whether an element cannot hold an article by itself. */
static bool is_leaf(const struct html_element *element)
{
    switch (element->part) {
    case PART_PARAGRAPH:
    case PART_ITEM:
    case PART_LIST:
    case PART_NUMBERED:
    case PART_PRE:
    case PART_DATA:
    case PART_QUOTE:
    case PART_FIGURE:
    case PART_CAPTION:
    case PART_HEADING:
    case PART_TITLE:
        return true;
    default:
        return element->is_inline;
    }
}

static uint64_t rank_of(const struct html_element *element)
{
    return (uint64_t)element->weight * (element->holds_title ? TITLE_FACTOR : 1);
}

/* Descends from the page into the heaviest element, as long as that holds nearly all prose. */
static uint32_t find_core(const struct html_element *elements)
{
    uint32_t at = 0;
    for (;;) {
        uint32_t best = 0;
        uint64_t all = elements[at].weight;
        for (uint32_t i = at + 1; i < elements[at].next; i = elements[i].next) {
            if (elements[i].out)
                continue;
            all += rank_of(&elements[i]) - elements[i].weight;
            if (best == 0 || rank_of(&elements[i]) > rank_of(&elements[best]))
                best = i;
        }
        if (best == 0 || elements[best].weight == 0 || is_leaf(&elements[best]) ||
            rank_of(&elements[best]) * 100 < all * NEARLY_ALL)
            return at;
        at = best;
    }
}

/* Whether an element is mostly prose. */
static bool joins(const struct html_element *element)
{
    return !element->out && element->prose >= JOIN_PROSE_MIN &&
           element->links * 4 < element->text && element->prose * 2 >= element->text;
}

static void mark_outside(struct html_element *element)
{
    if (element->out)
        return;
    element->out = true;
    element->reason = REASON_OUTSIDE;
}

/* The children of an element, from the first to the last that is `child` or joins it. */
struct joined {
    uint32_t parent, first, last;
};

static struct joined find_joined(const struct html_element *elements, uint32_t child)
{
    struct joined joined = {elements[child].parent, child, child};
    const struct html_element *parent = &elements[joined.parent];
    for (uint32_t i = joined.parent + 1; i < parent->next; i = elements[i].next) {
        if (!joins(&elements[i]))
            continue;
        joined.first = i < joined.first ? i : joined.first;
        joined.last = i > joined.last ? i : joined.last;
    }
    return joined;
}

static void mark_beside(struct html_element *elements, struct joined joined)
{
    const struct html_element *parent = &elements[joined.parent];
    for (uint32_t i = joined.parent + 1; i < parent->next; i = elements[i].next)
        if (i < joined.first || i > joined.last)
            mark_outside(&elements[i]);
}

/* Returns the highest ancestor of `core`, up to the one with the title, in which something joins.
 */
static uint32_t find_wider(struct html_element *elements, uint32_t core)
{
    uint32_t root = core;
    if (elements[core].part == PART_ARTICLE || elements[core].holds_title)
        return core;
    for (uint32_t at = core, level = 0; at != 0 && level < JOIN_LEVELS; level++) {
        struct joined joined = find_joined(elements, at);
        if (joined.parent == 0 || elements[joined.parent].part == PART_ROOT)
            break;
        if (joined.first != joined.last)
            for (; root != joined.parent; root = elements[root].parent)
                mark_beside(elements, find_joined(elements, root));
        at = joined.parent;
        if (elements[at].part == PART_ARTICLE || elements[at].holds_title)
            break;
    }
    return root;
}

/* Section, date and the like. */
static void mark_before_title(struct html_element *elements, uint32_t root)
{
    if (!elements[root].holds_title)
        return;
    for (uint32_t i = root + 1; i < elements[root].next && elements[i].part != PART_TITLE;) {
        if (elements[i].holds_title) {
            i++;
            continue;
        }
        if (elements[i].prose == 0)
            mark_outside(&elements[i]);
        i = elements[i].next;
    }
}

uint32_t html_root_find(struct html_outline *outline)
{
    uint32_t root = find_wider(outline->elements, find_core(outline->elements));
    mark_before_title(outline->elements, root);
    return root;
}
