#include "common/index/documents/document_writer.h"

#include <string.h>

#include "common/base/error.h"

/* Takes as many instructions as zlib's level 6 with libdeflate; level 5 takes half as many again,
 * for 4 % fewer bytes. */
enum { COMPRESSION_LEVEL = 4 };

/* The dictionary is 1/PART of the records that wait for it, in pieces from all over them, since the
 * records of one folder are alike. */
enum { PART = 16, PIECE = 1 << 10 };

int document_writer_init(struct document_writer *writer)
{
    *writer = (struct document_writer){0};
    writer->compressor = ZSTD_createCCtx();
    return writer->compressor == NULL ? error_memory() : 0;
}

void document_writer_release(struct document_writer *writer)
{
    ZSTD_freeCCtx(writer->compressor);
    ZSTD_freeCDict(writer->dictionary);
    buffer_release(&writer->blocks);
    buffer_release(&writer->index);
    buffer_release(&writer->raw);
    vector_release(&writer->ends);
    buffer_release(&writer->hashes);
    buffer_release(&writer->previous_path);
    *writer = (struct document_writer){0};
}

size_t document_writer_memory(const struct document_writer *writer)
{
    return writer->raw.capacity + writer->hashes.capacity + ZSTD_sizeof_CCtx(writer->compressor) +
           ZSTD_sizeof_CDict(writer->dictionary);
}

static void write_string(struct buffer *to, struct slice bytes)
{
    buffer_append_varint(to, bytes.size);
    buffer_append(to, bytes.data, bytes.size);
}

static uint64_t zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (uint64_t)(value >> 63);
}

/* Writes the precision, then only the fields that it has. */
static void write_moment(struct buffer *to, const struct moment *moment)
{
    buffer_append_byte(to, moment->precision);
    if (moment->precision == MOMENT_NONE)
        return;
    buffer_append_varint(to, zigzag(moment->day));
    if (moment->precision >= MOMENT_MINUTE) {
        buffer_append_varint(to, zigzag(moment->second));
        buffer_append_varint(to, zigzag(moment->zone));
    }
}

static void write_path(struct document_writer *writer, struct slice path)
{
    struct buffer *previous = &writer->previous_path;
    size_t shared = 0;
    while (shared < previous->size && shared < path.size &&
           previous->data[shared] == path.data[shared])
        shared++;
    /* The path of standard input is empty, and may be NULL. */
    struct slice rest = {shared > 0 ? path.data + shared : path.data, path.size - shared};
    buffer_append_varint(&writer->raw, shared);
    write_string(&writer->raw, rest);
    previous->size = shared;
    buffer_append(previous, rest.data, rest.size);
}

/* Appends a block to the sections. */
static void write_record_block(struct document_writer *writer, const char *raw, size_t size,
                               const char *hashes, size_t hashes_size)
{
    struct buffer *to = &writer->blocks;
    size_t bound = ZSTD_compressBound(size);
    buffer_append_u64(&writer->index, writer->blocks_flushed + to->size);
    buffer_append_varint(to, size);
    if (buffer_reserve(to, bound) != 0)
        return;
    char *at = to->data + to->size;
    size_t written =
        writer->dictionary == NULL
            ? ZSTD_compressCCtx(writer->compressor, at, bound, raw, size, COMPRESSION_LEVEL)
            : ZSTD_compress_usingCDict(writer->compressor, at, bound, raw, size,
                                       writer->dictionary);
    if (ZSTD_isError(written))
        to->failed = true; /* there is room, so memory ran out */
    else
        to->size += written;
    buffer_append(to, hashes, hashes_size);
}

/* Writes the blocks in `raw`, and empties it. */
static void write_waiting(struct document_writer *writer)
{
    size_t start = 0, hashes = 0;
    for (size_t i = 0; i < vector_count(&writer->ends); i++) {
        size_t end = writer->ends.items[i], left = writer->hashes.size - hashes;
        size_t size = (size_t)DOCUMENT_BLOCK_SIZE * DOCUMENT_HASH_BYTES;
        if (size > left)
            size = left;
        write_record_block(writer, writer->raw.data + start, end - start,
                           writer->hashes.data + hashes, size);
        start = end;
        hashes += size;
    }
    buffer_clear(&writer->raw);
    vector_clear(&writer->ends);
    buffer_clear(&writer->hashes);
}

/* Makes the dictionary from the waiting records and writes it before all blocks; makes none if
 * there are too few records. */
