/* The MANIFEST: which segments make up the index, and which folders it was made from. A text file
 * of one statement a line, replaced whole (file_replace), so that a reader sees one commit or the
 * next. Its last line is a checksum of all the lines before it.
 *
 *     fouille index 1
 *     generation 7
 *     analysis 9f3c…            fingerprint, 16 hexadecimal digits
 *     root . | root /path       below: the folder that holds the index directory, or absolute
 *     segment 00000007-000.seg BYTES DOCUMENTS CHECK
 *     end CRC
 *
 * In paths the bytes below 0x21, '%' and 0x7f are written %XX.
 */
#ifndef FOUILLE_INDEX_MANIFEST_H
#define FOUILLE_INDEX_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MANIFEST_NAME "MANIFEST"

enum { MANIFEST_VERSION = 1, SEGMENT_NAME_SIZE = 48 };

struct manifest_segment {
    char name[SEGMENT_NAME_SIZE]; /* a plain file name in the index directory */
    uint64_t size;
    uint32_t documents;
    uint32_t check;
};

struct manifest {
    uint64_t generation;  /* grows by one a commit */
    uint64_t fingerprint; /* of the analysis all segments were made with */
    size_t root_count;
    char **roots; /* owned; "." or "./…" below the folder that holds the index, else absolute */
    size_t segment_count;
    struct manifest_segment *segments; /* owned */
};

void manifest_init(struct manifest *manifest);
void manifest_release(struct manifest *manifest);

/* Adds a copy of the path. 0 or ERROR_MEMORY. */
int manifest_add_root(struct manifest *manifest, const char *path);
int manifest_add_segment(struct manifest *manifest, const struct manifest_segment *segment);

/* By name, which is the order in which they were begun. */
void manifest_sort_segments(struct manifest *manifest);

/* Reads MANIFEST in the open folder. 0; ERROR_NOT_FOUND when there is none; ERROR_CORRUPT,
 * ERROR_VERSION, ERROR_SYSTEM. `shown` names the folder in messages. The caller releases. */
int manifest_read(struct manifest *manifest, int directory, const char *shown);

/* Publishes it: the one step that makes a commit. The segments it names are synced already.
 * 0; ERROR_SYSTEM or ERROR_MEMORY, the old manifest standing; ERROR_UNSYNCED, the new one
 * standing. */
int manifest_write(const struct manifest *manifest, int directory);

#endif
