/* Duplicate ids: articles of one file that have the same id but are in several shards. A single
 * process indexes the first of them and complains about the others; tasks that each see only a part
 * of the lines cannot. */
#ifndef FOUILLE_CLUSTER_DUPLICATE_IDS_H
#define FOUILLE_CLUSTER_DUPLICATE_IDS_H

#include "common/base/vector.h"
#include "common/index/documents/document_table.h"
#include "common/index/segment.h"

struct id_location {
    uint64_t hash; /* of root, path and id */
    uint32_t shard, segment, document;
};

struct duplicate_ids {
    VECTOR(struct id_location) locations;
};

/* Adds the articles of a segment that have an id. 0, ERROR_CORRUPT or ERROR_MEMORY. A microsecond
 * or two for each. */
int duplicate_ids_add(struct duplicate_ids *duplicate_ids, uint32_t shard, uint32_t number,
                      struct segment *segment);

/* Call it once all articles are added. */
void duplicate_ids_sort(struct duplicate_ids *duplicate_ids);

/* Returns the next two neighbours at or after *at whose hashes are equal but whose shards differ,
 * and advances *at; NULL when there are no more. */
const struct id_location *duplicate_ids_next(const struct duplicate_ids *duplicate_ids, size_t *at);

void duplicate_ids_release(struct duplicate_ids *duplicate_ids);

#endif
