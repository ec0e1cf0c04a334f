/* What is known of each document besides its words: where it came from, title, address, dates. This
 * is the reader; document_writer.h writes records.
 *
 * Records are in blocks of 64: their uncompressed size (varint), the records as a Zstandard frame
 * (RFC 8878), and six bytes of each article's content hash, which do not compress. Before the first
 * block is the dictionary of all frames: pieces of the records of the first blocks. It captures
 * what titles and addresses have in common across blocks, so that blocks can be small, which makes
 * reading one record cheap. Section `document-index` holds the u64 offset of each block and of the
 * end. Within a block paths are front-coded; what a record shares with the previous one (the
 * articles of a file share most) is left out, and so is an id within an address. docs/format.md
 * describes the record field by field.
 */
#ifndef FOUILLE_DOCUMENTS_DOCUMENT_TABLE_H
#define FOUILLE_DOCUMENTS_DOCUMENT_TABLE_H

#include <zstd.h>

#include "common/base/buffer.h"
#include "common/base/moment.h"
#include "common/base/slice.h"
#include "common/base/vector.h"
#include "common/index/container/segment_file.h"
#include "common/index/documents/document_blocks.h"
#include "common/index/documents/file_state.h"

/* In a segment's map of roots: a root that is no longer indexed. All its documents are deleted. */
#define ROOT_GONE UINT32_MAX

enum { DOCUMENT_BLOCK_SIZE = 64, DOCUMENT_DICTIONARY_MAX = 96 << 10 };

/* The bytes kept of a content hash. An update takes one changed article in 2^48 for unchanged. */
enum { DOCUMENT_HASH_BYTES = 6 };
#define DOCUMENT_HASH_MASK ((UINT64_C(1) << 8 * DOCUMENT_HASH_BYTES) - 1)

enum { DOCUMENT_FIELD_MAX = 1 << 16 };

struct document {
    uint32_t root;           /* number of its root in the manifest, or ROOT_GONE */
    uint32_t ordinal;        /* number of the article in its file */
    struct slice path;       /* below the root, with '/'; the file system's own bytes */
    struct slice id;         /* within its file; empty when the file is one article */
    struct slice title, url; /* with id, each at most DOCUMENT_FIELD_MAX bytes */
    struct moment published, modified;
    struct file_state file; /* when it was read */
    uint64_t content_hash;  /* DOCUMENT_HASH_BYTES of it; the writer accepts, and cuts, 64 bits */
    uint64_t text_offset;   /* of the body, in the store's stream */
    uint64_t text_size;
};

/* A record's first byte. */
enum {
    RECORD_SAME_FILE = 1,
    RECORD_URL_HAS_ID = 2,
    RECORD_READ_AGAIN = 4,
    RECORD_FLAGS = 7,
};

/* Reads records; caches inflated blocks, by default one. One per thread. */
struct document_reader {
    struct segment_file *file;
    ZSTD_DCtx *decompressor;
    const unsigned char *dictionary; /* in the segment; NULL until it is needed */
    size_t dictionary_size;
    struct document_blocks blocks;
    const struct document_block *block; /* the one being read, or NULL */
    uint32_t next;                      /* number within the block of the record at `at` */
    const unsigned char *at;
    struct buffer path, url;
    struct document previous; /* without strings */
    uint64_t text_end;
    bool accepts_gone_roots; /* set by the caller: documents of a ROOT_GONE root may be not yet
                                deleted */
};

int document_reader_init(struct document_reader *reader, struct segment_file *file);
/* Sets the cache of inflated blocks to about `bytes`, for reading in any order. */
void document_reader_set_cache(struct document_reader *reader, size_t bytes);
void document_reader_release(struct document_reader *reader);

/* Reads the record of a document; its strings belong to the reader and are valid until the next
 * read. In a segment opened as a manifest lists it, the document's root is one of the manifest's
 * or, if the document is deleted, possibly ROOT_GONE. 0, ERROR_CORRUPT or ERROR_MEMORY. About
 * 15 µs; a few when the block is cached, less when the record follows in the same block. */
int document_read(struct document_reader *reader, uint32_t number, struct document *document);

/* Compares two documents, as hits with equal scores are ordered: by root, bytes of the path, number
 * in the file. */
int document_compare(const struct document *one, const struct document *other);

#endif
