#include "indexer/merge/merge.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/error.h"
#include "indexer/merge/documents.h"
#include "indexer/merge/forms.h"
#include "indexer/merge/terms.h"

/* --- storage --- */

static int open_merge_input(struct merge_input *input, struct segment *segment)
{
    size_t documents = segment_document_count(segment), terms = segment->terms.count;
    *input = (struct merge_input){
        .segment = segment,
        .documents = malloc((documents + 1) * sizeof *input->documents),
        .terms = malloc((terms + 1) * sizeof *input->terms),
        .first_form = calloc(terms + 1, sizeof *input->first_form),
        .forms = malloc(((size_t)segment->forms.count + 1) * sizeof *input->forms)};
    if (input->documents == NULL || input->terms == NULL || input->first_form == NULL ||
        input->forms == NULL)
        return error_memory();
    for (size_t i = 0; i < segment->forms.count; i++)
        input->forms[i] = MERGE_NO_FORM;
    return 0;
}

static void close_merge_input(struct merge_input *input)
{
    free(input->documents);
    free(input->terms);
    free(input->first_form);
    free(input->forms);
}

static void release_merge(struct merge *merge)
{
    for (size_t i = 0; merge->inputs != NULL && i < merge->count; i++)
        close_merge_input(&merge->inputs[i]);
    free(merge->inputs);
    document_writer_release(&merge->records);
    vector_release(&merge->lengths);
    vector_release(&merge->title_lengths);
    vector_release(&merge->wide_title_lengths);
    vector_release(&merge->days);
    vector_release(&merge->stamps);
    vector_release(&merge->forms);
    buffer_release(&merge->store_index);
    arena_release(&merge->surfaces);
    postings_writer_release(&merge->postings);
    spill_release(&merge->postings_spill);
    spill_release(&merge->ranks_spill);
    spill_release(&merge->records_spill);
    key_writer_release(&merge->terms);
    key_writer_release(&merge->form_keys);
}

/* Must come before anything is allocated by the number of documents. */
static int check_total(struct segment *const *inputs, size_t count)
{
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += segment_live_count(inputs[i]);
    if (total >= UINT32_MAX)
        return error_set(ERROR_INPUT, "the segments have too many articles to be merged into one");
    return 0;
}

static int open_merge_inputs(struct merge *merge, struct segment *const *inputs)
{
    merge->inputs = calloc(merge->count, sizeof *merge->inputs);
    if (merge->inputs == NULL)
        return error_memory();
    int status = document_writer_init(&merge->records);
    merge->statistics.fingerprint = inputs[0]->file.statistics.fingerprint;
    merge->statistics.stored = 1;
    for (size_t i = 0; i < merge->count && status == 0; i++) {
        const struct segment_statistics *statistics = &inputs[i]->file.statistics;
        status = open_merge_input(&merge->inputs[i], inputs[i]);
        merge->statistics.stored &= statistics->stored;
    }
    return status;
}

static void init_merge(struct merge *merge, size_t count, int directory,
                       const struct merge_progress *progress)
{
    *merge = (struct merge){.count = count, .progress = progress};
    arena_init(&merge->surfaces, 1 << 16);
    postings_writer_init(&merge->postings);
    spill_init(&merge->postings_spill, directory);
    spill_init(&merge->ranks_spill, directory);
    spill_init(&merge->records_spill, directory);
    key_writer_init(&merge->terms);
    form_writer_init(&merge->form_keys);
}

/* --- sections --- */

static void write_merge_section(struct merge *merge, enum section section,
                                const struct buffer *bytes)
{
    segment_writer_begin(&merge->segment, section);
    segment_writer_append(&merge->segment, bytes->data, bytes->size);
    segment_writer_end(&merge->segment);
}

static int write_spilled(struct merge *merge, enum section section, const struct spill *spill,
                         const struct buffer *held)
{
    segment_writer_begin(&merge->segment, section);
    int status = spill_copy(spill, held, &merge->segment);
    segment_writer_end(&merge->segment);
    return status;
}