static void choose_dictionary(struct document_writer *writer)
{
    struct buffer *to = &writer->blocks;
    size_t size = writer->raw.size / PART;
    size_t pieces = (size < DOCUMENT_DICTIONARY_MAX ? size : DOCUMENT_DICTIONARY_MAX) / PIECE;
    for (size_t i = 0; i < pieces; i++)
        buffer_append(to, writer->raw.data + i * (writer->raw.size / pieces), PIECE);
    if (pieces == 0 || to->failed)
        return;
    writer->dictionary = ZSTD_createCDict(to->data, to->size, COMPRESSION_LEVEL);
    to->failed = writer->dictionary == NULL;
}

static void end_block(struct document_writer *writer)
{
    vector_append(&writer->ends, writer->raw.size);
    writer->blocks.failed |= writer->raw.failed || writer->ends.buffer.failed ||
                             writer->hashes.failed || writer->previous_path.failed;
    buffer_clear(&writer->previous_path);
    writer->previous = (struct document){0};
    bool waits = writer->dictionary == NULL;
    if (writer->blocks.failed || (waits && writer->raw.size / PART < DOCUMENT_DICTIONARY_MAX))
        return;
    if (waits)
        choose_dictionary(writer);
    write_waiting(writer);
    if (waits)
        buffer_release(&writer->raw); /* it had grown to hold many blocks */
}

static bool is_same_file(const struct document_writer *writer, const struct document *document)
{
    const struct document *previous = &writer->previous;
    return writer->count % DOCUMENT_BLOCK_SIZE != 0 && document->root == previous->root &&
           file_state_equal(&document->file, &previous->file) &&
           document->ordinal >= previous->ordinal &&
           document->path.size == writer->previous_path.size &&
           (document->path.size == 0 ||
            memcmp(document->path.data, writer->previous_path.data, document->path.size) == 0);
}

static void write_file_state(struct document_writer *writer, const struct document *document)
{
    struct buffer *to = &writer->raw;
    write_path(writer, document->path);
    buffer_append_varint(to, document->root);
    buffer_append_varint(to, document->file.size);
    buffer_append_varint(to, zigzag(document->file.mtime));
    buffer_append_varint(
        to, zigzag((int64_t)((uint64_t)document->file.ctime - (uint64_t)document->file.mtime)));
    buffer_append_varint(to, document->file.inode);
    writer->previous = (struct document){.root = document->root, .file = document->file};
}

/* Returns where the address contains the id; NULL if it does not, or the id is empty. */
static const char *id_in_url(const struct document *document)
{
    if (document->id.size == 0 || document->url.size < document->id.size)
        return NULL;
    return memmem(document->url.data, document->url.size, document->id.data, document->id.size);
}

static void write_url(struct buffer *to, const struct document *document, const char *id)
{
    if (id == NULL) {
        write_string(to, document->url);
        return;
    }
    const char *after_id = id + document->id.size, *end = document->url.data + document->url.size;
    write_string(to, (struct slice){document->url.data, (size_t)(id - document->url.data)});
    write_string(to, (struct slice){after_id, (size_t)(end - after_id)});
}

void document_writer_add(struct document_writer *writer, const struct document *document)
{
    struct buffer *to = &writer->raw;
    if (writer->count % DOCUMENT_BLOCK_SIZE == 0)
        buffer_append_varint(to, document->text_offset);
    bool same = is_same_file(writer, document);
    const char *id = id_in_url(document);
    bool again = !same && document->file.again;
    buffer_append_byte(to,
                       (unsigned char)(same * RECORD_SAME_FILE + (id != NULL) * RECORD_URL_HAS_ID +
                                       again * RECORD_READ_AGAIN));
    if (!same)
        write_file_state(writer, document);
    buffer_append_varint(to, document->ordinal - writer->previous.ordinal);
    writer->previous.ordinal = document->ordinal;
    write_string(to, document->id);
    write_string(to, document->title);
    write_url(to, document, id);
    write_moment(to, &document->published);
    write_moment(to, &document->modified);
    buffer_append_varint(to, document->text_size);
    buffer_append(&writer->hashes, &document->content_hash, DOCUMENT_HASH_BYTES);
    if (++writer->count % DOCUMENT_BLOCK_SIZE == 0)
        end_block(writer);
}

int document_writer_finish(struct document_writer *writer)
{
    if (writer->count % DOCUMENT_BLOCK_SIZE != 0)
        end_block(writer);
    if (writer->dictionary == NULL && !writer->blocks.failed)
        choose_dictionary(writer);
    if (!writer->blocks.failed)
        write_waiting(writer);
    buffer_append_u64(&writer->index, writer->blocks_flushed + writer->blocks.size);
    return writer->blocks.failed || writer->index.failed ? error_memory() : 0;
}
