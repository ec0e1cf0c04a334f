/* What has become of a segment's documents since it was written: which of them are deleted, and
 * which files were seen again with other times. Segments never change, so this stands in a file
 * beside them, and each commit that adds to it writes a new one.
 *
 *     header (32 bytes) · a bit for each document, 1: deleted · stamps (40 bytes each)
 *
 * A stamp is the state of a document's file when a later run found its articles as they were. It
 * stands at the first document, in the order of their places, that the run kept of the file, and
 * holds for those behind it too; documents before it are newer than the stamp. docs/format.md has
 * it byte for byte.
 */
#ifndef FOUILLE_INDEX_AMENDMENTS_H
#define FOUILLE_INDEX_AMENDMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/file.h"
#include "common/index/documents/file_state.h"
#include "common/index/manifest.h"

struct stamp {
    uint32_t document;
    struct file_state file;
};

struct amendments {
    struct file_map map;
    uint32_t deleted_count;
    uint32_t stamp_count;
    const unsigned char *deleted; /* a bit a document, the lowest of a byte first */
    const unsigned char *stamps;
};

/* Bytes that the bits of so many documents take. */
static inline size_t amendments_bytes(uint32_t documents)
{
    return ((size_t)documents + 7) / 8;
}

static inline bool amendments_has(const unsigned char *bits, uint32_t document)
{
    return (bits[document / 8] >> document % 8 & 1) != 0;
}

/* Opens the file that a segment's entry names, for a segment of so many documents with that check
 * of its tail, and verifies all of it: checksum, sizes, counts, the order of stamps. 0,
 * ERROR_SYSTEM, ERROR_CORRUPT or ERROR_VERSION. O(documents / 8). */
int amendments_open(struct amendments *amendments, int directory,
                    const struct manifest_segment *entry, const char *shown);
void amendments_close(struct amendments *amendments);

/* The number-th stamp; they ascend by document, which is not a deleted one. */
struct stamp amendments_stamp(const struct amendments *amendments, uint32_t number);

/* Writes and syncs the file `name`, which must not exist, for the segment of `entry`, and notes it
 * there. Bits and stamps as above. 0, ERROR_SYSTEM or ERROR_MEMORY, and then there is no file. */
int amendments_write(int directory, const char *name, const unsigned char *deleted,
                     const struct stamp *stamps, uint32_t stamp_count,
                     struct manifest_segment *entry);

#endif
