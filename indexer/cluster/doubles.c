#include "indexer/cluster/doubles.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "indexer/sources/article/hash.h"

static uint64_t hash_of(const struct document *document)
{
    const uint64_t parts[] = {document->root, hash_bytes(document->path.data, document->path.size),
                              hash_bytes(document->id.data, document->id.size)};
    return hash_bytes(parts, sizeof parts);
}

int doubles_add(struct doubles *doubles, uint32_t shard, uint32_t number, struct segment *segment)
{
    struct document_reader reader;
    struct document document;
    int status = document_reader_init(&reader, &segment->file);
    if (status != 0)
        return status;
    for (uint32_t i = 0; i < segment_documents(segment) && status == 0; i++) {
        if (segment_is_deleted(segment, i))
            continue;
        status = document_read(&reader, i, &document);
        if (status != 0 || document.id.size == 0)
            continue;
        const struct double_place place = {hash_of(&document), shard, number, i};
        buffer_append(&doubles->places, &place, sizeof place);
        status = buffer_status(&doubles->places);
    }
    document_reader_release(&reader);
    return status;
}

static int compare(const void *one, const void *other)
{
    const struct double_place *a = one, *b = other;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->shard > b->shard) - (a->shard < b->shard);
}

void doubles_sort(struct doubles *doubles)
{
    size_t count = doubles->places.size / sizeof(struct double_place);
    if (count > 1)
        qsort(doubles->places.data, count, sizeof(struct double_place), compare);
}

const struct double_place *doubles_next(const struct doubles *doubles, size_t *at)
{
    const struct double_place *places =
        (const struct double_place *)(const void *)doubles->places.data;
    size_t count = doubles->places.size / sizeof *places;
    for (size_t i = *at; i + 1 < count; i++)
        if (places[i].hash == places[i + 1].hash && places[i].shard != places[i + 1].shard) {
            *at = i + 1;
            return &places[i];
        }
    return NULL;
}

void doubles_release(struct doubles *doubles)
{
    buffer_release(&doubles->places);
}
