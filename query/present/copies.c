#include "query/present/copies.h"

#include <stdlib.h>

#include "common/analysis/forms.h"
#include "common/base/error.h"

/* A hash shared by many texts (a newspaper's closing line) says little: only LINKS_FOLLOWED of them
 * are compared. */
enum { SHINGLE_SIZE = 3, LINKS_FOLLOWED = 32 };

static const double resemblance_min = 0.5;

struct copies_link {
    uint32_t sketch;
    uint32_t next; /* number of the next link in its slot + 1 */
};

void copies_init(struct copies *copies)
{
    *copies = (struct copies){0};
}

void copies_release(struct copies *copies)
{
    vector_release(&copies->sketches);
    vector_release(&copies->links);
    vector_release(&copies->occurrences);
    vector_release(&copies->hashes);
    free(copies->slots);
    *copies = (struct copies){0};
}

/* --- sketches --- */

static int compare_hashes(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

static uint64_t hash_shingle(const struct occurrence *words, size_t count)
{
    uint64_t hash = UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = 0; i < count; i++)
        hash = forms_mix(hash ^ words[i].form, UINT64_C(0xe7037ed1a0b428db));
    return hash;
}

static void make_sketch(struct copies *copies, struct sketch *sketch)
{
    const struct occurrence *words = copies->occurrences.items;
    size_t count = vector_count(&copies->occurrences);
    size_t shingles = count >= SHINGLE_SIZE ? count - SHINGLE_SIZE + 1 : count > 0;
    sketch->count = 0;
    vector_clear(&copies->hashes);
    for (size_t i = 0; i < shingles; i++)
        vector_append(&copies->hashes,
                      hash_shingle(&words[i], count < SHINGLE_SIZE ? count : SHINGLE_SIZE));
    vector_sort(&copies->hashes, compare_hashes);
    const uint64_t *hashes = copies->hashes.items;
    for (size_t i = 0; i < vector_count(&copies->hashes) && sketch->count < SKETCH_SIZE; i++)
        if (i == 0 || hashes[i] != hashes[i - 1])
            sketch->hashes[sketch->count++] = hashes[i];
}

double sketch_resemblance(const struct sketch *one, const struct sketch *other)
{
    uint32_t i = 0, k = 0, both = 0, all = 0;
    /* Stops where either is incomplete: a full sketch says nothing about hashes above its last. */
    while (all < SKETCH_SIZE && (i < one->count || k < other->count)) {
        if ((i == one->count && one->count == SKETCH_SIZE) ||
            (k == other->count && other->count == SKETCH_SIZE))
            break;
        bool first = k == other->count || (i < one->count && one->hashes[i] <= other->hashes[k]);
        bool second = i == one->count || (k < other->count && other->hashes[k] <= one->hashes[i]);
        both += first && second;
        i += first;
        k += second;
        all++;
    }
    return all == 0 ? 0 : (double)both / all;
}

/* --- the texts added --- */

static uint32_t *link_slot(const struct copies *copies, uint64_t hash)
{
    return &copies->slots[hash & (copies->slot_count - 1)];
}

static bool is_copy(const struct copies *copies, const struct sketch *sketch)
{
    uint32_t last = UINT32_MAX;
    for (uint32_t i = 0; i < sketch->count && copies->slot_count > 0; i++) {
        uint32_t link = *link_slot(copies, sketch->hashes[i]);
        for (unsigned followed = 0; link != 0 && followed < LINKS_FOLLOWED; followed++) {
            const struct copies_link *at = &copies->links.items[link - 1];
            if (at->sketch != last &&
                sketch_resemblance(sketch, &copies->sketches.items[at->sketch]) >= resemblance_min)
                return true;
            last = at->sketch;
            link = at->next;
        }
    }
    return false;
}

static void link_sketch(struct copies *copies, uint32_t number)
{
    const struct sketch *sketch = &copies->sketches.items[number];
    for (uint32_t i = 0; i < sketch->count; i++) {
        uint32_t *slot = link_slot(copies, sketch->hashes[i]);
        vector_append(&copies->links, (struct copies_link){number, *slot});
        *slot = (uint32_t)vector_count(&copies->links);
    }
}

/* Doubles the slots and inserts all links again. */
static int grow_link_slots(struct copies *copies)
{
    size_t slots = copies->slot_count == 0 ? 1024 : copies->slot_count * 2;
    uint32_t *larger = calloc(slots, sizeof *larger);
    if (larger == NULL)
        return error_memory();
    free(copies->slots);
    copies->slots = larger;
    copies->slot_count = slots;
    vector_clear(&copies->links);
    for (uint32_t i = 0; i < vector_count(&copies->sketches); i++)
        link_sketch(copies, i);
    return vector_status(&copies->links);
}

int copies_check(struct copies *copies, struct analyzer *analyzer, struct slice text, bool add,
                 bool *is_new)
{
    struct sketch sketch;
    vector_clear(&copies->occurrences);
    int status = occurrences_read(&copies->occurrences, analyzer, text.data, text.size);
    if (status != 0)
        return status;
    make_sketch(copies, &sketch);
    status = vector_status(&copies->hashes);
    *is_new = !is_copy(copies, &sketch);
    if (status != 0 || !*is_new || !add)
        return status;
    uint32_t number = (uint32_t)vector_count(&copies->sketches);
    vector_append(&copies->sketches, sketch);
    status = vector_status(&copies->sketches);
    if (status == 0 && vector_count(&copies->links) + SKETCH_SIZE > copies->slot_count)
        return grow_link_slots(copies);
    if (status == 0)
        link_sketch(copies, number);
    return status == 0 ? vector_status(&copies->links) : status;
}
