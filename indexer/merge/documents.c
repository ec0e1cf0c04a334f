#include "indexer/merge/documents.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/heap.h"
#include "common/index/documents/document_place.h"
#include "common/index/documents/text_store.h"

enum { STORE_LEVEL = 1, PROGRESS_EVERY = 1 << 12 };

/* One input's documents, read in order. */
struct document_input {
    struct segment *segment;
    uint32_t *new_numbers;
    uint32_t at;         /* the next live document */
    uint32_t next_stamp; /* index among the segment's stamps */
    struct document document;
    struct document_reader records;
    struct store_reader bodies;
};

struct document_merge {
    struct merge *merge;
    struct document_input *inputs;
    struct store_writer store;
    struct buffer body;
    uint64_t text_offset;
    struct heap heap;
    struct document_place previous;
    bool stamped, has_stamps; /* `stamp` applies to its file; an input has stamps */
    struct stamp stamp;
};

static bool document_input_before(const void *context, uint32_t one, uint32_t other)
{
    const struct document_input *inputs = context;
    int order = document_compare(&inputs[one].document, &inputs[other].document);
    return order != 0 ? order < 0 : one < other;
}

static int open_document_input(struct document_input *input, const struct merge_input *from)
{
    input->segment = from->segment;
    input->new_numbers = from->documents;
    int status = document_reader_init(&input->records, &from->segment->file);
    if (status == 0)
        status = store_reader_init(&input->bodies, &from->segment->file);
    return status;
}

/* Reads the first live document at or after `at`. Returns 1; 0 when there is none; or an error. */
static int input_read_live(struct document_input *input)
{
    uint32_t count = segment_document_count(input->segment);
    while (input->at < count && segment_is_deleted(input->segment, input->at))
        input->new_numbers[input->at++] = MERGE_DROPPED;
    if (input->at == count)
        return 0;
    int status = document_read(&input->records, input->at, &input->document);
    return status == 0 ? 1 : status;
}

static int open_document_inputs(struct document_merge *all)
{
    struct merge *merge = all->merge;
    all->inputs = calloc(merge->count, sizeof *all->inputs);
    if (all->inputs == NULL)
        return error_memory();
    int status = heap_init(&all->heap, merge->count);
    for (size_t i = 0; i < merge->count && status == 0; i++) {
        struct document_input *input = &all->inputs[i];
        status = open_document_input(input, &merge->inputs[i]);
        if (status == 0)
            status = input_read_live(input);
        if (status == 1)
            heap_add(&all->heap, (uint32_t)i, document_input_before, all->inputs);
        all->has_stamps |= input->segment->amendments.stamp_count > 0;
        status = status < 0 ? status : 0;
    }
    return status;
}

static void release_document_merge(struct document_merge *all)
{
    for (size_t i = 0; all->inputs != NULL && i < all->merge->count; i++) {
        document_reader_release(&all->inputs[i].records);
        store_reader_release(&all->inputs[i].bodies);
    }
    free(all->inputs);
    heap_release(&all->heap);
    store_writer_release(&all->store);
    buffer_release(&all->body);
    document_place_release(&all->previous);
}

static int copy_body(struct document_merge *all, struct document_input *input)
{
    const struct document *document = &input->document;
    if (!all->merge->statistics.stored)
        return 0;
    buffer_clear(&all->body);
    int status = store_read(&input->bodies, document->text_offset, document->text_size, &all->body);
    if (status == 0)
        store_writer_append(&all->store, all->body.data, all->body.size);
    return status;
}

static int append_columns(struct merge *merge, struct document_input *input)
{
    bool damaged = false;
    uint32_t length = segment_length(input->segment, input->at, &damaged);
    uint32_t title = segment_title_length(input->segment, input->at, &damaged);
    int32_t day = segment_day(input->segment, input->at, &damaged);
    if (damaged)
        return ERROR_CORRUPT;
    vector_append(&merge->lengths, length);
    vector_append(&merge->title_lengths, (uint16_t)title);
    vector_append(&merge->wide_title_lengths, title);
    vector_append(&merge->days, day);
    merge->statistics.total_length += length;
    merge->statistics.total_title_length += title;
    return 0;
}

/* Finds the stamp of the input's current document. False if there is none. */
static bool input_find_stamp(struct document_input *input, struct stamp *stamp)
{
    const struct amendments *amendments = &input->segment->amendments;
    while (input->next_stamp < amendments->stamp_count) {
        *stamp = amendments_stamp(amendments, input->next_stamp);
        if (stamp->document >= input->at)
            return stamp->document == input->at;
        input->next_stamp++;
    }
    return false;
}

