#include "indexer/invert/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"

/* Positions are written to the segment once they take this number of bytes. */
enum { FLUSH_SIZE = 1 << 18 };

/* A term with the first eight bytes of its spelling, which decide most comparisons. */
struct sorted_term {
    uint64_t start; /* big-endian, so that it sorts as bytes do */
    uint32_t term;
    uint32_t form; /* any of its forms; has the term's spelling */
};

void vocabulary_init(struct vocabulary *vocabulary, struct analyzer *analyzer,
                     struct segment_writer *segment)
{
    *vocabulary = (struct vocabulary){.analyzer = analyzer, .segment = segment};
    arena_init(&vocabulary->keys, 1 << 20);
    postings_writer_init(&vocabulary->postings);
    key_writer_init(&vocabulary->terms);
    form_writer_init(&vocabulary->forms);
}

void vocabulary_release(struct vocabulary *vocabulary)
{
    arena_release(&vocabulary->keys);
    postings_writer_release(&vocabulary->postings);
    key_writer_release(&vocabulary->terms);
    key_writer_release(&vocabulary->forms);
    vector_release(&vocabulary->form_list);
    vector_release(&vocabulary->documents);
    vector_release(&vocabulary->frequencies);
    vector_release(&vocabulary->positions);
    vector_release(&vocabulary->ranks);
    vector_release(&vocabulary->form_counts);
    vector_release(&vocabulary->rank_of_form);
}

/* --- terms in byte order --- */

static uint64_t leading_bytes(const struct form *form)
{
    unsigned char bytes[8] = {0};
    memcpy(bytes, form->term, form->term_size < 8 ? form->term_size : 8);
    uint64_t start = 0;
    for (int i = 0; i < 8; i++)
        start = start << 8 | bytes[i];
    return start;
}

/* qsort_r's context is the analyser, which has the spellings. */
static int compare_sorted_terms(const void *one, const void *other, void *analyzer)
{
    const struct sorted_term *a = one, *b = other;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    const struct form *x = analyzer_form(analyzer, a->form), *y = analyzer_form(analyzer, b->form);
    return key_compare(x->term, x->term_size, y->term, y->term_size);
}

/* Sorts the terms that occur in this segment; *terms is malloc'ed, the caller's. */
static int sort_terms(struct vocabulary *vocabulary, const struct streams *streams,
                      struct sorted_term **terms, uint32_t *count)
{
    *count = 0;
    for (uint32_t term = 0; term < streams->term_count; term++)
        *count += streams->by_term[term].last_document != 0;
    *terms = malloc((*count + 1) * sizeof **terms);
    if (*terms == NULL)
        return error_memory();
    struct sorted_term *next = *terms;
    for (uint32_t term = 0; term < streams->term_count; term++) {
        const struct stream *stream = &streams->by_term[term];
        if (stream->last_document != 0)
            *next++ = (struct sorted_term){
                leading_bytes(analyzer_form(vocabulary->analyzer, stream->last_form - 1)), term,
                stream->last_form - 1};
    }
    qsort_r(*terms, *count, sizeof **terms, compare_sorted_terms, vocabulary->analyzer);
    return 0;
}

/* --- one term's list --- */

/* Reads the stream into documents, frequencies, positions and (in `ranks`, for now) form numbers.
 * The vocabulary owns them; the next call overwrites them. */
static int read_term_stream(struct vocabulary *vocabulary, const struct stream *stream,
                            struct stream_arrays *list)
{
    size_t units = stream_units(stream);
    /* Nothing is appended to these vectors: they are room for arrays. */
    if (vector_reserve(&vocabulary->documents, units) != 0 ||
        vector_reserve(&vocabulary->frequencies, units) != 0 ||
        vector_reserve(&vocabulary->positions, units) != 0 ||
        vector_reserve(&vocabulary->ranks, units) != 0)
        return ERROR_MEMORY;
    *list = (struct stream_arrays){.documents = vocabulary->documents.items,
                                   .frequencies = vocabulary->frequencies.items,
                                   .positions = vocabulary->positions.items,
                                   .forms = vocabulary->ranks.items};
    stream_read(stream, list);
    return 0;
}

/* --- surface forms of a term --- */

/* The analyser's forms by term and number within it: forms[first[term] + number], up to
 * first[term + 1]. */
struct form_table {
    uint32_t *first, *forms;
};

/* All forms that the analyser has of one term, by number within it. */
struct term_forms {
    const uint32_t *forms;
    uint32_t count;
};

