#include "match/near.h"

/* Each part is to have one of its places in the window: a matching of parts and places (Kuhn's
 * augmenting paths). A part needs no more candidates than there are parts: one of those is always
 * left. */
struct window {
    size_t count; /* of parts */
    size_t candidate_counts[NEAR_PARTS_MAX];
    const uint32_t *candidates[NEAR_PARTS_MAX];
    bool placed[NEAR_PARTS_MAX];
    uint32_t places[NEAR_PARTS_MAX]; /* of those that are placed */
    bool tried[NEAR_PARTS_MAX];      /* in this search for a way */
};

static size_t first_from(const struct near_part *part, uint64_t start)
{
    size_t low = 0, high = part->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (part->starts[middle] < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t owner_of(const struct window *window, uint32_t place)
{
    size_t owner = 0;
    while (owner < window->count && !(window->placed[owner] && window->places[owner] == place))
        owner++;
    return owner;
}

/* Gives the part a place, moving others if need be. */
static bool place_part(struct window *window, size_t part)
{
    window->tried[part] = true;
    for (size_t i = 0; i < window->candidate_counts[part]; i++) {
        uint32_t place = window->candidates[part][i];
        size_t owner = owner_of(window, place);
        if (owner < window->count && (window->tried[owner] || !place_part(window, owner)))
            continue;
        window->placed[part] = true;
        window->places[part] = place;
        return true;
    }
    return false;
}

/* Whether a match begins at `start` with the part `first`. */
static bool begins(const struct near_part *parts, size_t count, size_t first, uint32_t start,
                   uint64_t end)
{
    struct window window = {.count = count};
    for (size_t i = 0; i < count; i++) {
        size_t from = first_from(&parts[i], (uint64_t)start + 1), to = from;
        while (to < parts[i].count && to - from < count &&
               (uint64_t)parts[i].starts[to] + parts[i].extent <= end)
            to++;
        window.candidates[i] = parts[i].starts + from;
        window.candidate_counts[i] = to - from;
        if (to == from && i != first)
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++)
            window.tried[k] = false;
        if (i != first && !place_part(&window, i))
            return false;
    }
    return true;
}

/* The least start above `after`, or from 0 on when it is −1; −1 when there is none. */
static int64_t next_start(const struct near_part *parts, size_t count, int64_t after)
{
    int64_t least = -1;
    for (size_t i = 0; i < count; i++) {
        size_t place = first_from(&parts[i], (uint64_t)(after + 1));
        if (place < parts[i].count && (least < 0 || parts[i].starts[place] < least))
            least = parts[i].starts[place];
    }
    return least;
}

void near_find(const struct near_part *parts, size_t count, uint32_t slack, struct buffer *places)
{
    uint64_t room = slack;
    for (size_t i = 0; i < count; i++)
        room += parts[i].extent;
    for (int64_t next = -1; (next = next_start(parts, count, next)) >= 0;) {
        uint32_t start = (uint32_t)next;
        bool found = false;
        for (size_t i = 0; i < count && !found; i++) {
            size_t place = first_from(&parts[i], start);
            if (place < parts[i].count && parts[i].starts[place] == start &&
                (uint64_t)start + parts[i].extent <= start + room)
                found = begins(parts, count, i, start, start + room);
        }
        if (found)
            buffer_append_u32(places, start);
    }
}
