#include "common/analysis/forms.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/analysis/term.h"
#include "common/base/error.h"
#include "common/base/pages.h"
#include "common/base/slice.h"

enum { ARENA_CHUNK = 1 << 16, FIRST_CAPACITY = 1 << 12 };

void forms_init(struct forms *forms)
{
    *forms = (struct forms){0};
    arena_init(&forms->arena, ARENA_CHUNK);
}

static void free_index_slots(struct form_index *index)
{
    pages_free(index->slots, index->capacity * sizeof *index->slots);
}

void forms_release(struct forms *forms)
{
    arena_release(&forms->arena);
    for (size_t i = 0; i < forms->block_count; i++)
        if (i == 0)
            free(forms->blocks[i]);
        else
            pages_free(forms->blocks[i], FORM_BLOCK * sizeof(struct form));
    free(forms->blocks);
    free_index_slots(&forms->by_surface);
    free_index_slots(&forms->by_term);
    vector_release(&forms->form_counts);
    forms_init(forms);
}

/* --- the two indexes --- */

static const char *get_spelling(const struct forms *forms, bool term, uint32_t form, uint32_t *size)
{
    const struct form *one = forms_get(forms, form);
    *size = term ? one->term_size : one->surface_size;
    return term ? one->term : one->surface;
}

static uint32_t slot_hash(uint64_t hash)
{
    return (uint32_t)hash;
}

/* Returns the slot of a spelling, or the empty one where it belongs. */
static struct form_slot *find_slot(const struct forms *forms, const struct form_index *index,
                                   struct slice spelling, uint64_t hash)
{
    const bool term = index == &forms->by_term;
    for (uint64_t at = hash;; at++) {
        struct form_slot *slot = &index->slots[at & (index->capacity - 1)];
        if (slot->number == 0)
            return slot;
        if (slot->hash != slot_hash(hash))
            continue;
        uint32_t found_size;
        const char *found = get_spelling(forms, term, slot->number - 1, &found_size);
        if (found_size == spelling.size && forms_equal(found, spelling.data, spelling.size))
            return slot;
    }
}

/* Keeps at least a quarter of the slots empty. */
static int reserve_slot(struct form_index *index)
{
    if (((size_t)index->count + 1) * 4 <= index->capacity * 3)
        return 0;
    struct form_index larger = {.count = index->count};
    larger.capacity = index->capacity == 0 ? FIRST_CAPACITY : index->capacity * 2;
    larger.slots = pages_alloc_zeroed(larger.capacity * sizeof *larger.slots);
    if (larger.slots == NULL)
        return error_memory();
    for (size_t i = 0; i < index->capacity; i++) {
        if (index->slots[i].number == 0)
            continue;
        size_t at = index->slots[i].hash & (larger.capacity - 1);
        while (larger.slots[at].number != 0)
            at = (at + 1) & (larger.capacity - 1);
        larger.slots[at] = index->slots[i];
    }
    free_index_slots(index);
    *index = larger;
    return 0;
}

/* --- forms --- */

static struct form *alloc_form(struct forms *forms)
{
    uint32_t number = forms->by_surface.count;
    if (number / FORM_BLOCK == forms->block_count) {
        struct form **blocks =
            realloc(forms->blocks, (forms->block_count + 1) * sizeof(struct form *));
        if (blocks == NULL)
            return NULL;
        forms->blocks = blocks;
        /* The first avoids large pages: one would be zeroed whole for a query's few words. */
        size_t size = FORM_BLOCK * sizeof(struct form);
        blocks[forms->block_count] = forms->block_count == 0 ? malloc(size) : pages_alloc(size);
        if (blocks[forms->block_count] == NULL)
            return NULL;
        forms->block_count++;
    }
    return &forms->blocks[number / FORM_BLOCK][number % FORM_BLOCK];
}

/* Gives the form its term, which may be known or new. */
static int set_term(struct forms *forms, struct form *form, uint32_t number, const char *term,
                    size_t size)
{
    if (reserve_slot(&forms->by_term) != 0)
        return ERROR_MEMORY;
    uint64_t hash = forms_hash(term, size);
    struct form_slot *slot = find_slot(forms, &forms->by_term, (struct slice){term, size}, hash);
    if (slot->number != 0) {
        const struct form *first = forms_get(forms, slot->number - 1);
        form->term = first->term;
        form->term_id = first->term_id;
    } else {
        bool same = size == form->surface_size && memcmp(term, form->surface, size) == 0;
        form->term = same ? form->surface : arena_copy(&forms->arena, term, size);
        if (form->term == NULL)
            return error_memory();
        vector_append(&forms->form_counts, 0);
        if (vector_status(&forms->form_counts) != 0)
            return ERROR_MEMORY;
        form->term_id = forms->by_term.count++;
        *slot = (struct form_slot){number + 1, slot_hash(hash)};
    }
    form->number = forms->form_counts.items[form->term_id]++;
    form->term_size = (uint32_t)size;
    return 0;
}

int forms_intern(struct forms *forms, struct sb_stemmer *stemmer, const char *surface, size_t size,
                 uint32_t *number)
{
    assert(size <= ANALYSIS_WORD_MAX);
    if (reserve_slot(&forms->by_surface) != 0)
        return ERROR_MEMORY;
    uint64_t hash = forms_hash(surface, size);
    struct form_slot *slot =
        find_slot(forms, &forms->by_surface, (struct slice){surface, size}, hash);
    if (slot->number != 0) {
        *number = slot->number - 1;
        return 0;
    }
    char term[ANALYSIS_WORD_MAX + 1];
    struct form *form = alloc_form(forms);
    char *copy = form == NULL ? NULL : arena_copy(&forms->arena, surface, size);
    if (copy == NULL)
        return error_memory();
    *form = (struct form){.surface = copy, .surface_size = (uint32_t)size};
    size_t term_size = term_of_form(stemmer, (struct slice){surface, size}, term);
    int status = set_term(forms, form, forms->by_surface.count, term, term_size);
    if (status != 0)
        return status;
    *number = forms->by_surface.count++;
    *slot = (struct form_slot){*number + 1, slot_hash(hash)};
    return 0;
}

size_t forms_memory(const struct forms *forms)
{
    return forms->arena.reserved + forms->form_counts.buffer.capacity +
           forms->by_surface.count * sizeof(struct form) +
           (forms->by_surface.capacity + forms->by_term.capacity) * sizeof(struct form_slot);
}
