#include <stdlib.h>
#include <string.h>

#include "index/form_dictionary.h"
#include "merge/heap.h"
#include "merge/state.h"
#include "platform/error.h"

/* --- walking the forms, or the folds, of all inputs in the order of their keys --- */

struct walk {
    struct merge *merge;
    struct key_cursor *cursors;
    struct form_entry *entries; /* of forms */
    bool folds;
    uint32_t **terms; /* of folds: the terms of each input's key, as its segment numbers them */
    size_t *term_counts, *term_rooms;
    struct heap heap;
};

static bool before(const void *context, uint32_t one, uint32_t other)
{
    const struct key_cursor *cursors = context;
    int order = key_compare(cursors[one].key, cursors[one].key_size, cursors[other].key,
                            cursors[other].key_size);
    return order != 0 ? order < 0 : one < other;
}

/* fold_next has told how many terms there are, but had no room for them. */
static int read_many_terms(struct walk *walk, uint32_t input)
{
    struct key_cursor *cursor = &walk->cursors[input];
    size_t count = walk->term_counts[input];
    uint32_t *larger = realloc(walk->terms[input], count * sizeof *larger);
    if (larger == NULL)
        return error_memory();
    walk->terms[input] = larger;
    walk->term_rooms[input] = count;
    int found = fold_find(cursor->set, cursor->key, cursor->key_size, larger, count);
    return found < 0 ? found : 1;
}

/* 1; 0 at the input's end; or an error. */
static int move(struct walk *walk, uint32_t input)
{
    struct key_cursor *cursor = &walk->cursors[input];
    if (!walk->folds)
        return form_next(cursor, &walk->entries[input]);
    int status =
        fold_next(cursor, walk->terms[input], walk->term_rooms[input], &walk->term_counts[input]);
    if (status == 1 && walk->term_counts[input] > walk->term_rooms[input])
        status = read_many_terms(walk, input);
    return status;
}

static void walk_close(struct walk *walk)
{
    for (size_t i = 0; walk->terms != NULL && i < walk->merge->count; i++)
        free(walk->terms[i]);
    free(walk->terms);
    free(walk->term_counts);
    free(walk->term_rooms);
    free(walk->cursors);
    free(walk->entries);
    heap_release(&walk->heap);
}

static int walk_open(struct walk *walk, struct merge *merge, bool folds)
{
    *walk = (struct walk){.merge = merge, .folds = folds};
    walk->cursors = calloc(merge->count, sizeof *walk->cursors);
    walk->entries = calloc(merge->count, sizeof *walk->entries);
    walk->terms = calloc(merge->count, sizeof *walk->terms);
    walk->term_counts = calloc(merge->count, sizeof *walk->term_counts);
    walk->term_rooms = calloc(merge->count, sizeof *walk->term_rooms);
    if (walk->cursors == NULL || walk->entries == NULL || walk->terms == NULL ||
        walk->term_counts == NULL || walk->term_rooms == NULL)
        return error_memory();
    int status = heap_init(&walk->heap, merge->count);
    for (uint32_t i = 0; i < merge->count && status == 0; i++) {
        struct segment *segment = merge->inputs[i].segment;
        if (!key_cursor_open(&walk->cursors[i], folds ? &segment->folds : &segment->forms, 0)) {
            status = walk->cursors[i].damaged ? ERROR_CORRUPT : 0;
            continue;
        }
        status = move(walk, i);
        if (status == 1) {
            heap_add(&walk->heap, i, before, walk->cursors);
            status = 0;
        }
    }
    return status;
}

/* The first input goes on to its next key. */
static int walk_on(struct walk *walk)
{
    int status = move(walk, heap_first(&walk->heap));
    if (status == 1)
        heap_settle(&walk->heap, before, walk->cursors);
    else if (status == 0)
        heap_drop(&walk->heap, before, walk->cursors);
    return status < 0 ? status : 0;
}

/* Whether the first input still stands at this key. */
static bool stands_at(const struct walk *walk, const char *key, size_t size)
{
    if (walk->heap.count == 0)
        return false;
    const struct key_cursor *cursor = &walk->cursors[heap_first(&walk->heap)];
    return key_compare(cursor->key, cursor->key_size, key, size) == 0;
}

/* --- forms --- */

/* Where each term's forms begin in `forms`: only text terms have any. */
static int count_forms(struct merge_input *input)
{
    struct key_cursor cursor;
    struct term_entry entry = {0};
    uint32_t terms = input->segment->terms.count;
    int status = 0;
    uint64_t forms = 0;
    if (!key_cursor_open(&cursor, &input->segment->terms, 0))
        return cursor.damaged ? ERROR_CORRUPT : 0;
    for (uint32_t term = 0; term < terms && (status = term_next(&cursor, &entry)) == 1; term++) {
        forms += cursor.key[0] == FIELD_TEXT ? entry.form_count : 0;
        if (forms > input->segment->forms.count)
            return key_damaged(&input->segment->forms);
        input->first_form[term + 1] = (uint32_t)forms;
    }
    return status < 0 ? status : 0;
}

