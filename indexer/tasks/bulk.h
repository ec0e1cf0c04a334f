/* Batches in OpenSearch's bulk format (NDJSON: an action line and a document line for each
 * article). Each batch is a file of less than 10 MB, which is what its documentation asks for.
 *
 *     {"index":{"_id":"/presse/2024.jsonl#a-17"}}
 *     {"path":"/presse/2024.jsonl","id":"a-17","title":"…","url":"…","published":"2024-01-06","text":"…"}
 *
 * An id is the article's path and its id in the file, so that every export gives it the same one;
 * ids that are longer than 400 bytes or not valid UTF-8 are cut, and end in a hash of all their
 * bytes. Fields that an article does not have are omitted.
 */
#ifndef FOUILLE_TASKS_BULK_H
#define FOUILLE_TASKS_BULK_H

#include "common/base/buffer.h"
#include "common/base/slice.h"
#include "common/index/documents/document_table.h"

enum { BULK_BATCH_MAX = 10000000 };

struct bulk {
    int directory;            /* open; the caller's */
    const char *display_path; /* names the folder in messages; the caller's */
    struct buffer batch, line, id;
    uint64_t batches; /* written */
};

void bulk_init(struct bulk *bulk, int directory, const char *display_path);
void bulk_release(struct bulk *bulk);

/* Adds an article; `path` names its file. *cut: its text was too long for a batch, and was cut to
 * fit. 0, ERROR_SYSTEM (also when a file of the batch's name exists) or ERROR_MEMORY. */
int bulk_add(struct bulk *bulk, const struct document *document, struct slice path,
             struct slice text, bool *cut);

/* Writes the last batch. 0 or an error. */
int bulk_finish(struct bulk *bulk);

/* Writes mapping.json: the settings and mappings to create the OpenSearch index with. Its analyzer
 * is as close to ours as OpenSearch allows (docs/scale.md has the differences). 0 or an error. */
int bulk_write_mapping(int directory, const char *display_path);

#endif