static struct term_forms forms_of_term(const struct form_table *table, uint32_t term)
{
    const uint32_t *first = &table->first[term];
    return (struct term_forms){table->forms + first[0], first[1] - first[0]};
}

static int build_form_table(const struct analyzer *analyzer, struct form_table *table)
{
    uint32_t form_count = analyzer_form_count(analyzer);
    uint32_t term_count = analyzer_term_count(analyzer);
    table->first = calloc((size_t)term_count + 1, sizeof *table->first);
    table->forms = malloc(((size_t)form_count + 1) * sizeof *table->forms);
    if (table->first == NULL || table->forms == NULL)
        return error_memory();
    for (uint32_t form = 0; form < form_count; form++)
        table->first[analyzer_form(analyzer, form)->term_id + 1]++;
    for (uint32_t term = 0; term < term_count; term++)
        table->first[term + 1] += table->first[term];
    for (uint32_t number = 0; number < form_count; number++) {
        const struct form *form = analyzer_form(analyzer, number);
        table->forms[table->first[form->term_id] + form->number] = number;
    }
    return 0;
}

/* The most frequent first; ties by spelling, so that ranks do not depend on the order in which the
 * analyser saw the forms. */
static int compare_form_counts(const void *one, const void *other, void *analyzer)
{
    const struct form_count *a = one, *b = other;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    const struct form *x = analyzer_form(analyzer, a->form), *y = analyzer_form(analyzer, b->form);
    return key_compare(x->surface, x->surface_size, y->surface, y->surface_size);
}

static void list_form(struct vocabulary *vocabulary, const struct form_count *count,
                      uint32_t ordinal, uint32_t rank)
{
    const struct form *form = analyzer_form(vocabulary->analyzer, count->form);
    char folded[ANALYSIS_WORD_MAX + 1], key[KEY_MAX];
    size_t folded_size = analyzer_fold(form->surface, form->surface_size, folded);
    size_t size = form_key(folded, folded_size, form->surface, form->surface_size, key);
    struct vocabulary_form listed = {arena_copy(&vocabulary->keys, key, size), (uint32_t)size,
                                     ordinal, rank, count->count};
    if (listed.key == NULL)
        vocabulary->form_list.buffer.failed = true;
    else
        vector_append(&vocabulary->form_list, listed);
}

/* Counts the occurrences of each of a term's forms. Moves those that occur to the front of `counts`
 * and returns their number. */
static uint32_t count_form_occurrences(const struct term_forms *forms,
                                       const struct stream_arrays *list, struct form_count *counts)
{
    for (uint32_t i = 0; i < forms->count; i++)
        counts[i] = (struct form_count){0, i, forms->forms[i]};
    for (uint32_t i = 0; i < list->occurrence_count; i++)
        counts[list->forms[i]].count++;
    uint32_t present = 0;
    for (uint32_t i = 0; i < forms->count; i++)
        if (counts[i].count > 0)
            counts[present++] = counts[i];
    return present;
}

/* Replaces the form numbers of the list's occurrences by ranks, in place, and lists the term's
 * forms for their dictionary. Sets *present to the number of forms that occur. */
static int rank_forms(struct vocabulary *vocabulary, const struct term_forms *forms,
                      const struct stream_arrays *list, uint32_t *present)
{
    if (vector_reserve(&vocabulary->form_counts, forms->count) != 0 ||
        vector_reserve(&vocabulary->rank_of_form, forms->count) != 0)
        return ERROR_MEMORY;
    struct form_count *counts = vocabulary->form_counts.items;
    uint32_t *ranks = vocabulary->rank_of_form.items, *numbers = list->forms;
    *present = count_form_occurrences(forms, list, counts);
    if (*present > 1)
        qsort_r(counts, *present, sizeof *counts, compare_form_counts, vocabulary->analyzer);
    for (uint32_t rank = 0; rank < *present; rank++) {
        ranks[counts[rank].number] = rank;
        list_form(vocabulary, &counts[rank], vocabulary->terms.count, rank);
    }
    for (uint32_t i = 0; *present > 1 && i < list->occurrence_count; i++)
        numbers[i] = ranks[numbers[i]];
    return 0;
}

/* --- a field's terms --- */

/* A field whose terms are being written. */
struct field_source {
    enum term_field field;
    const struct streams *streams;
    const struct form_table *table; /* NULL: positions, ranks and forms are not kept */
    const struct document_lengths *lengths;
};

