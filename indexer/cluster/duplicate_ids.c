#include "indexer/cluster/duplicate_ids.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "indexer/sources/article/hash.h"

static uint64_t hash_document_id(const struct document *document)
{
    const uint64_t parts[] = {document->root, hash_bytes(document->path.data, document->path.size),
                              hash_bytes(document->id.data, document->id.size)};
    return hash_bytes(parts, sizeof parts);
}

int duplicate_ids_add(struct duplicate_ids *duplicate_ids, uint32_t shard, uint32_t number,
                      struct segment *segment)
{
    struct document_reader reader;
    struct document document;
    int status = document_reader_init(&reader, &segment->file);
    if (status != 0)
        return status;
    for (uint32_t i = 0; i < segment_document_count(segment) && status == 0; i++) {
        if (segment_is_deleted(segment, i))
            continue;
        status = document_read(&reader, i, &document);
        if (status != 0 || document.id.size == 0)
            continue;
        const struct id_location location = {hash_document_id(&document), shard, number, i};
        vector_append(&duplicate_ids->locations, location);
        status = vector_status(&duplicate_ids->locations);
    }
    document_reader_release(&reader);
    return status;
}

static int compare_locations(const void *one, const void *other)
{
    const struct id_location *a = one, *b = other;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->shard > b->shard) - (a->shard < b->shard);
}

void duplicate_ids_sort(struct duplicate_ids *duplicate_ids)
{
    vector_sort(&duplicate_ids->locations, compare_locations);
}

const struct id_location *duplicate_ids_next(const struct duplicate_ids *duplicate_ids, size_t *at)
{
    const struct id_location *locations = duplicate_ids->locations.items;
    size_t count = vector_count(&duplicate_ids->locations);
    for (size_t i = *at; i + 1 < count; i++)
        if (locations[i].hash == locations[i + 1].hash &&
            locations[i].shard != locations[i + 1].shard) {
            *at = i + 1;
            return &locations[i];
        }
    return NULL;
}

void duplicate_ids_release(struct duplicate_ids *duplicate_ids)
{
    vector_release(&duplicate_ids->locations);
}
