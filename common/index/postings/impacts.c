#include "common/index/postings/impacts.h"

#include <math.h>
#include <stdbool.h>

/* The number of pairs shares a varint with the last pair's frequency. */
static const uint64_t count_range = UINT64_C(2) * IMPACTS_MAX;

/* Returns how much looser the bound gets when neighbours i and i + 1 are merged. */
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

/* --- a whole block --- */

/* Pairs that no other covers, in descending order of both frequency and length. */
struct impact_front {
    unsigned count;
    struct impact pairs[BLOCK_SIZE];
};

static void front_add(struct impact_front *front, struct impact added)
{
    struct impact *pairs = front->pairs;
    unsigned place = front->count, from;
    while (place > 0 && pairs[place - 1].frequency < added.frequency)
        place--;
    if (place > 0 && pairs[place - 1].length <= added.length)
        return;
    for (from = place; from < front->count && pairs[from].length >= added.length;)
        from++;
    if (place > 0 && pairs[place - 1].frequency == added.frequency)
        place--;
    memmove(pairs + place + 1, pairs + from, (front->count - from) * sizeof *pairs);
    pairs[place] = added;
    front->count += place + 1 - from;
}

/* BM25 grows with this, whatever k1 is; `rest` is (1 − b) / b times the average length. */
static double relative_score(struct impact pair, double rest)
{
    return pair.frequency / (pair.length + rest);
}

/* Covers the front by pairs that score at most `most`, as few as possible, and at most IMPACTS_MAX.
 * False when these do not suffice; *next is then the least score that changes something. */
static bool cover_front(const struct impact_front *front, double rest, double most,
                        struct impacts *impacts, double *next)
{
    *next = INFINITY;
    impacts->count = 0;
    for (unsigned from = 0, to = 0; from < front->count; from = to) {
        struct impact pair = front->pairs[from];
        if (impacts->count == IMPACTS_MAX)
            return false;
        for (to = from + 1; to < front->count; to++) {
            const struct impact wider = {pair.frequency, front->pairs[to].length};
            const double score = relative_score(wider, rest);
            if (score > most) {
                *next = score < *next ? score : *next;
                break;
            }
            pair = wider;
        }
        impacts->pairs[impacts->count++] = pair;
    }
    return true;
}

void impacts_of_block(struct impacts *impacts, const uint32_t frequencies[BLOCK_SIZE],
                      const uint32_t lengths[BLOCK_SIZE], uint32_t average)
{
    const double rest = average / 3.0; /* b is 0.75, unless someone asks for another */
    struct impact_front front = {.count = 0};
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        front_add(&front, (struct impact){frequencies[i], lengths[i]});
    double most = 0, next;
    for (unsigned i = 0; i < front.count; i++)
        if (relative_score(front.pairs[i], rest) > most)
            most = relative_score(front.pairs[i], rest);
    while (!cover_front(&front, rest, most, impacts, &next))
        most = next;
}

void impacts_merge(struct impacts *impacts, const struct impacts *other)
{
    for (unsigned i = 0; i < other->count; i++)
        impacts_add(impacts, other->pairs[i].frequency, other->pairs[i].length);
}

void impacts_write(struct buffer *to, const struct impacts *impacts)
{
    if (impacts->count == 0) {
        buffer_append_byte(to, 0);
        return;
    }
    const struct impact *pair = &impacts->pairs[impacts->count - 1];
    buffer_append_varint(to, pair->frequency * count_range + impacts->count);
    buffer_append_varint(to, pair->length);
    for (; pair > impacts->pairs; pair--) {
        buffer_append_varint(to, pair[-1].frequency - pair->frequency - 1);
        buffer_append_varint(to, pair[-1].length - pair->length - 1);
    }
}

const unsigned char *impacts_read(struct impacts *impacts, const unsigned char *at,
                                  const unsigned char *end)
{
    uint64_t both, length = 0;
    if (at == NULL || (at = varint_read(at, end, &both)) == NULL)
        return NULL;
    impacts->count = (unsigned)(both % count_range);
    uint64_t frequency = both / count_range;
    if (impacts->count > IMPACTS_MAX || (impacts->count == 0 && frequency > 0))
        return NULL;
    for (unsigned i = impacts->count; i-- > 0;) {
        uint64_t more = 0, longer;
        bool last = i + 1 == impacts->count;
        if (!last && (at = varint_read(at, end, &more)) == NULL)
            return NULL;
        if ((at = varint_read(at, end, &longer)) == NULL || more > UINT32_MAX ||
            longer > UINT32_MAX)
            return NULL;
        frequency += last ? 0 : more + 1;
        length = last ? longer : length + longer + 1;
        if (frequency > UINT32_MAX || length > UINT32_MAX)
            return NULL;
        impacts->pairs[i] = (struct impact){(uint32_t)frequency, (uint32_t)length};
    }
    return at;
}
