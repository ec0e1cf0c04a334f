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
static bool worse(const struct hit *one, const struct hit *other)
{
    if (one->score != other->score)
        return one->score < other->score;
    return one->document > other->document;
}

static void sift_down(struct hit *hits, size_t count)
{
    struct hit moved = hits[0];
    size_t place = 0;
    for (size_t child; (child = 2 * place + 1) < count; place = child) {
        if (child + 1 < count && worse(&hits[child + 1], &hits[child]))
            child++;
        if (!worse(&hits[child], &moved))
            break;
        hits[place] = hits[child];
    }
    hits[place] = moved;
}

static void sift_up(struct hit *hits, size_t place)
{
    struct hit moved = hits[place];
    while (place > 0 && worse(&moved, &hits[(place - 1) / 2])) {
        hits[place] = hits[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    hits[place] = moved;
}

static bool has_room(struct top *top)
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

static void add_to_room(struct top *top, struct hit hit)
{
    if (!has_room(top))
        return;
    top->hits[top->count] = hit;
    if (top->limit != SIZE_MAX)
        sift_up(top->hits, top->count);
    top->count++;
}

static void replace_worst(struct top *top, struct hit hit)
{
    top->hits[0] = hit;
    sift_down(top->hits, top->count);
}

void top_add(struct top *top, double score, uint32_t segment, uint32_t document)
{
    struct hit hit = {score, segment, document};
    if (top->count < top->limit)
        add_to_room(top, hit);
    else if (score > top->hits[0].score)
        replace_worst(top, hit);
}

void top_add_any(struct top *top, double score, uint32_t segment, uint32_t document)
{
    struct hit hit = {score, segment, document};
    if (top->count < top->limit)
        add_to_room(top, hit);
    else if (worse(&top->hits[0], &hit))
        replace_worst(top, hit);
}

static int compare_hits(const void *one, const void *other)
{
    const struct hit *a = one, *b = other;
    return worse(a, b) ? 1 : -1;
}

void top_sort(struct top *top)
{
    if (top->count > 1)
        qsort(top->hits, top->count, sizeof *top->hits, compare_hits);
}
