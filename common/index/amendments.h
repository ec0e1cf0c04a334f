/* What later commits say of a segment's documents: which of them are deleted, and which files were
 * found unchanged with other times. Segments never change, so amendments are in a separate file,
 * and each commit that adds to them writes a new one.
 *
 *     header (32 bytes) · a bit for each document, 1: deleted · stamps (40 bytes each)
 *
 * A stamp is the state of a document's file when a later run found its articles unchanged. It is
 * attached to the first of the file's documents, by ordinal, that the run kept, and applies to
 * those after it, too; documents before it are newer than the stamp. docs/format.md describes
 * amendments byte for byte.
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
    const unsigned char *deleted; /* a bit per document, the lowest of a byte first */
    const unsigned char *stamps;
};

/* Returns the number of bytes of `deleted` for that many documents. */
static inline size_t amendments_bitset_size(uint32_t documents)
{
    return ((size_t)documents + 7) / 8;
}

static inline bool amendments_test_bit(const unsigned char *bits, uint32_t document)
{
    return (bits[document / 8] >> document % 8 & 1) != 0;
}

/* Opens the amendments that a segment's entry names and verifies all of the file: checksum, sizes,
 * counts, the order of stamps, and that it belongs to a segment with the entry's number of
 * documents and checksum. 0, ERROR_SYSTEM, ERROR_CORRUPT or ERROR_VERSION. O(documents / 8 +
 * stamps).
 */
int amendments_open(struct amendments *amendments, int directory,
                    const struct manifest_segment *entry, const char *display_path);
void amendments_close(struct amendments *amendments);

/* Returns a stamp by its number, below stamp_count. Stamps ascend by document, and no such document
 * is deleted. */
struct stamp amendments_stamp(const struct amendments *amendments, uint32_t number);

/* What a file of amendments is to hold. */
struct amendments_content {
    const unsigned char *deleted; /* a bit per document of the segment */
    const struct stamp *stamps;   /* ascending by document, none of which is deleted */
    uint32_t stamp_count;
};

/* Writes and syncs the file `name`, which must not exist, for the segment of `entry`, and records
 * it in the entry. 0; ERROR_SYSTEM or ERROR_MEMORY, and then there is no such file. */
int amendments_write(int directory, const char *name, const struct amendments_content *content,
                     struct manifest_segment *entry);

#endif
