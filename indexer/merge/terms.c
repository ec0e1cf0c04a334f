#include "indexer/merge/terms.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/heap.h"
#include "common/index/dictionary/term_dictionary.h"

enum { FLUSH_SIZE = 1 << 18, PROGRESS_EVERY = 1 << 13 };

/* One input: its current term and, while that is merged, its postings. */
struct term_input {
    struct merge_input *from;
    struct key_cursor cursor;
    struct term_entry entry;
    struct postings_cursor postings;
    uint32_t document; /* new number of the current document */
};

struct term_merge {
    struct merge *merge;
    struct term_input *inputs;
    struct heap heap; /* of inputs, by their current terms */
    uint32_t *same;   /* the inputs at the first term */
    size_t same_count;
    struct heap lists;      /* of these inputs, by their current documents */
    VECTOR(uint32_t) forms; /* the term's merged forms; by rank, once they are ranked */
    uint32_t stamp;
    struct document_lengths lengths;
    uint32_t text_average, title_average;                    /* of the lengths */
    uint32_t documents[BLOCK_SIZE], frequencies[BLOCK_SIZE]; /* the block being filled */
    VECTOR(uint32_t) positions, ranks; /* of the block; positions as distances */
    uint32_t block_count;
    uint32_t document_count;
    uint64_t occurrence_count;
};

/* --- terms in order --- */

static bool term_before(const void *context, uint32_t one, uint32_t other)
{
    const struct term_input *inputs = context;
    const struct key_cursor *a = &inputs[one].cursor, *b = &inputs[other].cursor;
    int order = key_compare(a->key, a->key_size, b->key, b->key_size);
    return order != 0 ? order < 0 : one < other;
}

static bool document_before(const void *context, uint32_t one, uint32_t other)
{
    const struct term_input *inputs = context;
    return inputs[one].document < inputs[other].document;
}

static int open_term_inputs(struct term_merge *all)
{
    struct merge *merge = all->merge;
    all->inputs = calloc(merge->count + 1, sizeof *all->inputs);
    all->same = calloc(merge->count + 1, sizeof *all->same);
    if (all->inputs == NULL || all->same == NULL)
        return error_memory();
    int status = heap_init(&all->heap, merge->count);
    if (status == 0)
        status = heap_init(&all->lists, merge->count);
    for (uint32_t i = 0; i < merge->count && status == 0; i++) {
        struct term_input *input = &all->inputs[i];
        input->from = &merge->inputs[i];
        if (!key_cursor_open(&input->cursor, &input->from->segment->terms, 0)) {
            status = input->cursor.damaged ? ERROR_CORRUPT : 0;
            continue;
        }
        status = term_next(&input->cursor, &input->entry);
        if (status == 1) {
            heap_add(&all->heap, i, term_before, all->inputs);
            status = 0;
        }
    }
    return status;
}

/* Moves all inputs at the first term from the heap to `same`, in the order of their numbers. */
static void pop_same_term(struct term_merge *all)
{
    all->same_count = 0;
    do {
        all->same[all->same_count++] = heap_first(&all->heap);
        heap_remove_first(&all->heap, term_before, all->inputs);
    } while (all->heap.count > 0 &&
             key_compare(all->inputs[all->same[0]].cursor.key,
                         all->inputs[all->same[0]].cursor.key_size,
                         all->inputs[heap_first(&all->heap)].cursor.key,
                         all->inputs[heap_first(&all->heap)].cursor.key_size) == 0);
}

static int push_next_terms(struct term_merge *all)
{
    for (size_t i = 0; i < all->same_count; i++) {
        struct term_input *input = &all->inputs[all->same[i]];
        int status = term_next(&input->cursor, &input->entry);
        if (status < 0)
            return status;
        if (status == 1)
            heap_add(&all->heap, all->same[i], term_before, all->inputs);
    }
    return 0;
}

/* --- the surface forms of a term --- */

/* The most frequent first; ties by spelling. */
static int compare_merged_forms(const void *one, const void *other, void *context)
{
    const struct merged_form *forms = context;
    const struct merged_form *a = &forms[*(const uint32_t *)one];
    const struct merged_form *b = &forms[*(const uint32_t *)other];
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return key_compare(a->surface, a->surface_size, b->surface, b->surface_size);
}

