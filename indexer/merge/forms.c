#include <stdlib.h>
#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/heap.h"
#include "common/index/dictionary/form_dictionary.h"
#include "indexer/merge/state.h"

/* --- walking the forms of all inputs in the order of their keys --- */

struct walk {
    struct merge *merge;
    struct key_cursor *cursors;
    struct form_entry *entries;
    struct heap heap;
};

static bool before(const void *context, uint32_t one, uint32_t other)
{
    const struct key_cursor *cursors = context;
    int order = key_compare(cursors[one].key, cursors[one].key_size, cursors[other].key,
                            cursors[other].key_size);
    return order != 0 ? order < 0 : one < other;
}

/* Advances an input to its next form. Returns 1; 0 at the input's end; or an error. */
static int move(struct walk *walk, uint32_t input)
{
    return form_next(&walk->cursors[input], &walk->entries[input]);
}

static void walk_close(struct walk *walk)
{
    free(walk->cursors);
    free(walk->entries);
    heap_release(&walk->heap);
}

static int walk_open(struct walk *walk, struct merge *merge)
{
    *walk = (struct walk){.merge = merge};
    walk->cursors = calloc(merge->count, sizeof *walk->cursors);
    walk->entries = calloc(merge->count, sizeof *walk->entries);
    if (walk->cursors == NULL || walk->entries == NULL)
        return error_memory();
    int status = heap_init(&walk->heap, merge->count);
    for (uint32_t i = 0; i < merge->count && status == 0; i++) {
        struct segment *segment = merge->inputs[i].segment;
        if (!key_cursor_open(&walk->cursors[i], &segment->forms, 0)) {
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

/* Advances the first input to its next key. */
static int walk_on(struct walk *walk)
{
    int status = move(walk, heap_first(&walk->heap));
    if (status == 1)
        heap_settle(&walk->heap, before, walk->cursors);
    else if (status == 0)
        heap_drop(&walk->heap, before, walk->cursors);
    return status < 0 ? status : 0;
}

/* Whether the first input is at this key. */
static bool stands_at(const struct walk *walk, const char *key, size_t size)
{
    if (walk->heap.count == 0)
        return false;
    const struct key_cursor *cursor = &walk->cursors[heap_first(&walk->heap)];
    return key_compare(cursor->key, cursor->key_size, key, size) == 0;
}

/* --- forms --- */

/* Computes where each term's forms begin in `forms`; only terms of the text field have any. */
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
    if (status >= 0 && forms != input->segment->forms.count)
        return key_damaged(&input->segment->forms);
    return status < 0 ? status : 0;
}

/* Records which merged form an entry is. Each entry needs a place of its own: as a segment has as
 * many entries as places (count_forms), none of them is then left empty. */
static int note_form(struct merge_input *input, const struct form_entry *entry, uint32_t form)
{
    if (entry->term >= input->segment->terms.count ||
        entry->rank >= input->first_form[entry->term + 1] - input->first_form[entry->term])
        return key_damaged(&input->segment->forms);
    uint32_t *place = &input->forms[input->first_form[entry->term] + entry->rank];
    if (*place != MERGE_NO_FORM)
        return key_damaged(&input->segment->forms);
    *place = form;
    return 0;
}

static struct merged_form *new_form(struct merge *merge, struct buffer *list,
                                    const struct form_entry *entry)
{
    struct merged_form form = {
        .surface_size = (uint32_t)entry->surface_size,
        .surface = arena_copy(&merge->surfaces, entry->surface, entry->surface_size),
        .accented = key_compare(entry->folded, entry->folded_size, entry->surface,
                                entry->surface_size) != 0};
    buffer_append(list, &form, sizeof form);
    if (list->failed || form.surface == NULL) {
        error_memory();
        return NULL;
    }
    return (struct merged_form *)(void *)(list->data + list->size) - 1;
}

/* Merges the entries of all inputs at the first key into one form. */
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
        if (__builtin_add_overflow(form->count, walk->entries[input].count, &form->count))
            return key_damaged(&merge->inputs[input].segment->forms);
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
    status = walk_open(&walk, merge);
    while (status == 0 && walk.heap.count > 0)
        status = list_form(&walk, &list);
    walk_close(&walk);
    merge_forget(merge);
    merge->form_list = list;
    merge->forms = (struct merged_form *)(void *)list.data;
    merge->form_count = (uint32_t)(list.size / sizeof(struct merged_form));
    return status;
}

int merge_write_forms(struct merge *merge)
{
    struct walk walk;
    int status = walk_open(&walk, merge);
    for (uint32_t i = 0; status == 0 && walk.heap.count > 0; i++) {
        const struct key_cursor *cursor = &walk.cursors[heap_first(&walk.heap)];
        const struct merged_form *form = &merge->forms[i];
        char key[KEY_MAX];
        size_t size = cursor->key_size;
        memcpy(key, cursor->key, size);
        if (form->count > 0)
            form_writer_add(&merge->form_keys, key, size, form->term, form->rank, form->count);
        while (status == 0 && stands_at(&walk, key, size))
            status = walk_on(&walk);
    }
    walk_close(&walk);
    return status;
}

/* --- folds: made again from the accented forms that remain --- */

struct fold {
    const char *key;
    uint32_t size;
    uint32_t term;
};

static int compare_folds(const void *one, const void *other)
{
    const struct fold *a = one, *b = other;
    int order = key_compare(a->key, a->size, b->key, b->size);
    return order != 0 ? order : (a->term > b->term) - (a->term < b->term);
}

static int list_folds(struct merge *merge, struct buffer *list)
{
    for (uint32_t i = 0; i < merge->form_count; i++) {
        const struct merged_form *form = &merge->forms[i];
        char key[ANALYSIS_WORD_MAX + 1];
        if (form->count == 0 || !form->accented)
            continue;
        if (form->surface_size > ANALYSIS_WORD_MAX)
            return key_damaged(&merge->inputs[0].segment->forms);
        size_t size = analyzer_fold_key(form->surface, form->surface_size, key);
        struct fold fold = {arena_copy(&merge->surfaces, key, size), (uint32_t)size, form->term};
        if (fold.key == NULL)
            return error_memory();
        buffer_append(list, &fold, sizeof fold);
    }
    return buffer_status(list);
}

/* Writes the terms of the first fold's key, each once; returns the number of entries consumed. */
static size_t write_fold(struct merge *merge, const struct fold *folds, size_t left,
                         struct buffer *terms)
{
    size_t taken = 0;
    buffer_clear(terms);
    for (; taken < left &&
           key_compare(folds[taken].key, folds[taken].size, folds[0].key, folds[0].size) == 0;
         taken++)
        if (taken == 0 || folds[taken].term != folds[taken - 1].term)
            buffer_append_u32(terms, folds[taken].term);
    if (!terms->failed)
        fold_writer_add(&merge->folds, folds[0].key, folds[0].size,
                        (const uint32_t *)(const void *)terms->data,
                        terms->size / sizeof(uint32_t));
    return taken;
}

int merge_write_folds(struct merge *merge)
{
    struct buffer list, terms;
    buffer_init(&list);
    buffer_init(&terms);
    int status = list_folds(merge, &list);
    struct fold *folds = (struct fold *)(void *)list.data;
    size_t count = status == 0 ? list.size / sizeof *folds : 0;
    if (count > 0)
        qsort(folds, count, sizeof *folds, compare_folds);
    for (size_t i = 0; i < count && !terms.failed;)
        i += write_fold(merge, folds + i, count - i, &terms);
    if (status == 0)
        status = buffer_status(&terms);
    buffer_release(&list);
    buffer_release(&terms);
    return status;
}
