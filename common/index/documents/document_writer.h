/* Writes the document table (document_table.h describes it). */
#ifndef FOUILLE_DOCUMENTS_DOCUMENT_WRITER_H
#define FOUILLE_DOCUMENTS_DOCUMENT_WRITER_H

#include <zstd.h>

#include "common/base/vector.h"
#include "common/index/documents/document_table.h"

/* The two sections under construction, and the records that wait for their dictionary. */
struct document_writer {
    ZSTD_CCtx *compressor;
    ZSTD_CDict *dictionary;      /* NULL while blocks wait for it */
    struct buffer blocks, index; /* the two sections */
    uint64_t blocks_flushed;     /* bytes that the caller has removed from `blocks` */
    struct buffer raw;           /* records of the blocks that wait, and of the current one */
    VECTOR(size_t) ends;         /* offsets in `raw` past each block that waits */
    struct buffer hashes;        /* of the articles in `raw` */
    struct buffer previous_path;
    struct document previous; /* without strings */
    uint32_t count;
};

/* 0 or ERROR_MEMORY. */
int document_writer_init(struct document_writer *writer);
void document_writer_release(struct document_writer *writer);

/* Appends a record. */
void document_writer_add(struct document_writer *writer, const struct document *document);

/* Writes the last block. 0 or ERROR_MEMORY (sticky since any document_writer_add). */
int document_writer_finish(struct document_writer *writer);

/* Returns the memory that the writer holds besides its sections, at most about 5 MB. */
size_t document_writer_memory(const struct document_writer *writer);

#endif
