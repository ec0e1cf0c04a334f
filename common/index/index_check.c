#include "common/index/index_check.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/heap.h"
#include "common/index/documents/document_place.h"
#include "common/index/segment_check.h"

/* A segment's live documents, read in order. */
struct table_walk {
    struct segment *segment;
    struct document_reader reader;
    uint32_t next; /* the number of the document to read next */
    struct document document;
};

static bool document_before(const void *context, uint32_t one, uint32_t other)
{
    const struct table_walk *walks = context;
    int order = document_compare(&walks[one].document, &walks[other].document);
    return order != 0 ? order < 0 : one < other;
}

/* Returns 1; 0 past the last document; or an error. */
static int read_next_live(struct table_walk *walk)
{
    while (walk->next < segment_document_count(walk->segment)) {
        uint32_t number = walk->next++;
        if (segment_is_deleted(walk->segment, number))
            continue;
        int status = document_read(&walk->reader, number, &walk->document);
        return status == 0 ? 1 : status;
    }
    return 0;
}

/* Merges the walks. Copies of an article come one after the other. */
static int compare_tables(const struct index *index, struct table_walk *walks, struct heap *heap)
{
    while (heap->count > 0) {
        uint32_t first = heap_first(heap);
        heap_remove_first(heap, document_before, walks);
        uint32_t second = heap->count == 0 ? first : heap_first(heap);
        if (second != first &&
            !document_may_follow(&walks[first].document, &walks[second].document))
            return error_set(ERROR_CORRUPT,
                             "'%s' is damaged: '%s' contains the same article; reindex with: "
                             "fouille-index --index '%s' --rebuild",
                             walks[second].segment->file.display_path,
                             walks[first].segment->file.display_path, index->directory);
        int status = read_next_live(&walks[first]);
        if (status < 0)
            return status;
        if (status == 1)
            heap_add(heap, first, document_before, walks);
    }
    return 0;
}

int index_check_articles(struct index *index)
{
    struct heap heap;
    size_t count = index->segment_count;
    if (count < 2)
        return 0;
    struct table_walk *walks = calloc(count + 1, sizeof *walks);
    if (walks == NULL)
        return error_memory();
    int status = heap_init(&heap, count);
    for (size_t i = 0; i < count && status == 0; i++) {
        walks[i].segment = &index->segments[i];
        status = document_reader_init(&walks[i].reader, &walks[i].segment->file);
        if (status == 0)
            status = read_next_live(&walks[i]);
        if (status == 1) {
            heap_add(&heap, (uint32_t)i, document_before, walks);
            status = 0;
        }
    }
    if (status == 0)
        status = compare_tables(index, walks, &heap);
    for (size_t i = 0; i < count; i++)
        document_reader_release(&walks[i].reader);
    free(walks);
    heap_release(&heap);
    return status;
}

int index_check(struct index *index, uint64_t *documents)
{
    *documents = 0;
    for (size_t i = 0; i < index->segment_count; i++) {
        int status = segment_file_verify(&index->segments[i].file);
        if (status == 0)
            status = segment_check(&index->segments[i]);
        if (status != 0)
            return status;
        *documents += segment_live_count(&index->segments[i]);
    }
    return index_check_articles(index);
}
