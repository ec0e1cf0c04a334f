/* The index as a reader sees it: one commit, all its segments open.
 *
 * Files are mapped; nothing is parsed but the manifest and each segment's table of contents, so
 * opening costs the same for every size. A reader keeps the commit it opened until it closes.
 */
#ifndef FOUILLE_INDEX_INDEX_H
#define FOUILLE_INDEX_INDEX_H

#include "common/index/documents/document_table.h"
#include "common/index/documents/text_store.h"
#include "common/index/manifest.h"
#include "common/index/segment.h"

#define INDEX_DIRECTORY ".fouille"
#define INDEX_VARIABLE "FOUILLE_INDEX"

struct index {
    char *directory; /* path of the index directory, as found; owned */
    char *parent;    /* path of the folder that holds it, "" for the current one; owned */
    struct manifest manifest;
    size_t segment_count;
    struct segment *segments;
    bool confined; /* set by who opens it: nobody named it, and it opens no file elsewhere */
    uint64_t document_count; /* Σ over segments; deleted ones count until they are merged away */
    uint64_t deleted_count;  /* of them */
    uint64_t total_length;
    uint64_t total_title_length;
};

/* Where the index is: `given` (--index) if not NULL, else $FOUILLE_INDEX, else the nearest
 * .fouille in the current folder or a parent ("../../.fouille"). *path is malloc'ed, the caller's.
 * 0, ERROR_NOT_FOUND (the message tells how to make one), ERROR_SYSTEM (the nearest one is somebody
 * else's, index_owner.h) or ERROR_MEMORY. */
int index_locate(const char *given, char **path);

/* Whether `given` or $FOUILLE_INDEX names it. Else it was found, and anybody may have put it there.
 */
bool index_is_named(const char *given);
int index_locate_to_write(const char *given, char **path);

/* Opens the index at `path`. A segment that vanishes between reading the manifest and opening it
 * belonged to an older commit: the manifest is read again. `fingerprint` is this program's
 * analysis_fingerprint(), 0: ERROR_MEMORY; another one in the manifest is ERROR_VERSION.
 * 0, ERROR_NOT_FOUND, ERROR_CORRUPT, ERROR_VERSION, ERROR_SYSTEM, ERROR_MEMORY. */
int index_open(struct index *index, const char *path, uint64_t fingerprint);
void index_close(struct index *index);

/* The path of a document as a user can open it from the current folder: below a root beside the
 * index it is relative as the index's own path is; else absolute. Appends to `into`. */
void index_document_path(const struct index *index, const struct document *document,
                         struct buffer *into);

/* Whether a document's file, at this path of it, may be opened because the index says so: its own
 * path does not lead out of its root, nor out of the folder that holds the index if that is
 * confined. */
bool index_may_open(const struct index *index, const struct document *document, const char *path);

/* Verifies all of it: checksums, then every structure. 0, or ERROR_CORRUPT naming what and where;
 * *documents counts those found good, deleted ones left out. */
int index_check(struct index *index, uint64_t *documents);

#endif
