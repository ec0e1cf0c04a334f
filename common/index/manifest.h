/* The MANIFEST: which segments make up the index, and which folders it was made from. A text file
 * of one statement a line, replaced whole (file_replace), so that a reader sees one commit or the
 * next. Its last line is a checksum of all the lines before it.
 *
 *     fouille index 3
 *     generation 7
 *     analysis 9f3c…            fingerprint, 16 hexadecimal digits
 *     shared 755                optional: others may read it; the folder's permissions
 *     root . | root /path       below: the folder that holds the index directory, or absolute
 *     mount 0 sub/disk          a folder below root 0 that is a mount point
 *     left 00000009-000.left BYTES FILES CHECK            optional: what was left out
 *     segment 00000007-000.seg BYTES DOCUMENTS CHECK
 *     roots 0 - 2               optional, of the segment above: its root numbers → those here
 *     amended 00000009-000.amend BYTES DELETED CHECK      optional, of the segment above
 *     end CRC
 *
 * In paths the bytes below 0x21, '%' and 0x7f are written %XX.
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

enum { MANIFEST_VERSION = 3, MANIFEST_VERSION_MOST = 999999999 };

/* The file of a segment's amendments (amendments.h). */
struct manifest_amendments {
    char name[SEGMENT_NAME_SIZE]; /* "" when there is none */
    uint64_t size;
    uint32_t deleted; /* documents, at least that many are in the segment */
    uint32_t check;   /* CRC-32 of the file */
};

/* The file that lists what runs left out (indexer/update/left_list.h). */
struct manifest_left {
    char name[SEGMENT_NAME_SIZE]; /* "" when there is none */
    uint64_t size;
    uint64_t files; /* entries in it */
    uint32_t check; /* CRC-32 of the file */
};

/* A folder that a disk was mounted on when it was walked. */
struct manifest_mount {
    uint32_t root; /* number of the root that it lies in */
    char *path;    /* below it; "" for the root itself; owned */
};

struct manifest_segment {
    char name[SEGMENT_NAME_SIZE]; /* a plain file name in the index directory */
    uint64_t size;
    uint32_t documents;
    uint32_t check;
    size_t root_count; /* of the map; 0: its root numbers are the manifest's */
    uint32_t *roots;   /* owned by the manifest; ascending but for ROOT_GONE */
    struct manifest_amendments amendments;
};

struct manifest {
    uint64_t generation;  /* grows by one a commit */
    uint64_t fingerprint; /* of the analysis all segments were made with */
    unsigned shared; /* permissions of the folder for which all articles were checked (as chmod has
                        them); 0: the index is its owner's alone */
    size_t root_count;
    char **roots; /* owned; "." or "./…" below the folder that holds the index, else absolute */
    size_t mount_count;
    struct manifest_mount *mounts; /* owned; in any order */
    struct manifest_left left;
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
/* Adds a copy, also of its map of roots. 0 or ERROR_MEMORY. */
int manifest_add_segment(struct manifest *manifest, const struct manifest_segment *segment);

/* The path of a root by its number, which came from disk. 0, or ERROR_CORRUPT when there is no such
 * root. */
int manifest_root(const struct manifest *manifest, uint32_t number, const char **path);

/* Whether both are of the same folders, in the same order. */
bool manifest_same_roots(const struct manifest *one, const struct manifest *other);

/* A path as it stands in a line: what is no printing character of ASCII, or '%', as %XX. */
void manifest_append_path(struct buffer *to, const char *path);

/* Undoes that, in place. False when it is not written so. */
bool manifest_read_path(char *path);

/* Takes out the segments at these places, which ascend. */
void manifest_remove_segments(struct manifest *manifest, const size_t *places, size_t count);

/* By name, which is the order in which they were begun. */
void manifest_sort_segments(struct manifest *manifest);

/* Reads MANIFEST in the open folder. 0; ERROR_NOT_FOUND when there is none; ERROR_CORRUPT,
 * ERROR_VERSION, ERROR_SYSTEM. ERROR_OLDER, when an earlier fouille made it, leaves the generation
 * and the roots, which indexing anew needs, and nothing else. `shown` names the folder in messages.
 * The caller releases. */
int manifest_read(struct manifest *manifest, int directory, const char *shown);

/* The same in the folder at a path. */
int manifest_read_at(struct manifest *manifest, const char *path);

/* Publishes it: the one step that makes a commit. The segments it names are synced already.
 * 0; ERROR_SYSTEM or ERROR_MEMORY, the old manifest standing; ERROR_UNSYNCED, the new one
 * standing. */
int manifest_write(const struct manifest *manifest, int directory);

#endif
