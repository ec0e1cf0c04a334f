/* The articles' bodies: one stream of bytes, cut every 32 KiB into blocks that are compressed
 * separately in zlib format (RFC 1950). A body is found by its offset in the stream, which the
 * document table has. Section `store-index` holds the u64 offset of each block in section `store`,
 * and of the end.
 */
#ifndef FOUILLE_DOCUMENTS_TEXT_STORE_H
#define FOUILLE_DOCUMENTS_TEXT_STORE_H

#include <libdeflate.h>

#include "common/base/buffer.h"
#include "common/index/container/segment_writer.h"

enum { STORE_BLOCK_SIZE = 1 << 15 };

/* Writes the store section as articles arrive; it must be the segment's open section. */
struct store_writer {
    struct segment_writer *segment;
    struct libdeflate_compressor *compressor;
    struct buffer index;
    struct buffer compressed;
    uint64_t total; /* bytes appended */
    size_t filled;  /* bytes of `block` in use */
    char *block;    /* STORE_BLOCK_SIZE bytes; owned */
};

/* 0 or ERROR_MEMORY. `level` is libdeflate's, 1 (fast) to 12 (small). */
int store_writer_init(struct store_writer *writer, struct segment_writer *segment, int level);
void store_writer_release(struct store_writer *writer);

/* Appends a body; returns its offset in the stream. Errors are sticky in the segment writer. */
uint64_t store_writer_append(struct store_writer *writer, const char *bytes, size_t size);

/* Writes the last block; `index` then holds the store-index section. */
void store_writer_finish(struct store_writer *writer);

/* Reads bodies; keeps the last block inflated. One per thread. */
struct store_reader {
    struct segment_file *file;
    struct libdeflate_decompressor *decompressor;
    uint64_t block; /* the inflated one, UINT64_MAX for none */
    size_t block_size;
    char *bytes; /* STORE_BLOCK_SIZE; owned */
};

int store_reader_init(struct store_reader *reader, struct segment_file *file);
void store_reader_release(struct store_reader *reader);

/* Appends bytes [offset, offset + size) of the stream to `into`. 0, ERROR_CORRUPT or
 * ERROR_MEMORY. About 40 µs a block. */
int store_read(struct store_reader *reader, uint64_t offset, uint64_t size, struct buffer *into);

#endif
