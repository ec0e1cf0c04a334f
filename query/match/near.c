#include "query/match/near.h"

/* Each part needs a place of its own in the window: a bipartite matching of parts and places
 * (Kuhn's augmenting paths). A part needs no more candidates than there are parts, as the others
 * cannot take them all. */
struct near_window {
    size_t count; /* of parts */
    size_t candidate_counts[NEAR_PARTS_MAX];
    const uint32_t *candidates[NEAR_PARTS_MAX];
    bool assigned[NEAR_PARTS_MAX];
    uint32_t positions[NEAR_PARTS_MAX]; /* of the parts that are placed */
    bool tried[NEAR_PARTS_MAX];         /* in this search for an augmenting path */
};

static size_t position_owner(const struct near_window *window, uint32_t position)
{
    size_t owner = 0;
    while (owner < window->count &&
           !(window->assigned[owner] && window->positions[owner] == position))
        owner++;
    return owner;
}

/* Gives the part a place, and moves others if necessary; false when there is none. */
static bool assign_part(struct near_window *window, size_t part)
{
    window->tried[part] = true;
    for (size_t i = 0; i < window->candidate_counts[part]; i++) {
        uint32_t position = window->candidates[part][i];
        size_t owner = position_owner(window, position);
        if (owner < window->count && (window->tried[owner] || !assign_part(window, owner)))
            continue;
        window->assigned[part] = true;
        window->positions[part] = position;
        return true;
    }
    return false;
}

/* Whether a match begins with the part `first` and ends before position `end`. The other parts may
 * be at their places from number from[i] on, which are after the start of `first`. */
static bool begins_match(const struct near_part *parts, size_t count, size_t first,
                         const size_t *from, uint64_t end)
{
    struct near_window window;
    window.count = count;
    for (size_t i = 0; i < count; i++) {
        size_t to = from[i];
        while (to < parts[i].count && to - from[i] < count &&
               (uint64_t)parts[i].starts[to] + parts[i].extent <= end)
            to++;
        window.candidates[i] = parts[i].starts + from[i];
        window.candidate_counts[i] = to - from[i];
        window.assigned[i] = false;
        if (to == from[i] && i != first)
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++)
            window.tried[k] = false;
        if (i != first && !assign_part(&window, i))
            return false;
    }
    return true;
}

/* Sets *start to the least of the remaining starts; false when there is none. */
static bool next_part_start(const struct near_part *parts, size_t count, const size_t *at,
                            uint32_t *start)
{
    bool any = false;
    for (size_t i = 0; i < count; i++)
        if (at[i] < parts[i].count && (!any || parts[i].starts[at[i]] < *start)) {
            *start = parts[i].starts[at[i]];
            any = true;
        }
    return any;
}

void near_find(const struct near_part *parts, size_t count, uint32_t slack,
               struct position_list *positions)
{
    size_t at[NEAR_PARTS_MAX] = {0};
    uint64_t room = slack;
    for (size_t i = 0; i < count; i++)
        room += parts[i].extent;
    for (uint32_t start = 0; next_part_start(parts, count, at, &start);) {
        bool starts_here[NEAR_PARTS_MAX], found = false;
        for (size_t i = 0; i < count; i++) {
            starts_here[i] = at[i] < parts[i].count && parts[i].starts[at[i]] == start;
            at[i] += starts_here[i];
        }
        for (size_t i = 0; i < count && !found; i++)
            found = starts_here[i] && begins_match(parts, count, i, at, start + room);
        if (found)
            vector_append(positions, start);
    }
}