static int add_input_forms(struct term_merge *all, const struct term_input *input)
{
    const struct merge_input *from = input->from;
    uint32_t first = from->first_form[input->entry.ordinal];
    uint32_t end = from->first_form[input->entry.ordinal + 1];
    for (uint32_t at = first; at < end; at++) {
        uint32_t number = from->forms[at];
        if (number >= vector_count(&all->merge->forms))
            return key_damaged(&from->segment->forms);
        struct merged_form *form = &all->merge->forms.items[number];
        /* A spelling has one term in every segment: with two, the merged segment would list more
         * forms than it has. */
        if (form->seen != 0 && form->seen != all->stamp)
            return key_damaged(&from->segment->forms);
        if (form->seen == 0)
            vector_append(&all->forms, number);
        form->seen = all->stamp;
    }
    return vector_status(&all->forms);
}

/* Subtracts the occurrences in one deleted document from the counts of their forms. */
static int subtract_occurrences(struct term_merge *all, struct term_input *input, uint32_t tf)
{
    const struct merge_input *from = input->from;
    uint32_t first = from->first_form[input->entry.ordinal];
    uint32_t count = from->first_form[input->entry.ordinal + 1] - first;
    vector_clear(&all->ranks);
    if (vector_reserve(&all->ranks, (size_t)tf) != 0)
        return ERROR_MEMORY;
    uint32_t *ranks = vector_end(&all->ranks);
    postings_ranks(&input->postings, ranks);
    for (uint32_t i = 0; i < tf; i++) {
        uint32_t number = ranks[i] < count ? from->forms[first + ranks[i]] : MERGE_NO_FORM;
        if (number >= vector_count(&all->merge->forms) ||
            all->merge->forms.items[number].count == 0)
            return key_damaged(&from->segment->forms);
        all->merge->forms.items[number].count--;
    }
    return 0;
}

/* Subtracts deleted documents from the counts of forms, which decide their ranks. */
static int subtract_deleted_forms(struct term_merge *all, struct term_input *input)
{
    struct segment *segment = input->from->segment;
    uint32_t document;
    int status = postings_open(&input->postings, &segment->file, &input->entry);
    while (status == 0 &&
           (document = segment_next_deleted(segment, &input->postings)) != POSTINGS_END) {
        bool damaged = false;
        uint32_t tf = postings_frequency(&input->postings);
        uint32_t length = segment_length(segment, document, &damaged);
        if (damaged || !postings_occurrences_fit(&input->postings, tf, length))
            return key_damaged(&segment->terms);
        status = subtract_occurrences(all, input, tf);
    }
    vector_clear(&all->ranks);
    return status == 0 ? postings_status(&input->postings) : status;
}

static void drop_unused_forms(struct term_merge *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < vector_count(&all->forms); i++)
        if (all->merge->forms.items[all->forms.items[i]].count > 0)
            all->forms.items[kept++] = all->forms.items[i];
    vector_truncate(&all->forms, kept);
}

static int rank_merged_forms(struct term_merge *all)
{
    int status = 0;
    all->stamp++;
    for (size_t i = 0; i < all->same_count && status == 0; i++)
        status = add_input_forms(all, &all->inputs[all->same[i]]);
    for (size_t i = 0; i < all->same_count && status == 0; i++)
        if (all->inputs[all->same[i]].from->segment->file.deleted != NULL)
            status = subtract_deleted_forms(all, &all->inputs[all->same[i]]);
    if (status != 0)
        return status;
    drop_unused_forms(all);
    size_t count = vector_count(&all->forms);
    if (count > 1)
        qsort_r(all->forms.items, count, sizeof *all->forms.items, compare_merged_forms,
                all->merge->forms.items);
    for (uint32_t rank = 0; rank < count; rank++)
        all->merge->forms.items[all->forms.items[rank]].rank = rank;
    return 0;
}

/* --- the postings of a term --- */

static void start_block(struct term_merge *all)
{
    all->block_count = 0;
    vector_clear(&all->positions);
    vector_clear(&all->ranks);
}

/* Whether the term has several forms, and therefore ranks. */
static bool has_ranks(const struct term_merge *all)
{
    return vector_count(&all->forms) > 1;
}

static struct posting_list block_of(const struct term_merge *all, bool text)
{
    return (struct posting_list){all->block_count, all->documents, all->frequencies,
                                 text ? all->positions.items : NULL,
                                 text && has_ranks(all) ? all->ranks.items : NULL};
}

