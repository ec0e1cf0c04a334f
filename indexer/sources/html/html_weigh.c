#include "indexer/sources/html/html_weigh.h"

enum { PROSE_MIN = 60, LINKS_MAX_SHARE = 3, ITEM_SHARE = 4, HEAD_LEVELS = 3 };

bool html_run_is_prose(const struct html_outline *outline, const struct html_run *run)
{
    switch (outline->elements[run->element].part) {
    case PART_LINK:
    case PART_CONTROL:
    case PART_CAPTION:
    case PART_HEADING:
    case PART_TITLE:
        return false;
    default:
        return run->text >= PROSE_MIN && run->links * LINKS_MAX_SHARE < run->text && run->marks > 0;
    }
}

/* A table with headings holds data; others may only lay the page out. */
static void mark_table(struct html_element *elements, uint32_t head)
{
    uint32_t at = elements[head].parent;
    for (unsigned level = 0; level < HEAD_LEVELS && elements[at].part != PART_TABLE; level++)
        at = elements[at].parent;
    if (elements[at].part == PART_TABLE)
        elements[at].part = PART_DATA;
}

/* Sets what an element has from its ancestors and from itself. */
static void start_element(struct html_element *elements, uint32_t at)
{
    struct html_element *element = &elements[at];
    const struct html_element *parent = &elements[element->parent];
    bool has_words = element->end > element->start;
    element->text = element->links = element->prose = element->weight = 0;
    element->link_count = element->part == PART_LINK && has_words;
    element->holds_title = element->part == PART_TITLE && has_words;
    element->holds_body = false;
    element->in_item = element->part == PART_ITEM;
    if (at > 0) {
        element->out |= parent->out;
        element->in_item |= parent->in_item;
        element->in_embed =
            parent->in_embed || (parent->part == PART_OTHER && (parent->names & NAME_EMBED));
    }
    if (element->part == PART_TABLE_HEAD)
        mark_table(elements, at);
}

static void add_run(const struct html_outline *outline, const struct html_run *run)
{
    struct html_element *element = &outline->elements[run->element];
    if (element->out)
        return;
    element->text += run->text;
    element->links += run->links;
    if (!html_run_is_prose(outline, run))
        return;
    uint32_t prose = run->text - run->links;
    element->prose += prose;
    element->weight += element->in_item ? prose / ITEM_SHARE : prose;
}

static bool is_body(const struct html_element *element)
{
    if (element->names & (NAME_COMMENTS | NAME_NOISE) || element->out)
        return false;
    return element->part == PART_ARTICLE || (element->names & NAME_BODY_ITEM) ||
           (element->names & (NAME_BODY | NAME_ARTICLE)) == (NAME_BODY | NAME_ARTICLE);
}

static void add_to_parent(struct html_element *elements, uint32_t at)
{
    struct html_element *element = &elements[at], *parent = &elements[element->parent];
    element->holds_body |= element->weight >= ARTICLE_MIN && is_body(element);
    parent->text += element->text;
    parent->links += element->links;
    parent->prose += element->prose;
    parent->weight += element->weight;
    parent->link_count += element->out ? 0 : element->link_count;
    parent->holds_title |= element->holds_title;
    parent->holds_body |= element->holds_body;
}

void html_weigh(struct html_outline *outline)
{
    for (uint32_t i = 0; i < outline->element_count; i++)
        start_element(outline->elements, i);
    for (uint32_t i = 0; i < outline->run_count; i++)
        add_run(outline, &outline->runs[i]);
    for (uint32_t i = outline->element_count; --i > 0;)
        add_to_parent(outline->elements, i);
}
