/* The container of a segment: named sections in one immutable file, with a checksum per page. This
 * is its reader; segment_writer.h writes it.
 *
 *     header (64 bytes) · sections, 64-byte aligned · page table · contents · tail (64 bytes)
 *
 * Every byte before the page table belongs to a page of 16 KiB whose CRC-32 is in the page table.
 * The checksums of the page table's own pages are in the contents, that of the contents in the
 * tail, that of the tail at its end. A page is verified when it is first read, so opening costs the
 * same for every size. docs/format.md describes it byte for byte.
 */
#ifndef FOUILLE_CONTAINER_SEGMENT_FILE_H
#define FOUILLE_CONTAINER_SEGMENT_FILE_H

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/file.h"

enum { SEGMENT_VERSION = 4 };
enum { SEGMENT_PAGE_SIZE = 1 << 14, SEGMENT_ALIGNMENT = 64 };

enum section {
    SECTION_STORE,       /* text_store.h: compressed blocks */
    SECTION_STORE_INDEX, /* their offsets */
    SECTION_POSTINGS,    /* postings.h */
    SECTION_POSITIONS,   /* positions of each occurrence */
    SECTION_RANKS,       /* surface form of each occurrence */
    SECTION_TERMS,       /* term_dictionary.h: blocks of terms */
    SECTION_TERM_INDEX,  /* the first term and the offset of each block */
    SECTION_FORMS,       /* form_dictionary.h: surface forms by folded form */
    SECTION_FORM_INDEX,
    SECTION_LENGTHS,       /* u32 per document: number of positions */
    SECTION_TITLE_LENGTHS, /* u16 per document: number of positions of the title */
    SECTION_DAYS,          /* i32 per document: day published, INT32_MIN for none */
    SECTION_DOCUMENTS,     /* document_table.h: blocks of records */
    SECTION_DOCUMENT_INDEX,
    SECTION_COUNT
};

/* Returns a section's name, as used in docs/format.md and in messages. */
const char *section_name(enum section section);

/* What is stored once for a whole segment. */
struct segment_statistics {
    uint64_t fingerprint;  /* of the analysis: analysis_fingerprint() */
    uint64_t total_length; /* Σ lengths */
    uint64_t total_title_length;
    uint64_t text_bytes; /* of titles and bodies, uncompressed */
    uint32_t document_count;
    uint32_t term_count; /* entries of the term dictionary */
    uint32_t form_count; /* entries of the form dictionary */
    uint32_t stored;     /* 1: the store holds the bodies */
};

struct segment_file {
    struct file_map map;
    char *display_path; /* owned; names the file in messages */
    uint32_t version;   /* SEGMENT_VERSION, or the version for which the file was refused */
    struct segment_statistics statistics;
    struct {
        uint64_t offset;
        uint64_t size;
    } sections[SECTION_COUNT];
    uint64_t page_count;
    const unsigned char *page_checksums;
    const unsigned char *table_checksums;
    atomic_uchar *verified; /* a byte per page: 0 not yet, 1 good */
    atomic_uchar *table_verified;
    uint32_t checksum;
    /* From the manifest, when it was opened with segment_open_listed. */
    const uint32_t *roots; /* root numbers in the file → those of the commit; NULL when they are
                              the same */
    size_t root_count;     /* root numbers in the file are below it; UINT32_MAX until then */
    const unsigned char *deleted; /* a bit per document; NULL when none is deleted */
};

/* What the manifest says of a segment's file. */
struct segment_file_entry {
    const char *name;
    uint64_t size;
    uint32_t checksum; /* of its tail */
};

/* Opens a file in the open folder and checks that it is what the entry says, then header, tail and
 * contents; pages are checked later. After this, each section that is not empty lies between the
 * header and the page table and overlaps no other, so that at least 64 bytes of the file lie on
 * either side of it. 0, ERROR_SYSTEM, ERROR_CORRUPT, ERROR_VERSION or ERROR_MEMORY. O(1). */
int segment_file_open(struct segment_file *file, int directory,
                      const struct segment_file_entry *entry, const char *display_path);
void segment_file_close(struct segment_file *file);

/* Whether the document, by its number in this file, is deleted in the commit; there is such a
 * document. */
static inline bool segment_file_is_deleted(const struct segment_file *file, uint32_t document)
{
    assert(document < file->statistics.document_count);
    return file->deleted != NULL && (file->deleted[document / 8] >> document % 8 & 1) != 0;
}

/* The slow path of segment_file_bytes, when its pages are not verified yet. */
const unsigned char *segment_file_load(struct segment_file *file, enum section section,
                                       uint64_t offset, uint64_t size);

/* Returns bytes [offset, offset + size) of a section, their pages verified; valid until close. NULL
 * with a message when they are not all in the section, or a page is damaged. For size 0, returns a
 * pointer that must not be dereferenced. Thread-safe. */
static inline const unsigned char *
segment_file_bytes(struct segment_file *file, enum section section, uint64_t offset, uint64_t size)
{
    uint64_t there = file->sections[section].size;
    uint64_t start = file->sections[section].offset + offset;
    uint64_t page = start / SEGMENT_PAGE_SIZE;
    if (size > 0 && offset <= there && size <= there - offset &&
        (start + size - 1) / SEGMENT_PAGE_SIZE == page &&
        atomic_load_explicit(&file->verified[page], memory_order_relaxed) != 0)
        return file->map.data + start;
    return segment_file_load(file, section, offset, size);
}

/* Releases the memory of the pages read so far; they are read again when they are used again. For
 * callers that read a whole segment once. Cheap. */
void segment_file_release_pages(struct segment_file *file);

/* Verifies every page. 0, or ERROR_CORRUPT with a message that names the first damaged page. */
int segment_file_verify(struct segment_file *file);

#endif
