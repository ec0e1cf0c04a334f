/* The index as a reader sees it: one commit, with all its segments open.
 *
 * Files are mapped; only the manifest and each segment's table of contents are parsed, so opening
 * costs the same for every size. A reader keeps the commit it has opened until it closes it.
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
    bool confined; /* set by the caller: the index was found, not named (index_is_named), so that no
                      file outside `parent` is opened */
    uint64_t document_count; /* Σ over segments; deleted ones count until they are merged away */
    uint64_t deleted_count;  /* deleted documents among them */
    uint64_t total_length;
    uint64_t total_title_length;
};

/* Finds the index: `given` (--index) if not NULL, else $FOUILLE_INDEX, else the nearest .fouille in
 * the current folder or a parent ("../../.fouille"). Sets *path, which the caller frees. 0,
 * ERROR_NOT_FOUND (the message says how to make one), ERROR_SYSTEM (the nearest one is somebody
 * else's, index_owner.h) or ERROR_MEMORY. */
int index_locate(const char *given, char **path);

/* Whether `given` or $FOUILLE_INDEX names the index. Otherwise it was found, and anybody may have
 * put it there. */
bool index_is_named(const char *given);

/* As index_locate, for writing: the owner of an index that is found is checked more strictly
 * (index_check_owner). */
int index_locate_to_write(const char *given, char **path);

/* Opens the index at `path`. If a segment vanishes after the manifest has been read, there is a
 * newer commit, and the manifest is read again. `fingerprint` is this program's
 * analysis_fingerprint(); 0 means that memory ran out there, and gives ERROR_MEMORY; another one in
 * the manifest gives ERROR_VERSION. 0, ERROR_NOT_FOUND, ERROR_CORRUPT, ERROR_VERSION, ERROR_OLDER,
 * ERROR_SYSTEM, ERROR_MEMORY. */
int index_open(struct index *index, const char *path, uint64_t fingerprint);
void index_close(struct index *index);

/* Appends the path by which a user can open a document from the current folder: in the folder that
 * holds the index, it is relative if the index's own path is; elsewhere it is absolute. */
void index_document_path(const struct index *index, const struct document *document,
                         struct buffer *into);

/* Whether a document's file, at this path (index_document_path), may be opened on the index's word:
 * the document's path must not lead out of its root, nor, if the index is confined, the file lie
 * outside the folder that holds the index. */
bool index_may_open(const struct index *index, const struct document *document, const char *path);

#endif