static int note_form(struct merge_input *input, const struct form_entry *entry, uint32_t form)
{
    if (entry->term >= input->segment->terms.count ||
        entry->rank >= input->first_form[entry->term + 1] - input->first_form[entry->term])
        return key_damaged(&input->segment->forms);
    input->forms[input->first_form[entry->term] + entry->rank] = form;
    return 0;
}

static struct merged_form *new_form(struct merge *merge, struct buffer *list,
                                    const struct form_entry *entry)
{
    struct merged_form form = {
        .surface_size = (uint32_t)entry->surface_size,
        .surface = arena_copy(&merge->surfaces, entry->surface, entry->surface_size)};
    buffer_append(list, &form, sizeof form);
    if (list->failed || form.surface == NULL) {
        error_memory();
        return NULL;
    }
    return (struct merged_form *)(void *)(list->data + list->size) - 1;
}

/* Everything that stands at the first key becomes one form. */
static int list_form(struct walk *walk, struct buffer *list)
{
    struct merge *merge = walk->merge;
    char key[KEY_MAX];
    uint32_t first = heap_first(&walk->heap);
    size_t size = walk->cursors[first].key_size;
    memcpy(key, walk->cursors[first].key, size);
    uint32_t number = (uint32_t)(list->size / sizeof(struct merged_form));
    struct merged_form *form = new_form(merge, list, &walk->entries[first]);
    int status = form == NULL ? ERROR_MEMORY : 0;
    while (status == 0 && stands_at(walk, key, size)) {
        uint32_t input = heap_first(&walk->heap);
        form->count += walk->entries[input].count;
        status = note_form(&merge->inputs[input], &walk->entries[input], number);
        if (status == 0)
            status = walk_on(walk);
    }
    return status;
}

int merge_list_forms(struct merge *merge)
{
    struct walk walk;
    struct buffer list;
    buffer_init(&list);
    int status = 0;
    for (size_t i = 0; i < merge->count && status == 0; i++)
        status = count_forms(&merge->inputs[i]);
    if (status != 0)
        return status;
    status = walk_open(&walk, merge, false);
    while (status == 0 && walk.heap.count > 0)
        status = list_form(&walk, &list);
    walk_close(&walk);
    merge->form_list = list;
    merge->forms = (struct merged_form *)(void *)list.data;
    merge->form_count = (uint32_t)(list.size / sizeof(struct merged_form));
    return status;
}

int merge_write_forms(struct merge *merge)
{
    struct walk walk;
    int status = walk_open(&walk, merge, false);
    for (uint32_t i = 0; status == 0 && walk.heap.count > 0; i++) {
        const struct key_cursor *cursor = &walk.cursors[heap_first(&walk.heap)];
        const struct merged_form *form = &merge->forms[i];
        char key[KEY_MAX];
        size_t size = cursor->key_size;
        memcpy(key, cursor->key, size);
        form_writer_add(&merge->form_keys, key, size, form->term, form->rank, form->count);
        while (status == 0 && stands_at(&walk, key, size))
            status = walk_on(&walk);
    }
    walk_close(&walk);
    return status;
}

/* --- folds --- */

static int compare_numbers(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

/* The new numbers of the terms at an input's key. */
static int list_terms(const struct walk *walk, uint32_t input, struct buffer *terms)
{
    const struct merge_input *from = &walk->merge->inputs[input];
    for (size_t i = 0; i < walk->term_counts[input]; i++) {
        uint32_t term = walk->terms[input][i];
        if (term >= from->segment->terms.count)
            return key_damaged(&from->segment->folds);
        buffer_append_u32(terms, from->terms[term]);
    }
    return buffer_status(terms);
}

static void add_fold(struct merge *merge, const char *key, size_t size, struct buffer *terms)
{
    uint32_t *numbers = (uint32_t *)(void *)terms->data;
    size_t count = terms->size / sizeof *numbers, kept = 0;
    if (count == 0)
        return;
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || numbers[i] != numbers[kept - 1])
            numbers[kept++] = numbers[i];
    fold_writer_add(&merge->folds, key, size, numbers, kept);
}

int merge_write_folds(struct merge *merge)
{
    struct walk walk;
    struct buffer terms;
    buffer_init(&terms);
    int status = walk_open(&walk, merge, true);
    while (status == 0 && walk.heap.count > 0) {
        const struct key_cursor *cursor = &walk.cursors[heap_first(&walk.heap)];
        char key[KEY_MAX];
        size_t size = cursor->key_size;
        memcpy(key, cursor->key, size);
        buffer_clear(&terms);
        while (status == 0 && stands_at(&walk, key, size)) {
            status = list_terms(&walk, heap_first(&walk.heap), &terms);
            if (status == 0)
                status = walk_on(&walk);
        }
        if (status == 0)
            add_fold(merge, key, size, &terms);
    }
    walk_close(&walk);
    buffer_release(&terms);
    return status;
}