static int write_term(struct vocabulary *vocabulary, const struct field_source *source,
                      const struct sorted_term *sorted)
{
    struct stream_arrays read;
    struct term_entry entry = {.form_count = 1};
    int status = read_term_stream(vocabulary, &source->streams->by_term[sorted->term], &read);
    if (status == 0 && source->table != NULL) {
        const struct term_forms forms = forms_of_term(source->table, sorted->term);
        status = rank_forms(vocabulary, &forms, &read, &entry.form_count);
    }
    const struct posting_list list = {read.document_count, read.documents, read.frequencies,
                                      source->table == NULL ? NULL : read.positions,
                                      entry.form_count == 1 ? NULL : read.forms};
    if (status == 0)
        status = postings_write(&vocabulary->postings, &list, source->lengths, &entry);
    if (status != 0)
        return status;
    const struct form *form = analyzer_form(vocabulary->analyzer, sorted->form);
    char key[TERM_KEY_MAX];
    term_writer_add(&vocabulary->terms, key,
                    term_key(source->field, form->term, form->term_size, key), &entry);
    return 0;
}

/* Terms in byte order are scattered in memory, so what the next ones need is prefetched: first
 * stream and form, then, once these have arrived, what they point to. */
static void prefetch_terms(const struct analyzer *analyzer, const struct streams *streams,
                           const struct sorted_term *terms, uint32_t at, uint32_t count)
{
    enum { NEAR_DISTANCE = 4, FAR_DISTANCE = 8 };
    if (at + FAR_DISTANCE < count) {
        streams_prefetch(streams, terms[at + FAR_DISTANCE].term);
        __builtin_prefetch(analyzer_form(analyzer, terms[at + FAR_DISTANCE].form));
    }
    if (at + NEAR_DISTANCE < count) {
        stream_prefetch_slices(&streams->by_term[terms[at + NEAR_DISTANCE].term]);
        __builtin_prefetch(analyzer_form(analyzer, terms[at + NEAR_DISTANCE].form)->term);
    }
}

/* Reserves about what the postings of a field will take, so that they need not be moved; memory
 * that is not written to costs nothing. */
static int reserve_postings(struct vocabulary *vocabulary, const struct streams *streams)
{
    if (buffer_reserve(&vocabulary->postings.positions, (size_t)2 * FLUSH_SIZE) != 0 ||
        buffer_reserve(&vocabulary->postings.postings, streams->arena.reserved / 4) != 0)
        return ERROR_MEMORY;
    return 0;
}

int vocabulary_write_field(struct vocabulary *vocabulary, enum term_field field,
                           const struct streams *streams, const struct document_lengths *lengths,
                           bool with_positions)
{
    struct sorted_term *terms = NULL;
    struct form_table table = {NULL, NULL};
    const struct field_source source = {field, streams, with_positions ? &table : NULL, lengths};
    uint32_t count;
    int status = sort_terms(vocabulary, streams, &terms, &count);
    if (status == 0 && with_positions)
        status = build_form_table(vocabulary->analyzer, &table);
    if (status == 0 && with_positions)
        status = reserve_postings(vocabulary, streams);
    for (uint32_t i = 0; i < count && status == 0; i++) {
        prefetch_terms(vocabulary->analyzer, streams, terms, i, count);
        status = write_term(vocabulary, &source, &terms[i]);
        if (vocabulary->postings.positions.size >= FLUSH_SIZE)
            postings_writer_flush_positions(&vocabulary->postings, vocabulary->segment);
    }
    postings_writer_flush_positions(&vocabulary->postings, vocabulary->segment);
    free(terms);
    free(table.first);
    free(table.forms);
    return status;
}

/* --- the dictionary of forms --- */

static int compare_form_keys(const void *one, const void *other)
{
    const struct vocabulary_form *a = one, *b = other;
    return key_compare(a->key, a->size, b->key, b->size);
}

int vocabulary_write_forms(struct vocabulary *vocabulary)
{
    if (vocabulary->form_list.buffer.failed)
        return error_memory();
    vector_sort(&vocabulary->form_list, compare_form_keys);
    for (size_t i = 0; i < vector_count(&vocabulary->form_list); i++) {
        const struct vocabulary_form *form = &vocabulary->form_list.items[i];
        const struct form_entry entry = {
            .term = form->term, .rank = form->rank, .count = form->count};
        form_writer_add(&vocabulary->forms, form->key, form->size, &entry);
    }
    if (vocabulary->terms.blocks.failed || vocabulary->forms.blocks.failed)
        return error_memory();
    return 0;
}