/* Appends the positions in the cursor's document, as distances. */
static int add_term_positions(struct term_merge *all, struct postings_cursor *cursor, uint32_t tf)
{
    if (vector_reserve(&all->positions, (size_t)tf) != 0)
        return ERROR_MEMORY;
    uint32_t *out = vector_end(&all->positions);
    postings_positions(cursor, out);
    for (uint32_t i = tf - 1; i > 0; i--)
        out[i] -= out[i - 1];
    vector_extend(&all->positions, (size_t)tf);
    return 0;
}

static int add_term_ranks(struct term_merge *all, struct term_input *input, uint32_t tf)
{
    const struct merge_input *from = input->from;
    uint32_t first = from->first_form[input->entry.ordinal];
    uint32_t count = from->first_form[input->entry.ordinal + 1] - first;
    if (vector_reserve(&all->ranks, (size_t)tf) != 0)
        return ERROR_MEMORY;
    uint32_t *out = vector_end(&all->ranks);
    postings_ranks(&input->postings, out);
    for (uint32_t i = 0; i < tf; i++) {
        if (out[i] >= count)
            return key_damaged(&from->segment->forms);
        out[i] = all->merge->forms.items[from->forms[first + out[i]]].rank;
    }
    vector_extend(&all->ranks, (size_t)tf);
    return 0;
}

static int append_posting(struct term_merge *all, struct term_input *input, bool text)
{
    uint32_t tf = postings_frequency(&input->postings);
    uint32_t length = all->lengths.scored[input->document];
    if (text ? !postings_occurrences_fit(&input->postings, tf, length) : tf > length)
        return key_damaged(&input->from->segment->terms);
    int status = text ? add_term_positions(all, &input->postings, tf) : 0;
    if (status == 0 && text && has_ranks(all))
        status = add_term_ranks(all, input, tf);
    if (status != 0)
        return status;
    all->documents[all->block_count] = input->document;
    all->frequencies[all->block_count++] = tf;
    all->document_count++;
    all->occurrence_count += tf;
    if (all->block_count == BLOCK_SIZE) {
        const struct posting_list block = block_of(all, text);
        postings_add_block(&all->merge->postings, &block, &all->lengths);
        start_block(all);
    }
    return 0;
}

/* Advances the input to its next live document. Returns 1; 0 at its end; or an error. */
static int next_live_posting(struct term_input *input)
{
    uint32_t document;
    do {
        document = postings_next(&input->postings);
        if (document == POSTINGS_END)
            return postings_status(&input->postings);
        input->document = input->from->documents[document];
    } while (input->document == MERGE_DROPPED);
    return 1;
}

static int open_posting_lists(struct term_merge *all)
{
    all->lists.count = 0;
    for (size_t i = 0; i < all->same_count; i++) {
        struct term_input *input = &all->inputs[all->same[i]];
        int status = postings_open(&input->postings, &input->from->segment->file, &input->entry);
        if (status == 0)
            status = next_live_posting(input);
        if (status < 0)
            return status;
        if (status == 1)
            heap_add(&all->lists, all->same[i], document_before, all->inputs);
    }
    return 0;
}

static int merge_lists(struct term_merge *all, bool text)
{
    int status = open_posting_lists(all);
    while (status == 0 && all->lists.count > 0) {
        struct term_input *input = &all->inputs[heap_first(&all->lists)];
        status = append_posting(all, input, text);
        if (status == 0)
            status = next_live_posting(input);
        if (status == 1)
            heap_update_first(&all->lists, document_before, all->inputs);
        else if (status == 0)
            heap_remove_first(&all->lists, document_before, all->inputs);
        status = status < 0 ? status : 0;
    }
    return status;
}

/* --- a term --- */

/* Whether the forms of a text term account for its occurrences in live documents. */
static bool forms_add_up(const struct term_merge *all)
{
    uint64_t occurrences = 0;
    for (size_t i = 0; i < vector_count(&all->forms); i++)
        occurrences += all->merge->forms.items[all->forms.items[i]].count;
    return occurrences == all->occurrence_count;
}

