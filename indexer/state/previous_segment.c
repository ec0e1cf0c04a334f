#include "indexer/state/previous_segment.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"

int previous_segment_open(struct previous_segment *segment, const struct transaction *transaction,
                          const struct manifest_segment *entry)
{
    *segment = (struct previous_segment){0};
    int status = segment_open_listed(&segment->segment, transaction->directory, transaction->path,
                                     entry, &transaction->next);
    if (status != 0)
        return status;
    size_t bytes = amendments_bitset_size(entry->documents);
    segment->deleted = calloc(bytes + 1, 1);
    if (segment->deleted == NULL) {
        segment_close(&segment->segment);
        return error_memory();
    }
    if (segment->segment.file.deleted != NULL)
        memcpy(segment->deleted, segment->segment.file.deleted, bytes);
    segment->deleted_count = segment->segment.amendments.deleted_count;
    status = document_reader_init(&segment->reader, &segment->segment.file);
    segment->reader.accepts_gone_roots = true;
    if (status != 0)
        previous_segment_close(segment);
    return status;
}

void previous_segment_close(struct previous_segment *segment)
{
    document_reader_release(&segment->reader);
    segment_close(&segment->segment);
    free(segment->deleted);
    vector_release(&segment->stamps);
}

int previous_segment_read(struct previous_segment *segment, uint64_t *gone)
{
    uint32_t count = segment_document_count(&segment->segment);
    for (; segment->at < count; segment->at++) {
        if (segment_is_deleted(&segment->segment, segment->at))
            continue;
        int status = document_read(&segment->reader, segment->at, &segment->document);
        if (status != 0)
            return status;
        if (segment->document.root != ROOT_GONE)
            return 1;
        previous_segment_delete(segment, segment->at);
        ++*gone;
    }
    return 0;
}

void previous_segment_delete(struct previous_segment *segment, uint32_t document)
{
    segment->deleted[document / 8] |= (unsigned char)(1 << document % 8);
    segment->deleted_count++;
}

/* --- stamps --- */

bool previous_segment_stamp(struct previous_segment *segment, struct stamp *stamp)
{
    const struct amendments *amendments = &segment->segment.amendments;
    while (segment->next_stamp < amendments->stamp_count) {
        *stamp = amendments_stamp(amendments, segment->next_stamp);
        if (stamp->document >= segment->at)
            return stamp->document == segment->at;
        segment->next_stamp++;
    }
    return false;
}

void previous_segment_set_stamp(struct previous_segment *segment, const struct stamp *stamp)
{
    vector_append(&segment->stamps, *stamp);
}

void previous_segment_keep_stamp(struct previous_segment *segment, uint32_t document)
{
    const struct amendments *amendments = &segment->segment.amendments;
    for (uint32_t low = 0, high = amendments->stamp_count; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        struct stamp stamp = amendments_stamp(amendments, middle);
        if (stamp.document == document) {
            previous_segment_set_stamp(segment, &stamp);
            return;
        }
        if (stamp.document < document)
            low = middle + 1;
        else
            high = middle;
    }
}

static int compare_stamps(const void *one, const void *other)
{
    uint32_t a = ((const struct stamp *)one)->document, b = ((const struct stamp *)other)->document;
    return (a > b) - (a < b);
}

static size_t sort_stamps(struct previous_segment *segment)
{
    vector_sort(&segment->stamps, compare_stamps);
    return vector_count(&segment->stamps);
}

/* --- amendments --- */

bool previous_segment_is_amended(struct previous_segment *segment)
{
    const struct amendments *old = &segment->segment.amendments;
    if (sort_stamps(segment) != old->stamp_count || segment->deleted_count != old->deleted_count)
        return true;
    const struct stamp *stamps = segment->stamps.items;
    for (uint32_t i = 0; i < old->stamp_count; i++) {
        struct stamp stamp = amendments_stamp(old, i);
        if (stamp.document != stamps[i].document || !file_state_equal(&stamp.file, &stamps[i].file))
            return true;
    }
    return false;
}

int previous_segment_amend(struct previous_segment *segment, struct transaction *transaction,
                           struct manifest_segment *entry, unsigned number)
{
    char name[SEGMENT_NAME_SIZE];
    int status = vector_status(&segment->stamps);
    if (status != 0 || !previous_segment_is_amended(segment))
        return status;
    transaction_amendments_name(transaction, number, name);
    const struct amendments_content content = {segment->deleted, segment->stamps.items,
                                               (uint32_t)vector_count(&segment->stamps)};
    return amendments_write(transaction->directory, name, &content, entry);
}
