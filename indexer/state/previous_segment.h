/* A segment of the current commit while a run goes through it: where the walk is in it, and what
 * the next commit will say of it (its amendments). */
#ifndef FOUILLE_STATE_PREVIOUS_SEGMENT_H
#define FOUILLE_STATE_PREVIOUS_SEGMENT_H

#include "common/base/vector.h"
#include "common/index/documents/document_table.h"
#include "common/index/segment.h"
#include "indexer/commit/transaction.h"

struct previous_segment {
    struct segment segment;
    struct document_reader reader;
    struct document document; /* number `at`, which the walk has reached */
    uint32_t at, next_stamp;
    unsigned char *deleted; /* bitmap, as the next commit will have it */
    uint32_t deleted_count;
    VECTOR(struct stamp) stamps; /* of the next commit, in any order */
};

/* Opens a segment that transaction->next lists. Returns 0, and then the caller closes it, or an
 * error. */
int previous_segment_open(struct previous_segment *segment, const struct transaction *transaction,
                          const struct manifest_segment *entry);
void previous_segment_close(struct previous_segment *segment);

/* Goes to the first document from `at` on that is not deleted and has a root, and reads it; deletes
 * those on the way whose root is gone, and adds their number to *gone. Returns 1; 0 at the end; or
 * an error. */
int previous_segment_read(struct previous_segment *segment, uint64_t *gone);

void previous_segment_delete(struct previous_segment *segment, uint32_t document);

/* Finds the stamp that the current commit has for the document at `at`. Documents ascend from call
 * to call. */
bool previous_segment_stamp(struct previous_segment *segment, struct stamp *stamp);

/* Adds a stamp to those of the next commit; at most one a document. Failure shows in
 * previous_segment_amend. */
void previous_segment_set_stamp(struct previous_segment *segment, const struct stamp *stamp);

/* Copies the document's stamp, if it has one, to the next commit. O(log n). */
void previous_segment_keep_stamp(struct previous_segment *segment, uint32_t document);

/* Whether the next commit says anything else of the segment than the current one. To be asked when
 * all stamps are set. */
bool previous_segment_is_amended(struct previous_segment *segment);

/* Writes amendments with that number, if they differ from the current ones, and sets them in the
 * entry. Returns 0 or an error. */
int previous_segment_amend(struct previous_segment *segment, struct transaction *transaction,
                           struct manifest_segment *entry, unsigned number);

#endif