static int flush_postings(struct merge *merge)
{
    struct postings_writer *writer = &merge->postings;
    if (writer->positions.size >= FLUSH_SIZE)
        postings_writer_flush_positions(writer, &merge->segment);
    if (writer->positions_flushed - merge->forgotten_at >= MERGE_FORGET) {
        merge_forget(merge);
        merge->forgotten_at = writer->positions_flushed;
    }
    int status = spill_flush(&merge->postings_spill, &writer->postings, &writer->postings_flushed);
    if (status == 0)
        status = spill_flush(&merge->ranks_spill, &writer->ranks, &writer->ranks_flushed);
    return status;
}

static void number_term(struct term_merge *all, uint32_t ordinal)
{
    for (size_t i = 0; i < all->same_count; i++) {
        struct term_input *input = &all->inputs[all->same[i]];
        input->from->terms[input->entry.ordinal] = ordinal;
    }
    for (size_t i = 0; i < vector_count(&all->forms); i++)
        all->merge->forms.items[all->forms.items[i]].term = ordinal;
}

static bool has_deletions(const struct term_merge *all)
{
    for (size_t i = 0; i < all->same_count; i++)
        if (all->inputs[all->same[i]].from->segment->file.deleted != NULL)
            return true;
    return false;
}

static int merge_term(struct term_merge *all)
{
    struct merge *merge = all->merge;
    const struct key_cursor *cursor = &all->inputs[all->same[0]].cursor;
    bool text = cursor->key[0] == FIELD_TEXT;
    struct term_entry entry = {.form_count = 1};
    vector_clear(&all->forms);
    all->document_count = 0;
    all->occurrence_count = 0;
    all->lengths.scored = text ? all->lengths.lengths : all->lengths.title_lengths;
    all->lengths.average = text ? all->text_average : all->title_average;
    start_block(all);
    int status = text ? rank_merged_forms(all) : 0;
    if (status != 0)
        return status;
    if (has_ranks(all))
        entry.form_count = (uint32_t)vector_count(&all->forms);
    postings_begin(&merge->postings, &entry);
    status = merge_lists(all, text);
    if (status == 0 && text && !forms_add_up(all))
        return key_damaged(&all->inputs[all->same[0]].from->segment->forms);
    if (status == 0 && all->document_count == 0) {
        if (!has_deletions(all))
            return key_damaged(cursor->set);
        number_term(all, MERGE_DROPPED);
        return 0;
    }
    const struct posting_list rest = block_of(all, text);
    entry.document_count = all->document_count;
    entry.occurrence_count = all->occurrence_count;
    if (status == 0)
        status = postings_end(&merge->postings, &rest, &all->lengths, &entry);
    if (status != 0)
        return status;
    if (!key_writer_accepts(&merge->terms, cursor->key, cursor->key_size))
        return key_damaged(cursor->set);
    term_writer_add(&merge->terms, cursor->key, cursor->key_size, &entry);
    number_term(all, entry.ordinal);
    return flush_postings(merge);
}

static void release_term_merge(struct term_merge *all)
{
    free(all->inputs);
    free(all->same);
    vector_release(&all->forms);
    vector_release(&all->positions);
    vector_release(&all->ranks);
    heap_release(&all->heap);
    heap_release(&all->lists);
}

int merge_terms(struct merge *merge)
{
    struct term_merge *all = calloc(1, sizeof *all);
    if (all == NULL)
        return error_memory();
    all->merge = merge;
    all->lengths = (struct document_lengths){.lengths = merge->lengths.items,
                                             .title_lengths = merge->wide_title_lengths.items};
    const size_t documents = vector_count(&merge->lengths);
    all->text_average = document_lengths_average(all->lengths.lengths, documents);
    all->title_average = document_lengths_average(all->lengths.title_lengths, documents);
    uint64_t total = 0, done = 0;
    for (size_t i = 0; i < merge->count; i++)
        total += merge->inputs[i].segment->terms.count;
    int status = open_term_inputs(all);
    merge->forgotten_at = 0;
    while (status == 0 && all->heap.count > 0) {
        pop_same_term(all);
        status = merge_term(all);
        if (status == 0)
            status = push_next_terms(all);
        if (status == 0 && done / PROGRESS_EVERY != (done + all->same_count) / PROGRESS_EVERY)
            status = merge_report(merge, 0.4 + 0.6 * (double)done / (double)total);
        done += all->same_count;
    }
    postings_writer_flush_positions(&merge->postings, &merge->segment);
    release_term_merge(all);
    free(all);
    return status;
}
