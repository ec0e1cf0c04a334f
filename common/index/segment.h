/* One open segment: the container, its dictionaries, and its columns.
 *
 * Documents of a segment are in document_order; numbers are local to it. A segment names no
 * absolute path and depends on no other file. What a later commit says about it, which documents
 * are deleted above all, is known only of one that is opened as a manifest lists it.
 */
#ifndef FOUILLE_INDEX_SEGMENT_H
#define FOUILLE_INDEX_SEGMENT_H

#include "common/index/amendments.h"
#include "common/index/container/segment_file.h"
#include "common/index/dictionary/form_dictionary.h"
#include "common/index/dictionary/key_blocks.h"
#include "common/index/dictionary/term_dictionary.h"
#include "common/index/postings/postings.h"

struct segment {
    struct segment_file file;
    struct key_set terms, forms, folds;
    struct amendments amendments;
};

/* As segment_file_open, and checks that every section has the size that the statistics ask for. */
int segment_open(struct segment *segment, int directory, const char *name, const char *shown,
                 uint64_t size, uint32_t check);
void segment_close(struct segment *segment);

/* Opens a segment as an entry of a manifest lists it: with its amendments, and the number of
 * documents and the fingerprint being those that the manifest says. `shown` is the path of the
 * folder. The entry, and the manifest that has its roots, outlive the segment.
 *
 * This is where what comes from disk is validated. From here on sections lie where they may and
 * have the sizes that the counts ask for, deleted documents and those with stamps are below the
 * number of documents, and stamps ascend. What is too much to look at here is validated by what
 * reads it, each time: bytes by segment_file_bytes, documents of postings by postings_cursor.h,
 * roots of documents by document_read, terms and forms by the dictionaries' functions. */
int segment_open_listed(struct segment *segment, int directory, const char *shown,
                        const struct manifest_segment *entry, const struct manifest *manifest);

/* Reads every structure of it and verifies what docs/format.md calls invariants. 0, or
 * ERROR_CORRUPT that says what is wrong and where. O(segment). */
int segment_check(struct segment *segment);

static inline uint32_t segment_documents(const struct segment *segment)
{
    return segment->file.said.document_count;
}

/* Whether a later commit has deleted the document, which is one of the segment's. */
static inline bool segment_is_deleted(const struct segment *segment, uint32_t document)
{
    return segment_file_is_deleted(&segment->file, document);
}

/* Documents that are not deleted. */
static inline uint32_t segment_live(const struct segment *segment)
{
    return segment_documents(segment) - segment->amendments.deleted_count;
}

/* Moves a cursor over a term of the segment to the next of its documents that is deleted, and
 * returns it; POSTINGS_END behind the last. Much is passed over when few are. */
uint32_t segment_next_deleted(const struct segment *segment, struct postings_cursor *cursor);

/* Columns, by document number. A number out of range, or a damaged page, gives 0 (no date for
 * days) and sets *damaged, which the caller asks about at the end of its walk. */
static inline uint32_t segment_length(struct segment *segment, uint32_t document, bool *damaged)
{
    const unsigned char *at =
        segment_file_bytes(&segment->file, SECTION_LENGTHS, (uint64_t)document * 4, 4);
    if (at == NULL) {
        *damaged = true;
        return 0;
    }
    return load_u32(at);
}

static inline uint32_t segment_title_length(struct segment *segment, uint32_t document,
                                            bool *damaged)
{
    const unsigned char *at =
        segment_file_bytes(&segment->file, SECTION_TITLE_LENGTHS, (uint64_t)document * 2, 2);
    if (at == NULL) {
        *damaged = true;
        return 0;
    }
    return load_u16(at);
}

/* Day published (days since 1970-01-01), or INT32_MIN for none. */
static inline int32_t segment_day(struct segment *segment, uint32_t document, bool *damaged)
{
    const unsigned char *at =
        segment_file_bytes(&segment->file, SECTION_DAYS, (uint64_t)document * 4, 4);
    if (at == NULL) {
        *damaged = true;
        return INT32_MIN;
    }
    return (int32_t)load_u32(at);
}

#endif
