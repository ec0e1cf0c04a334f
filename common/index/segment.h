/* One open segment: the container, its dictionaries, and its columns.
 *
 * The documents of a segment are in the order of document_compare; document numbers are local to
 * it. A segment names no absolute path and depends on no other file. What later commits say about
 * it, mainly which documents are deleted, is known only if it is opened with segment_open_listed.
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
    struct key_set terms, forms;
    struct amendments amendments;
};

/* As segment_file_open, and checks the sizes of sections against the statistics. */
int segment_open(struct segment *segment, int directory, const struct segment_file_entry *entry,
                 const char *display_path);
void segment_close(struct segment *segment);

/* Opens a segment as an entry of a manifest lists it: with its amendments, after checking its
 * number of documents and its fingerprint against the manifest. `display_path` is the path of the
 * folder. The entry, and the manifest that has its roots, must outlive the segment.
 *
 * This is where data from disk is validated. After this, sections are within bounds and have the
 * sizes that the counts require, deleted documents and those with stamps are below the number of
 * documents, and stamps ascend. What is too large to check here is validated each time it is read:
 * bytes by segment_file_bytes, documents of postings by the postings cursor, roots of documents by
 * document_read, terms and forms by the functions of the dictionaries. */
int segment_open_listed(struct segment *segment, int directory, const char *display_path,
                        const struct manifest_segment *entry, const struct manifest *manifest);

static inline uint32_t segment_document_count(const struct segment *segment)
{
    return segment->file.statistics.document_count;
}

/* Whether a later commit has deleted a document of the segment. */
static inline bool segment_is_deleted(const struct segment *segment, uint32_t document)
{
    return segment_file_is_deleted(&segment->file, document);
}

/* Returns the number of documents that are not deleted. */
static inline uint32_t segment_live_count(const struct segment *segment)
{
    return segment_document_count(segment) - segment->amendments.deleted_count;
}

/* Moves a cursor over a term of the segment to its next document that is deleted, and returns it;
 * POSTINGS_END past the last. Skips most postings when few documents are deleted. */
uint32_t segment_next_deleted(const struct segment *segment, struct postings_cursor *cursor);

/* Reads the columns, by document number. A number out of range, or a damaged page, gives 0 (no date
 * for days) and sets *damaged, which the caller checks at the end of its walk. */
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

/* Returns the day published (days since 1970-01-01), or INT32_MIN for none. */
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
