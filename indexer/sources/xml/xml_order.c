#include "indexer/sources/xml/xml_order.h"

#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"

enum { LEVEL_BITS = 20, INDEX_MAX = (1 << LEVEL_BITS) - 1 };

/* Of a part that nothing refers to: after all others. */
#define UNRANKED UINT64_MAX

void xml_order_clear(struct xml_order *order)
{
    vector_clear(&order->references);
    vector_clear(&order->parts);
    vector_clear(&order->pieces);
    memset(order->next, 0, sizeof order->next);
    memset(order->path, 0, sizeof order->path);
    order->groups = order->page = 0;
    order->current = XML_ORDER_NONE;
    order->overflowed = false;
}

void xml_order_release(struct xml_order *order)
{
    vector_release(&order->references);
    vector_release(&order->parts);
    vector_release(&order->pieces);
}

static uint64_t hash_id(struct text_span id)
{
    return id.size == 0 ? 0 : hash_bytes(id.bytes, id.size);
}

/* --- references --- */

/* Returns the depth of the open groups, as far as it is told apart. */
static uint32_t level_of(const struct xml_order *order)
{
    return order->groups < XML_ORDER_LEVELS ? order->groups : XML_ORDER_LEVELS;
}

/* Returns the rank of the next place in the innermost group. */
static uint64_t take_rank(struct xml_order *order, uint32_t index)
{
    uint32_t level = level_of(order);
    if (index == XML_ORDER_NONE || index > INDEX_MAX)
        index = order->next[level];
    order->next[level] = index < INDEX_MAX ? index + 1 : index;
    if (level == 0)
        return 0; /* the outermost group */
    return order->path[level] | (uint64_t)index << (LEVEL_BITS * (XML_ORDER_LEVELS - level));
}

void xml_order_open_group(struct xml_order *order, uint32_t index)
{
    uint64_t rank = take_rank(order, index);
    order->groups++;
    if (order->groups <= XML_ORDER_LEVELS) {
        order->path[order->groups] = rank;
        order->next[order->groups] = 0;
    }
}

void xml_order_close_group(struct xml_order *order)
{
    order->groups -= order->groups > 0;
}

void xml_order_refer(struct xml_order *order, struct text_span id, uint32_t index)
{
    if (vector_count(&order->references) < XML_ORDER_MAX)
        vector_append(&order->references,
                      (struct xml_order_reference){hash_id(id), take_rank(order, index)});
    else
        order->overflowed = true;
}

/* --- parts --- */

/* Begins a piece, in place of those that have no text, or whose text has been taken back. */
static void begin_piece(struct xml_order *order, size_t start)
{
    while (vector_count(&order->pieces) > 0 && vector_last(&order->pieces)->start >= start)
        vector_pop(&order->pieces);
    vector_append(&order->pieces, (struct xml_order_piece){start, order->current});
}

void xml_order_open_part(struct xml_order *order, struct text_span id, size_t start,
                         struct xml_order_part part)
{
    uint32_t number = (uint32_t)vector_count(&order->parts);
    if (number >= XML_ORDER_MAX || order->overflowed) {
        order->overflowed = true;
        return;
    }
    part.id = hash_id(id);
    part.parent = order->current;
    part.page = order->page;
    vector_append(&order->parts, part);
    if (vector_status(&order->parts) != 0)
        return;
    order->current = number;
    begin_piece(order, start);
}

void xml_order_close_part(struct xml_order *order, size_t start)
{
    if (order->overflowed || order->current >= vector_count(&order->parts))
        return;
    order->current = order->parts.items[order->current].parent;
    begin_piece(order, start);
}

/* --- putting in order --- */

static int compare_references(const void *left, const void *right)
{
    const struct xml_order_reference *a = left, *b = right;
    return a->id != b->id ? (a->id > b->id) - (a->id < b->id)
                          : (a->rank > b->rank) - (a->rank < b->rank);
}

