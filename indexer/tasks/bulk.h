/* Batches of OpenSearch's bulk format (NDJSON: an action line and a document line an article), each
 * a file of its own of less than 10 MB, which is what its documentation asks for.
 *
 *     {"index":{"_id":"/presse/2024.jsonl#a-17"}}
 *     {"path":"/presse/2024.jsonl","id":"a-17","title":"…","url":"…","published":"2024-01-06","text":"…"}
 *
 * An id is the article's path and its id in the file, so that it is the same whenever and however
 * it is written; ids longer than 400 bytes, or not UTF-8, end in a hash of all their bytes. Fields
 * that an article does not have are left out.
 */
#ifndef FOUILLE_INDEXER_BULK_H
#define FOUILLE_INDEXER_BULK_H

#include "common/base/buffer.h"
#include "common/index/documents/document_table.h"

enum { BULK_BATCH_MOST = 10000000 };

struct bulk {
    int directory;     /* open; the caller's */
    const char *shown; /* names the folder in messages; the caller's */
    struct buffer batch, line, id;
    uint64_t batches; /* written */
};

void bulk_init(struct bulk *bulk, int directory, const char *shown);
void bulk_release(struct bulk *bulk);

/* Adds an article; `path` names its file. *cut: its text was too long for a batch, and ends where
 * that is full. 0, ERROR_SYSTEM (also when a file of the batch's name is there) or ERROR_MEMORY. */
int bulk_add(struct bulk *bulk, const struct document *document, struct bytes path,
             struct bytes text, bool *cut);

/* Writes the last batch. 0 or an error. */
int bulk_end(struct bulk *bulk);

/* Writes mapping.json: settings and mappings to make the OpenSearch index with, whose analyzer is
 * as near to ours as theirs can be (docs/scale.md has the differences). 0 or an error. */
int bulk_write_mapping(int directory, const char *shown);

#endif
