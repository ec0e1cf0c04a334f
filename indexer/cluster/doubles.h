/* Articles of one file that came to stand in several shares under one id. One process takes the
 * first of them and complains of the others; tasks that see a part of the lines each cannot. */
#ifndef FOUILLE_INDEXER_DOUBLES_H
#define FOUILLE_INDEXER_DOUBLES_H

#include "common/index/documents/document_table.h"
#include "common/index/segment.h"

struct double_place {
    uint64_t hash; /* of root, path and id */
    uint32_t shard, segment, document;
};

struct doubles {
    struct buffer places; /* struct double_place */
};

/* Notes the articles of a segment that have an id. 0, ERROR_CORRUPT or ERROR_MEMORY. A microsecond
 * or two each. */
int doubles_add(struct doubles *doubles, uint32_t shard, uint32_t number, struct segment *segment);

/* Once all are noted. */
void doubles_sort(struct doubles *doubles);

/* The next two neighbours from *at on whose hashes are equal, and shards are not; NULL when there
 * are no more. */
const struct double_place *doubles_next(const struct doubles *doubles, size_t *at);

void doubles_release(struct doubles *doubles);

#endif
