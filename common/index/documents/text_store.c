#include "common/index/documents/text_store.h"

#include <assert.h>
#include <stdlib.h>

#include "common/base/error.h"

int store_writer_init(struct store_writer *writer, struct segment_writer *segment, int level)
{
    assert(level >= 1 && level <= 12);
    writer->segment = segment;
    writer->compressor = libdeflate_alloc_compressor(level);
    buffer_init(&writer->index);
    buffer_init(&writer->compressed);
    writer->total = 0;
    writer->filled = 0;
    writer->block = malloc(STORE_BLOCK_SIZE);
    if (writer->compressor == NULL || writer->block == NULL)
        return error_memory();
    return buffer_reserve(&writer->compressed,
                          libdeflate_zlib_compress_bound(writer->compressor, STORE_BLOCK_SIZE));
}

void store_writer_release(struct store_writer *writer)
{
    if (writer->compressor != NULL)
        libdeflate_free_compressor(writer->compressor);
    writer->compressor = NULL;
    free(writer->block);
    writer->block = NULL;
    buffer_release(&writer->index);
    buffer_release(&writer->compressed);
}

static void write_store_block(struct store_writer *writer)
{
    assert(writer->segment->open_section == SECTION_STORE);
    buffer_append_u64(&writer->index, segment_writer_offset(writer->segment));
    size_t size = libdeflate_zlib_compress(writer->compressor, writer->block, writer->filled,
                                           writer->compressed.data, writer->compressed.capacity);
    segment_writer_append(writer->segment, writer->compressed.data, size);
    writer->filled = 0;
}

uint64_t store_writer_append(struct store_writer *writer, const char *bytes, size_t size)
{
    uint64_t offset = writer->total;
    writer->total += size;
    while (size > 0) {
        size_t part = STORE_BLOCK_SIZE - writer->filled;
        if (part > size)
            part = size;
        memcpy(writer->block + writer->filled, bytes, part);
        writer->filled += part;
        bytes += part;
        size -= part;
        if (writer->filled == STORE_BLOCK_SIZE)
            write_store_block(writer);
    }
    return offset;
}

void store_writer_finish(struct store_writer *writer)
{
    if (writer->filled > 0)
        write_store_block(writer);
    buffer_append_u64(&writer->index, segment_writer_offset(writer->segment));
}

int store_reader_init(struct store_reader *reader, struct segment_file *file)
{
    reader->file = file;
    reader->block = UINT64_MAX;
    reader->decompressor = libdeflate_alloc_decompressor();
    reader->bytes = malloc(STORE_BLOCK_SIZE);
    if (reader->decompressor != NULL && reader->bytes != NULL)
        return 0;
    store_reader_release(reader);
    return error_memory();
}

void store_reader_release(struct store_reader *reader)
{
    if (reader->decompressor != NULL)
        libdeflate_free_decompressor(reader->decompressor);
    reader->decompressor = NULL;
    free(reader->bytes);
    reader->bytes = NULL;
}

static int store_damaged(const struct store_reader *reader, uint64_t block)
{
    return error_set(ERROR_CORRUPT, "'%s' is damaged: block %llu of section store is malformed",
                     reader->file->display_path, (unsigned long long)block);
}

static int inflate_store_block(struct store_reader *reader, uint64_t block)
{
    reader->block = UINT64_MAX;
    if (block > UINT64_MAX / 8 - 2)
        return store_damaged(reader, block);
    const unsigned char *entry =
        segment_file_bytes(reader->file, SECTION_STORE_INDEX, block * 8, 16);
    if (entry == NULL)
        return ERROR_CORRUPT;
    uint64_t start = load_u64(entry), end = load_u64(entry + 8);
    if (start > end)
        return store_damaged(reader, block);
    const unsigned char *bytes =
        segment_file_bytes(reader->file, SECTION_STORE, start, end - start);
    if (bytes == NULL)
        return ERROR_CORRUPT;
    if (libdeflate_zlib_decompress(reader->decompressor, bytes, end - start, reader->bytes,
                                   STORE_BLOCK_SIZE, &reader->block_size) != LIBDEFLATE_SUCCESS)
        return store_damaged(reader, block);
    reader->block = block;
    return 0;
}

int store_read(struct store_reader *reader, uint64_t offset, uint64_t size, struct buffer *into)
{
    while (size > 0) {
        uint64_t block = offset / STORE_BLOCK_SIZE;
        size_t within = offset % STORE_BLOCK_SIZE;
        if (block != reader->block) {
            int status = inflate_store_block(reader, block);
            if (status != 0)
                return status;
        }
        if (within >= reader->block_size)
            return store_damaged(reader, block);
        size_t part = reader->block_size - within;
        if (part > size)
            part = (size_t)size;
        buffer_append(into, reader->bytes + within, part);
        offset += part;
        size -= part;
    }
    return buffer_status(into);
}
