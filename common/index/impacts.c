#include "index/impacts.h"

/* How much looser the bound gets when neighbours i and i + 1 become one. */
static double loss(const struct impact *pairs, unsigned i)
{
    return (double)pairs[i].frequency / pairs[i + 1].frequency * ((double)pairs[i].length + 1) /
           ((double)pairs[i + 1].length + 1);
}

static unsigned cheapest_merge(const struct impact *pairs, unsigned count)
{
    unsigned best = 0;
    for (unsigned i = 1; i + 1 < count; i++)
        if (loss(pairs, i) < loss(pairs, best))
            best = i;
    return best;
}

static unsigned drop_dominated(const struct impact *pairs, unsigned count, struct impact added,
                               struct impact *kept)
{
    unsigned size = 0;
    for (unsigned i = 0; i < count; i++)
        if (pairs[i].frequency > added.frequency || pairs[i].length < added.length)
            kept[size++] = pairs[i];
    return size;
}

void impacts_add(struct impacts *impacts, uint32_t frequency, uint32_t length)
{
    for (unsigned i = 0; i < impacts->count; i++)
        if (impacts->pairs[i].frequency >= frequency && impacts->pairs[i].length <= length)
            return;
    struct impact added = {frequency, length};
    struct impact front[IMPACTS_MAX + 1];
    unsigned count = drop_dominated(impacts->pairs, impacts->count, added, front);
    unsigned place = count;
    for (; place > 0 && front[place - 1].frequency < frequency; place--)
        front[place] = front[place - 1];
    front[place] = added;
    count++;
    if (count > IMPACTS_MAX) {
        unsigned merged = cheapest_merge(front, count);
        front[merged].length = front[merged + 1].length;
        for (unsigned i = merged + 1; i + 1 < count; i++)
            front[i] = front[i + 1];
        count--;
    }
    impacts->count = count;
    memcpy(impacts->pairs, front, count * sizeof *front);
}

void impacts_merge(struct impacts *impacts, const struct impacts *other)
{
    for (unsigned i = 0; i < other->count; i++)
        impacts_add(impacts, other->pairs[i].frequency, other->pairs[i].length);
}

void impacts_write(struct buffer *to, const struct impacts *impacts)
{
    buffer_append_byte(to, (unsigned char)impacts->count);
    for (unsigned i = 0; i < impacts->count; i++) {
        buffer_append_varint(to, impacts->pairs[i].frequency);
        buffer_append_varint(to, impacts->pairs[i].length);
    }
}

const unsigned char *impacts_read(struct impacts *impacts, const unsigned char *at,
                                  const unsigned char *end)
{
    if (at == NULL || at >= end || *at > IMPACTS_MAX)
        return NULL;
    impacts->count = *at++;
    for (unsigned i = 0; i < impacts->count; i++) {
        uint64_t frequency, length;
        at = varint_get(at, end, &frequency);
        if (at == NULL)
            return NULL;
        at = varint_get(at, end, &length);
        if (at == NULL || frequency > UINT32_MAX || length > UINT32_MAX)
            return NULL;
        impacts->pairs[i] = (struct impact){(uint32_t)frequency, (uint32_t)length};
    }
    return at;
}