/* In the order in which the builder writes them, so that the file is the same. */
static int write_merge_sections(struct merge *merge)
{
    write_merge_section(merge, SECTION_STORE_INDEX, &merge->store_index);
    int status =
        write_spilled(merge, SECTION_POSTINGS, &merge->postings_spill, &merge->postings.postings);
    if (status == 0)
        status = write_spilled(merge, SECTION_RANKS, &merge->ranks_spill, &merge->postings.ranks);
    write_merge_section(merge, SECTION_TERMS, &merge->terms.blocks);
    write_merge_section(merge, SECTION_TERM_INDEX, &merge->terms.index);
    write_merge_section(merge, SECTION_FORMS, &merge->form_keys.blocks);
    write_merge_section(merge, SECTION_FORM_INDEX, &merge->form_keys.index);
    write_merge_section(merge, SECTION_LENGTHS, &merge->lengths.buffer);
    write_merge_section(merge, SECTION_TITLE_LENGTHS, &merge->title_lengths.buffer);
    write_merge_section(merge, SECTION_DAYS, &merge->days.buffer);
    if (status == 0)
        status =
            write_spilled(merge, SECTION_DOCUMENTS, &merge->records_spill, &merge->records.blocks);
    write_merge_section(merge, SECTION_DOCUMENT_INDEX, &merge->records.index);
    return status;
}

static int merge_dictionaries(struct merge *merge)
{
    int status = merge_list_forms(merge);
    segment_writer_begin(&merge->segment, SECTION_POSITIONS);
    if (status == 0)
        status = merge_terms(merge);
    segment_writer_end(&merge->segment);
    if (status == 0)
        status = merge_write_forms(merge);
    if (status == 0 && (merge->terms.blocks.failed || merge->terms.index.failed ||
                        merge->form_keys.blocks.failed || merge->form_keys.index.failed))
        status = error_memory();
    return status;
}

static int merge_all(struct merge *merge)
{
    segment_writer_begin(&merge->segment, SECTION_STORE);
    int status = merge_documents(merge);
    segment_writer_end(&merge->segment);
    if (status == 0)
        status = merge_dictionaries(merge);
    if (status == 0)
        status = write_merge_sections(merge);
    merge->statistics.term_count = merge->terms.count;
    merge->statistics.form_count = merge->form_keys.count;
    return status;
}

/* Keeps the stamps, which may also apply to documents in other segments. */
static int write_stamps(const struct merge *merge, const struct merge_output *output,
                        struct manifest_segment *entry)
{
    size_t count = vector_count(&merge->stamps);
    if (output->amendments == NULL || count == 0)
        return 0;
    unsigned char *none = calloc(amendments_bitset_size(entry->documents), 1);
    if (none == NULL)
        return error_memory();
    const struct amendments_content content = {none, merge->stamps.items, (uint32_t)count};
    int status = amendments_write(output->directory, output->amendments, &content, entry);
    free(none);
    return status;
}

int merge_segments(struct segment *const *inputs, size_t count, const struct merge_output *output,
                   const struct merge_progress *progress, struct manifest_segment *entry)
{
    struct merge merge;
    assert(count > 0);
    int status = check_total(inputs, count);
    if (status != 0)
        return status;
    init_merge(&merge, count, output->directory, progress);
    status = open_merge_inputs(&merge, inputs);
    if (status == 0)
        status = segment_writer_create(&merge.segment, output->directory, output->name);
    if (status != 0) {
        release_merge(&merge);
        return status;
    }
    status = merge_all(&merge);
    if (status == 0) {
        *entry = (struct manifest_segment){.documents = merge.statistics.document_count};
        snprintf(entry->name, sizeof entry->name, "%s", output->name);
        status = segment_writer_finish(&merge.segment, &merge.statistics, &entry->size,
                                       &entry->checksum);
        if (status == 0)
            status = write_stamps(&merge, output, entry);
    } else {
        segment_writer_abandon(&merge.segment);
    }
    if (status != 0)
        unlinkat(output->directory, output->name, 0);
    release_merge(&merge);
    return status;
}
