#include "query/evaluate/top.h"

#include <stdbool.h>
#include <stdlib.h>

#include "common/base/error.h"

void top_init(struct top *top, size_t limit)
{
    *top = (struct top){.limit = limit};
}

void top_release(struct top *top)
{
    free(top->hits);
    top_init(top, 0);
}

/* Among equal scores, the later document is worse. */
static bool is_worse(const struct hit *one, const struct hit *other)
{
    if (one->score != other->score)
        return one->score < other->score;
    return one->document > other->document;
}

static void sift_hit_down(struct hit *hits, size_t count)
{
    struct hit moved = hits[0];
    size_t slot = 0;
    for (size_t child; (child = 2 * slot + 1) < count; slot = child) {
        if (child + 1 < count && is_worse(&hits[child + 1], &hits[child]))
            child++;
        if (!is_worse(&hits[child], &moved))
            break;
        hits[slot] = hits[child];
    }
    hits[slot] = moved;
}

static void sift_hit_up(struct hit *hits, size_t slot)
{
    struct hit moved = hits[slot];
    while (slot > 0 && is_worse(&moved, &hits[(slot - 1) / 2])) {
        hits[slot] = hits[(slot - 1) / 2];
        slot = (slot - 1) / 2;
    }
    hits[slot] = moved;
}

static bool reserve_hit(struct top *top)
{
    if (top->count < top->capacity)
        return true;
    size_t capacity = top->capacity < 16 ? 16 : top->capacity * 2;
    struct hit *hits = realloc(top->hits, capacity * sizeof *hits);
    if (hits == NULL) {
        top->status = error_memory();
        return false;
    }
    top->hits = hits;
    top->capacity = capacity;
    return true;
}

static void append_hit(struct top *top, struct hit hit)
{
    if (!reserve_hit(top))
        return;
    top->hits[top->count] = hit;
    if (top->limit != SIZE_MAX)
        sift_hit_up(top->hits, top->count);
    top->count++;
}

static void replace_worst(struct top *top, struct hit hit)
{
    top->hits[0] = hit;
    sift_hit_down(top->hits, top->count);
}

void top_add(struct top *top, double score, uint32_t segment, uint32_t document)
{
    struct hit hit = {score, segment, document};
    if (top->count < top->limit)
        append_hit(top, hit);
    else if (score > top->hits[0].score)
        replace_worst(top, hit);
}

void top_add_unordered(struct top *top, double score, uint32_t segment, uint32_t document)
{
    struct hit hit = {score, segment, document};
    if (top->count < top->limit)
        append_hit(top, hit);
    else if (is_worse(&top->hits[0], &hit))
        replace_worst(top, hit);
}

static int compare_hit_ranks(const void *one, const void *other)
{
    const struct hit *a = one, *b = other;
    return is_worse(a, b) ? 1 : -1;
}

void top_sort(struct top *top)
{
    if (top->count > 1)
        qsort(top->hits, top->count, sizeof *top->hits, compare_hit_ranks);
}
