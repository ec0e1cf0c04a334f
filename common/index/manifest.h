/* The MANIFEST: which segments make up the index, and which folders it was made from. A text file
 * with one statement per line, replaced atomically (file_replace), so that a reader sees one commit
 * or the next. Its last line is a checksum of all lines before it.
 *
 *     fouille index 3
 *     generation 7
 *     analysis 9f3c…            fingerprint, 16 hexadecimal digits
 *     shared 755                optional: others may read it; the folder's permissions
 *     root . | root /path       relative to the folder that holds the index folder, or absolute
 *     mount 0 sub/disk          a folder below root 0 that is a mount point
 *     left 00000009-000.left BYTES FILES CHECK            optional: what was left out
 *     segment 00000007-000.seg BYTES DOCUMENTS CHECK
 *     roots 0 - 2               optional, of the segment above: its root numbers → these
 *     amended 00000009-000.amend BYTES DELETED CHECK      optional, of the segment above
 *     end CRC
 *
 * In paths, bytes below 0x21, '%' and 0x7f are written as %XX (common/base/escape.h).
 */
#ifndef FOUILLE_INDEX_MANIFEST_H
#define FOUILLE_INDEX_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/index/documents/document_table.h"

#include "common/base/buffer.h"
#include "common/index/segment_name.h"

#define MANIFEST_NAME "MANIFEST"

enum { MANIFEST_VERSION = 3, MANIFEST_VERSION_MAX = 999999999 };

/* The file of a segment's amendments (amendments.h). */
struct manifest_amendments {
    char name[SEGMENT_NAME_SIZE]; /* "" when there is none */
    uint64_t size;
    uint32_t deleted;  /* number of deleted documents, at most the segment's documents */
    uint32_t checksum; /* CRC-32 of the file */
};

/* The file that lists what runs left out (indexer/state/left_list.h). */
struct manifest_left_out {
    char name[SEGMENT_NAME_SIZE]; /* "" when there is none */
    uint64_t size;
    uint64_t files;    /* number of entries in it */
    uint32_t checksum; /* CRC-32 of the file */
};

/* A folder that was a mount point when it was walked. */
struct manifest_mount {
    uint32_t root; /* number of the root that it lies in */
    char *path;    /* below it; "" for the root itself; owned */
};

struct manifest_segment {
    char name[SEGMENT_NAME_SIZE]; /* a plain file name in the index directory */
    uint64_t size;
    uint32_t documents;
    uint32_t checksum;
    size_t root_count; /* size of the map below; 0: its root numbers are the manifest's */
    uint32_t *roots;   /* owned by the manifest; ascending, except for ROOT_GONE */
    struct manifest_amendments amendments;
};

struct manifest {
    uint64_t generation;  /* grows by one per commit */
    uint64_t fingerprint; /* of the analysis that made all segments */
    unsigned shared; /* the folder's permissions, a mode as for chmod, for which all articles were
                        checked; 0: the index is readable by its owner only */
    size_t root_count;
    char **roots; /* owned; "." or "./…" below the folder that holds the index, else absolute */
    size_t mount_count;
    struct manifest_mount *mounts; /* owned; in any order */
    struct manifest_left_out left_out;
    size_t segment_count;
    struct manifest_segment *segments; /* owned */
};

void manifest_init(struct manifest *manifest);
void manifest_release(struct manifest *manifest);

/* Adds a copy of the path. 0 or ERROR_MEMORY. */
int manifest_add_root(struct manifest *manifest, const char *path);
/* Adds a copy of the path. 0 or ERROR_MEMORY. */
int manifest_add_mount(struct manifest *manifest, uint32_t root, const char *path);
bool manifest_has_mount(const struct manifest *manifest, uint32_t root, const char *path);
/* Adds a copy of the segment and of its map of roots. 0 or ERROR_MEMORY. */
int manifest_add_segment(struct manifest *manifest, const struct manifest_segment *segment);

/* Sets *path to that of a root by its number, which came from disk. 0, or ERROR_CORRUPT when there
 * is no such root. */
int manifest_root(const struct manifest *manifest, uint32_t number, const char **path);

/* Whether both have the same roots, in the same order. */
bool manifest_same_roots(const struct manifest *one, const struct manifest *other);

/* Removes the segments at these indexes, which ascend. */
void manifest_remove_segments(struct manifest *manifest, const size_t *places, size_t count);

/* Sorts the segments by name, which is the order in which they were begun. */
void manifest_sort_segments(struct manifest *manifest);

/* Reads MANIFEST in the open folder. 0; ERROR_NOT_FOUND when there is none; ERROR_CORRUPT,
 * ERROR_VERSION, ERROR_SYSTEM, ERROR_MEMORY; ERROR_OLDER when an earlier fouille made it: then only
 * the generation and the roots are set, which indexing again needs. `display_path` names the folder
 * in messages. The caller releases the manifest. */
int manifest_read(struct manifest *manifest, int directory, const char *display_path);

/* As manifest_read, in the folder at a path. */
int manifest_read_at(struct manifest *manifest, const char *path);

/* Publishes the manifest: the single step that makes a commit. The segments that it names must be
 * synced already. 0; ERROR_SYSTEM or ERROR_MEMORY, and the old manifest is kept; ERROR_UNSYNCED,
 * and the new one is in place. */
int manifest_write(const struct manifest *manifest, int directory);

#endif
