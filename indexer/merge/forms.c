#include "indexer/merge/forms.h"

#include <stdlib.h>
#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/heap.h"
#include "common/index/dictionary/form_dictionary.h"

/* --- walking the forms of all inputs in the order of their keys --- */

struct form_union {
    struct merge *merge;
    struct key_cursor *cursors;
    struct form_entry *entries;
    struct heap heap;
};

static bool form_before(const void *context, uint32_t one, uint32_t other)
{
    const struct key_cursor *cursors = context;
    int order = key_compare(cursors[one].key, cursors[one].key_size, cursors[other].key,
                            cursors[other].key_size);
    return order != 0 ? order < 0 : one < other;
}

/* Advances an input to its next form. Returns 1; 0 at the input's end; or an error. */
static int read_next_form(struct form_union *form_union, uint32_t input)
{
    return form_next(&form_union->cursors[input], &form_union->entries[input]);
}

static void form_union_close(struct form_union *form_union)
{
    free(form_union->cursors);
    free(form_union->entries);
    heap_release(&form_union->heap);
}

static int form_union_open(struct form_union *form_union, struct merge *merge)
{
    *form_union = (struct form_union){.merge = merge};
    form_union->cursors = calloc(merge->count, sizeof *form_union->cursors);
    form_union->entries = calloc(merge->count, sizeof *form_union->entries);
    if (form_union->cursors == NULL || form_union->entries == NULL)
        return error_memory();
    int status = heap_init(&form_union->heap, merge->count);
    for (uint32_t i = 0; i < merge->count && status == 0; i++) {
        struct segment *segment = merge->inputs[i].segment;
        if (!key_cursor_open(&form_union->cursors[i], &segment->forms, 0)) {
            status = form_union->cursors[i].damaged ? ERROR_CORRUPT : 0;
            continue;
        }
        status = read_next_form(form_union, i);
        if (status == 1) {
            heap_add(&form_union->heap, i, form_before, form_union->cursors);
            status = 0;
        }
    }
    return status;
}

/* Advances the first input to its next key. */
static int form_union_next(struct form_union *form_union)
{
    int status = read_next_form(form_union, heap_first(&form_union->heap));
    if (status == 1)
        heap_update_first(&form_union->heap, form_before, form_union->cursors);
    else if (status == 0)
        heap_remove_first(&form_union->heap, form_before, form_union->cursors);
    return status < 0 ? status : 0;
}

/* Whether the first input is at this key. */
static bool form_union_is_at(const struct form_union *form_union, const char *key, size_t size)
{
    if (form_union->heap.count == 0)
        return false;
    const struct key_cursor *cursor = &form_union->cursors[heap_first(&form_union->heap)];
    return key_compare(cursor->key, cursor->key_size, key, size) == 0;
}

/* --- forms --- */

/* Computes where each term's forms begin in `forms`; only terms of the text field have any. */
static int count_term_forms(struct merge_input *input)
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
 * many entries as places (count_term_forms), none of them is then left empty. */
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

static struct merged_form *append_merged_form(struct merge *merge, const struct form_entry *entry)
{
    struct merged_form form = {
        .surface_size = (uint32_t)entry->surface_size,
        .surface = arena_copy(&merge->surfaces, entry->surface, entry->surface_size)};
    vector_append(&merge->forms, form);
    if (vector_status(&merge->forms) == 0 && form.surface != NULL)
        return vector_last(&merge->forms);
    error_memory();
    return NULL;
}

/* Merges the entries of all inputs at the first key into one form. */
static int merge_first_form(struct form_union *form_union)
{
    struct merge *merge = form_union->merge;
    char key[KEY_MAX];
    uint32_t first = heap_first(&form_union->heap);
    size_t size = form_union->cursors[first].key_size;
    memcpy(key, form_union->cursors[first].key, size);
    uint32_t number = (uint32_t)vector_count(&merge->forms);
    struct merged_form *form = append_merged_form(merge, &form_union->entries[first]);
    int status = form == NULL ? ERROR_MEMORY : 0;
    while (status == 0 && form_union_is_at(form_union, key, size)) {
        uint32_t input = heap_first(&form_union->heap);
        if (__builtin_add_overflow(form->count, form_union->entries[input].count, &form->count))
            return key_damaged(&merge->inputs[input].segment->forms);
        status = note_form(&merge->inputs[input], &form_union->entries[input], number);
        if (status == 0)
            status = form_union_next(form_union);
    }
    return status;
}

int merge_list_forms(struct merge *merge)
{
    struct form_union form_union;
    int status = 0;
    for (size_t i = 0; i < merge->count && status == 0; i++)
        status = count_term_forms(&merge->inputs[i]);
    if (status != 0)
        return status;
    status = form_union_open(&form_union, merge);
    while (status == 0 && form_union.heap.count > 0)
        status = merge_first_form(&form_union);
    form_union_close(&form_union);
    merge_forget(merge);
    return status;
}

int merge_write_forms(struct merge *merge)
{
    struct form_union form_union;
    int status = form_union_open(&form_union, merge);
    for (uint32_t i = 0; status == 0 && form_union.heap.count > 0; i++) {
        const struct key_cursor *cursor = &form_union.cursors[heap_first(&form_union.heap)];
        const struct merged_form *form = &merge->forms.items[i];
        char key[KEY_MAX];
        size_t size = cursor->key_size;
        memcpy(key, cursor->key, size);
        const struct form_entry entry = {
            .term = form->term, .rank = form->rank, .count = form->count};
        if (form->count > 0 && !key_writer_accepts(&merge->form_keys, key, size))
            status = key_damaged(cursor->set);
        else if (form->count > 0)
            form_writer_add(&merge->form_keys, key, size, &entry);
        while (status == 0 && form_union_is_at(&form_union, key, size))
            status = form_union_next(&form_union);
    }
    form_union_close(&form_union);
    return status;
}