/* Checks that the inputs' documents ascend: no two segments of an index have the same article. */
static int check_order(const struct document_merge *all, const struct document_input *input)
{
    if (document_place_precedes(&all->previous, &input->document))
        return 0;
    return error_set(ERROR_CORRUPT, "'%s' is damaged: document %u is out of order",
                     input->segment->file.display_path, input->at);
}

/* A stamp applies to its document and to those after it from the same file. */
static void apply_stamps(struct document_merge *all, struct document_input *input,
                         struct document *document)
{
    struct stamp stamp;
    if (!all->has_stamps)
        return;
    const struct document *previous = &all->previous.document;
    if (document->root != previous->root || !slice_equals(document->path, previous->path))
        all->stamped = false;
    if (input_find_stamp(input, &stamp)) {
        all->stamped = true;
        all->stamp = stamp;
        stamp.document = all->merge->statistics.document_count;
        vector_append(&all->merge->stamps, stamp);
    }
    if (all->stamped)
        document->file = all->stamp.file;
}

/* Appends the input's current document to the merge, and reads its next one. Returns 1; 0 when
 * there is none; or an error. */
static int append_document(struct document_merge *all, struct document_input *input)
{
    struct merge *merge = all->merge;
    int status = check_order(all, input);
    if (status == 0)
        status = copy_body(all, input);
    if (status == 0)
        status = append_columns(merge, input);
    if (status != 0)
        return status;
    struct document document = input->document;
    document.text_offset = all->text_offset;
    /* Without stored bodies, nothing else bounds a forged size. */
    if (__builtin_add_overflow(all->text_offset, document.text_size, &all->text_offset) ||
        __builtin_add_overflow(merge->statistics.text_bytes,
                               document.title.size + document.text_size,
                               &merge->statistics.text_bytes))
        return error_set(ERROR_CORRUPT, "'%s' is damaged: the size of a text is impossible",
                         input->segment->file.display_path);
    apply_stamps(all, input, &document);
    status = document_place_keep(&all->previous, &document);
    if (status != 0)
        return status;
    document_writer_add(&merge->records, &document);
    input->new_numbers[input->at++] = merge->statistics.document_count++;
    status =
        spill_flush(&merge->records_spill, &merge->records.blocks, &merge->records.blocks_flushed);
    return status == 0 ? input_read_live(input) : status;
}

static int append_documents(struct document_merge *all)
{
    struct merge *merge = all->merge;
    uint64_t total = 0;
    for (size_t i = 0; i < merge->count; i++)
        total += segment_live_count(merge->inputs[i].segment);
    while (all->heap.count > 0) {
        struct document_input *input = &all->inputs[heap_first(&all->heap)];
        int status = append_document(all, input);
        if (status < 0)
            return status;
        if (status == 0)
            heap_remove_first(&all->heap, document_input_before, all->inputs);
        else
            heap_update_first(&all->heap, document_input_before, all->inputs);
        if (merge->statistics.document_count % PROGRESS_EVERY == 0)
            status = merge_report(merge, 0.4 * merge->statistics.document_count / (double)total);
        if (status < 0)
            return status;
        if (all->text_offset - merge->forgotten_at >= MERGE_FORGET) {
            merge_forget(merge);
            merge->forgotten_at = all->text_offset;
        }
    }
    return 0;
}

static int finish_documents(struct document_merge *all)
{
    struct merge *merge = all->merge;
    store_writer_finish(&all->store);
    merge_forget(merge);
    merge->forgotten_at = 0;
    int status = document_writer_finish(&merge->records);
    if (status == 0)
        status = buffer_status(&all->store.index);
    merge->store_index = all->store.index;
    buffer_init(&all->store.index);
    if (merge->lengths.buffer.failed || merge->title_lengths.buffer.failed ||
        merge->days.buffer.failed || merge->wide_title_lengths.buffer.failed ||
        merge->stamps.buffer.failed)
        return error_memory();
    return status;
}

int merge_documents(struct merge *merge)
{
    struct document_merge all = {.merge = merge};
    int status = store_writer_init(&all.store, &merge->segment, STORE_LEVEL);
    if (status == 0)
        status = open_document_inputs(&all);
    if (status == 0)
        status = append_documents(&all);
    if (status == 0)
        status = finish_documents(&all);
    release_document_merge(&all);
    return status;
}
