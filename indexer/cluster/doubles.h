/* Duplicate ids: articles of one file that have the same id but are in several shards. A single
 * process indexes the first of them and complains about the others; tasks that each see only a part
 * of the lines cannot. */
#ifndef FOUILLE_CLUSTER_DOUBLES_H
#define FOUILLE_CLUSTER_DOUBLES_H

#include "common/index/documents/document_table.h"
#include "common/index/segment.h"

struct double_place {
    uint64_t hash; /* of root, path and id */
    uint32_t shard, segment, document;
};

struct doubles {
    struct buffer places; /* struct double_place */
};

/* Adds the articles of a segment that have an id. 0, ERROR_CORRUPT or ERROR_MEMORY. A microsecond
 * or two for each. */
int doubles_add(struct doubles *doubles, uint32_t shard, uint32_t number, struct segment *segment);

/* Call it once all articles are added. */
void doubles_sort(struct doubles *doubles);

/* Returns the next two neighbours at or after *at whose hashes are equal but whose shards differ,
 * and advances *at; NULL when there are no more. */
const struct double_place *doubles_next(const struct doubles *doubles, size_t *at);

void doubles_release(struct doubles *doubles);

#endif