/* Returns the first rank that the references give to an id, or UNRANKED. */
static uint64_t find_rank(const struct xml_order *order, uint64_t id)
{
    size_t low = 0, high = vector_count(&order->references);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order->references.items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        id != 0 && low < vector_count(&order->references) && order->references.items[low].id == id;
    return found ? order->references.items[low].rank : UNRANKED;
}

/* Gives each part its rank: its own, or that of the part around it, which comes before it. Where
 * nothing is referred to, the indexes of regions are ranks. */
static void rank_parts(struct xml_order *order)
{
    bool referred = vector_count(&order->references) > 0;
    uint32_t last_parent = XML_ORDER_NONE, last_index = 0;
    vector_sort(&order->references, compare_references);
    for (size_t i = 0; i < vector_count(&order->parts); i++) {
        struct xml_order_part *part = &order->parts.items[i];
        uint64_t around =
            part->parent == XML_ORDER_NONE ? UNRANKED : order->parts.items[part->parent].rank;
        bool indexed = !referred && !part->is_line && part->index != XML_ORDER_NONE;
        part->rank = indexed ? part->index : find_rank(order, part->id);
        if (part->rank == UNRANKED)
            part->rank = around;
        if (!part->is_line)
            part->index = 0;
        else if (part->index == XML_ORDER_NONE)
            part->index = part->parent == last_parent ? last_index : 0;
        last_parent = part->is_line ? part->parent : last_parent;
        last_index = part->is_line ? part->index : last_index;
    }
}

/* A piece and what it is sorted by. */
struct place {
    uint32_t page, region, index;
    uint64_t rank;
    size_t start, size;
};

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->page != b->page)
        return a->page < b->page ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->region != b->region)
        return a->region < b->region ? -1 : 1;
    if (a->index != b->index)
        return a->index < b->index ? -1 : 1;
    return (a->start > b->start) - (a->start < b->start);
}

static struct place place_of(const struct xml_order *order, size_t piece, size_t text_size)
{
    const struct xml_order_piece *at = &order->pieces.items[piece];
    bool last = piece + 1 == vector_count(&order->pieces);
    size_t end = last ? text_size : at[1].start;
    struct place place = {.rank = UNRANKED, .start = at->start};
    place.size = end < text_size ? end - at->start : text_size - at->start;
    if (at->part < vector_count(&order->parts)) {
        const struct xml_order_part *part = &order->parts.items[at->part];
        place.page = part->page;
        place.region = part->is_line ? part->parent : at->part;
        place.index = part->index;
        place.rank = part->rank;
    }
    return place;
}

/* Appends the pieces, each trimmed, as lines. */
static void join_pieces(const struct place *places, size_t count, const struct buffer *text,
                        struct buffer *into)
{
    for (size_t i = 0; i < count; i++) {
        struct text_span piece =
            span_trim((struct text_span){text->data + places[i].start, places[i].size});
        if (piece.size > 0 && into->size > 0)
            buffer_append_byte(into, '\n');
        buffer_append(into, piece.bytes, piece.size);
    }
}

void xml_order_arrange(struct xml_order *order, struct buffer *text, struct buffer *scratch)
{
    VECTOR(struct place) places = {0};
    bool sorted = true;
    text->failed |= order->references.buffer.failed || order->parts.buffer.failed ||
                    order->pieces.buffer.failed;
    if (order->overflowed || text->failed || text->size == 0)
        return;
    rank_parts(order);
    for (size_t i = 0; i < vector_count(&order->pieces); i++)
        if (order->pieces.items[i].start < text->size)
            vector_append(&places, place_of(order, i, text->size));
    text->failed |= places.buffer.failed;
    for (size_t i = 1; i < vector_count(&places) && sorted; i++)
        sorted = compare_places(&places.items[i - 1], &places.items[i]) <= 0;
    if (!sorted && !text->failed) {
        vector_sort(&places, compare_places);
        buffer_clear(scratch);
        join_pieces(places.items, vector_count(&places), text, scratch);
        struct buffer previous = *text;
        *text = *scratch;
        *scratch = previous;
    }
    vector_release(&places);
}
