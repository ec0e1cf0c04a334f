#include "index/document_table.h"

#include <string.h>

#include "platform/error.h"

/* A block's records never inflate to more than this: 128 records with paths of up to 4 MiB. */
enum { RAW_MAX = 1 << 29 };

/* A record's first byte. */
enum { SAME_FILE = 1, URL_HAS_ID = 2, FLAGS = 3 };

enum { COMPRESSION_LEVEL = 6 };

int document_writer_init(struct document_writer *writer)
{
    *writer = (struct document_writer){0};
    writer->compressor = libdeflate_alloc_compressor(COMPRESSION_LEVEL);
    return writer->compressor == NULL ? error_memory() : 0;
}

void document_writer_release(struct document_writer *writer)
{
    if (writer->compressor != NULL)
        libdeflate_free_compressor(writer->compressor);
    buffer_release(&writer->blocks);
    buffer_release(&writer->index);
    buffer_release(&writer->raw);
    buffer_release(&writer->hashes);
    buffer_release(&writer->previous_path);
    *writer = (struct document_writer){0};
}

static void write_bytes(struct buffer *to, struct bytes bytes)
{
    buffer_append_varint(to, bytes.size);
    buffer_append(to, bytes.data, bytes.size);
}

static uint64_t zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (uint64_t)(value >> 63);
}

static int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1 ^ -(value & 1));
}

/* Precision, then only what that precision has. */
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

static void write_path(struct document_writer *writer, struct bytes path)
{
    struct buffer *previous = &writer->previous_path;
    size_t shared = 0;
    while (shared < previous->size && shared < path.size &&
           previous->data[shared] == path.data[shared])
        shared++;
    buffer_append_varint(&writer->raw, shared);
    write_bytes(&writer->raw, (struct bytes){path.data + shared, path.size - shared});
    previous->size = shared;
    buffer_append(previous, path.data + shared, path.size - shared);
}

static void end_block(struct document_writer *writer)
{
    buffer_append_u64(&writer->index, writer->blocks_behind + writer->blocks.size);
    buffer_append_varint(&writer->blocks, writer->raw.size);
    size_t bound = libdeflate_zlib_compress_bound(writer->compressor, writer->raw.size);
    if (buffer_reserve(&writer->blocks, bound) == 0)
        writer->blocks.size +=
            libdeflate_zlib_compress(writer->compressor, writer->raw.data, writer->raw.size,
                                     writer->blocks.data + writer->blocks.size, bound);
    buffer_append(&writer->blocks, writer->hashes.data, writer->hashes.size);
    writer->blocks.failed |=
        writer->raw.failed || writer->hashes.failed || writer->previous_path.failed;
    buffer_clear(&writer->raw);
    buffer_clear(&writer->hashes);
    buffer_clear(&writer->previous_path);
    writer->previous = (struct document){0};
}

static bool same_file(const struct document_writer *writer, const struct document *document)
{
    const struct document *previous = &writer->previous;
    return writer->count % DOCUMENT_BLOCK_SIZE != 0 && document->root == previous->root &&
           document->file_size == previous->file_size &&
           document->file_mtime == previous->file_mtime &&
           document->file_inode == previous->file_inode && document->ordinal >= previous->ordinal &&
           document->path.size == writer->previous_path.size &&
           (document->path.size == 0 ||
            memcmp(document->path.data, writer->previous_path.data, document->path.size) == 0);
}

static void write_file(struct document_writer *writer, const struct document *document)
{
    struct buffer *to = &writer->raw;
    write_path(writer, document->path);
    buffer_append_varint(to, document->root);
    buffer_append_varint(to, document->file_size);
    buffer_append_varint(to, zigzag(document->file_mtime));
    buffer_append_varint(to, document->file_inode);
    writer->previous = (struct document){.root = document->root,
                                         .file_size = document->file_size,
                                         .file_mtime = document->file_mtime,
                                         .file_inode = document->file_inode};
}

/* Where the id stands in the address; NULL if it does not, or is empty. */
static const char *id_in_url(const struct document *document)
{
    if (document->id.size == 0 || document->url.size < document->id.size)
        return NULL;
    return memmem(document->url.data, document->url.size, document->id.data, document->id.size);
}

static void write_url(struct buffer *to, const struct document *document, const char *id)
{
    if (id == NULL) {
        write_bytes(to, document->url);
        return;
    }
    const char *behind = id + document->id.size, *end = document->url.data + document->url.size;
    write_bytes(to, (struct bytes){document->url.data, (size_t)(id - document->url.data)});
    write_bytes(to, (struct bytes){behind, (size_t)(end - behind)});
}

void document_writer_add(struct document_writer *writer, const struct document *document)
{
    struct buffer *to = &writer->raw;
    if (writer->count % DOCUMENT_BLOCK_SIZE == 0)
        buffer_append_varint(to, document->text_offset);
    bool same = same_file(writer, document);
    const char *id = id_in_url(document);
    buffer_append_byte(to, (unsigned char)(same * SAME_FILE + (id != NULL) * URL_HAS_ID));
    if (!same)
        write_file(writer, document);
    buffer_append_varint(to, document->ordinal - writer->previous.ordinal);
    writer->previous.ordinal = document->ordinal;
    write_bytes(to, document->id);
    write_bytes(to, document->title);
    write_url(to, document, id);
    write_moment(to, &document->published);
    write_moment(to, &document->modified);
    buffer_append_varint(to, document->text_size);
    buffer_append_u64(&writer->hashes, document->content_hash);
    if (++writer->count % DOCUMENT_BLOCK_SIZE == 0)
        end_block(writer);
}

int document_writer_finish(struct document_writer *writer)
{
    if (writer->count % DOCUMENT_BLOCK_SIZE != 0)
        end_block(writer);
    buffer_append_u64(&writer->index, writer->blocks_behind + writer->blocks.size);
    return writer->blocks.failed || writer->index.failed ? error_memory() : 0;
}

int document_reader_init(struct document_reader *reader, struct segment_file *file)
{
    *reader = (struct document_reader){.file = file};
    reader->decompressor = libdeflate_alloc_decompressor();
    return reader->decompressor == NULL ? error_memory() : 0;
}

void document_reader_release(struct document_reader *reader)
{
    if (reader->decompressor != NULL)
        libdeflate_free_decompressor(reader->decompressor);
    document_blocks_release(&reader->blocks);
    buffer_release(&reader->path);
    buffer_release(&reader->url);
    *reader = (struct document_reader){0};
}

void document_reader_keep(struct document_reader *reader, size_t bytes)
{
    reader->blocks.budget = bytes;
}

static int damaged(const struct document_reader *reader)
{
    return error_set(ERROR_CORRUPT, "'%s' is damaged: section documents is malformed",
                     reader->file->shown);
}

static uint64_t block_count(const struct document_reader *reader, uint32_t block)
{
    uint64_t left = reader->file->said.document_count - (uint64_t)block * DOCUMENT_BLOCK_SIZE;
    return left < DOCUMENT_BLOCK_SIZE ? left : DOCUMENT_BLOCK_SIZE;
}

static int inflate_block(struct document_reader *reader, uint32_t number)
{
    uint64_t hashes = block_count(reader, number) * sizeof(uint64_t);
    const unsigned char *entry =
        segment_file_bytes(reader->file, SECTION_DOCUMENT_INDEX, (uint64_t)number * 8, 16);
    if (entry == NULL)
        return ERROR_CORRUPT;
    uint64_t start = load_u64(entry), end = load_u64(entry + 8);
    if (start > end)
        return damaged(reader);
    const unsigned char *bytes =
        segment_file_bytes(reader->file, SECTION_DOCUMENTS, start, end - start);
    if (bytes == NULL)
        return ERROR_CORRUPT;
    uint64_t raw_size;
    const unsigned char *behind = varint_get(bytes, bytes + (end - start), &raw_size);
    uint64_t size = behind == NULL ? 0 : (uint64_t)(bytes + (end - start) - behind);
    if (raw_size > RAW_MAX || size < hashes)
        return damaged(reader);
    struct document_block *block = document_blocks_place(&reader->blocks, number);
    if (block == NULL || buffer_reserve(&block->raw, raw_size + 1) != 0)
        return ERROR_MEMORY;
    size_t got;
    if (libdeflate_zlib_decompress(reader->decompressor, behind, (size_t)(size - hashes),
                                   block->raw.data, raw_size, &got) != LIBDEFLATE_SUCCESS ||
        got != raw_size)
        return damaged(reader);
    block->raw.size = raw_size;
    block->hashes = behind + (size - hashes);
    block->number = number + 1;
    reader->block = block;
    return 0;
}

/* Goes to the block's first record. */
static int open_block(struct document_reader *reader, uint32_t number)
{
    reader->block = document_blocks_find(&reader->blocks, number);
    int status = reader->block == NULL ? inflate_block(reader, number) : 0;
    if (status != 0)
        return status;
    reader->next = 0;
    reader->previous = (struct document){0};
    reader->at = (const unsigned char *)reader->block->raw.data;
    buffer_clear(&reader->path);
    return 0;
}

static const unsigned char *raw_end(const struct document_reader *reader)
{
    return (const unsigned char *)reader->block->raw.data + reader->block->raw.size;
}

/* Getters move `at`; a failure leaves it NULL, which the ones behind it keep. */
static uint64_t get(struct document_reader *reader)
{
    uint64_t value = 0;
    if (reader->at != NULL)
        reader->at = varint_get(reader->at, raw_end(reader), &value);
    return value;
}

static uint32_t get_u32(struct document_reader *reader)
{
    uint64_t value = get(reader);
    if (value > UINT32_MAX)
        reader->at = NULL;
    return (uint32_t)value;
}

static int64_t get_between(struct document_reader *reader, int64_t least, int64_t most)
{
    int64_t value = unzigzag(get(reader));
    if (value < least || value > most)
        reader->at = NULL;
    return value;
}

static struct bytes get_bytes(struct document_reader *reader)
{
    uint64_t size = get(reader);
    if (reader->at == NULL || size > (uint64_t)(raw_end(reader) - reader->at)) {
        reader->at = NULL;
        return (struct bytes){0};
    }
    struct bytes bytes = {(const char *)reader->at, (size_t)size};
    reader->at += size;
    return bytes;
}

static struct moment get_moment(struct document_reader *reader)
{
    struct moment moment = {.zone = MOMENT_NO_ZONE};
    if (reader->at == NULL || reader->at >= raw_end(reader) || *reader->at > MOMENT_SECOND) {
        reader->at = NULL;
        return moment;
    }
    moment.precision = *reader->at++;
    if (moment.precision == MOMENT_NONE)
        return moment;
    moment.day = (int32_t)get_between(reader, INT32_MIN, INT32_MAX);
    if (moment.precision >= MOMENT_MINUTE) {
        moment.second = (int32_t)get_between(reader, INT32_MIN, INT32_MAX);
        moment.zone = (int16_t)get_between(reader, INT16_MIN, INT16_MAX);
    }
    return moment;
}

static void get_path(struct document_reader *reader)
{
    uint64_t shared = get(reader);
    struct bytes suffix = get_bytes(reader);
    if (reader->at == NULL || shared > reader->path.size) {
        reader->at = NULL;
        return;
    }
    reader->path.size = (size_t)shared;
    buffer_append(&reader->path, suffix.data, suffix.size);
}

static unsigned get_flags(struct document_reader *reader)
{
    if (reader->at == NULL || reader->at >= raw_end(reader) || *reader->at > FLAGS ||
        ((*reader->at & SAME_FILE) && reader->next == 0)) {
        reader->at = NULL;
        return 0;
    }
    return *reader->at++;
}

static void get_file(struct document_reader *reader)
{
    struct document *previous = &reader->previous;
    get_path(reader);
    previous->root = get_u32(reader);
    previous->ordinal = 0;
    previous->file_size = get(reader);
    previous->file_mtime = unzigzag(get(reader));
    previous->file_inode = get(reader);
}

static struct bytes get_url(struct document_reader *reader, struct bytes id, bool has_id)
{
    struct bytes before = get_bytes(reader);
    if (!has_id)
        return before;
    struct bytes behind = get_bytes(reader);
    buffer_clear(&reader->url);
    buffer_append(&reader->url, before.data, before.size);
    buffer_append(&reader->url, id.data, id.size);
    buffer_append(&reader->url, behind.data, behind.size);
    return (struct bytes){reader->url.data, reader->url.size};
}

static uint32_t get_ordinal(struct document_reader *reader)
{
    uint32_t more = get_u32(reader), before = reader->previous.ordinal;
    if (more > UINT32_MAX - before)
        reader->at = NULL;
    return reader->previous.ordinal = before + more;
}

/* The root's number in the commit. */
static uint32_t known_root(struct document_reader *reader, uint32_t root)
{
    if (reader->file->roots == NULL)
        return root;
    if (root >= reader->file->root_count)
        reader->at = NULL;
    return reader->at == NULL ? ROOT_GONE : reader->file->roots[root];
}

static int read_record(struct document_reader *reader, struct document *document)
{
    if (reader->next == 0)
        reader->text_end = get(reader);
    unsigned flags = get_flags(reader);
    if (!(flags & SAME_FILE))
        get_file(reader);
    get_ordinal(reader);
    *document = reader->previous;
    document->root = known_root(reader, document->root);
    document->path = (struct bytes){reader->path.data, reader->path.size};
    document->id = get_bytes(reader);
    document->title = get_bytes(reader);
    document->url = get_url(reader, document->id, flags & URL_HAS_ID);
    document->published = get_moment(reader);
    document->modified = get_moment(reader);
    document->content_hash = load_u64(reader->block->hashes + (size_t)reader->next * 8);
    document->text_offset = reader->text_end;
    document->text_size = get(reader);
    if (reader->at == NULL || document->text_size > UINT64_MAX - reader->text_end) {
        reader->block = NULL;
        return damaged(reader);
    }
    reader->text_end += document->text_size;
    reader->next++;
    int status = buffer_status(&reader->path);
    return status != 0 ? status : buffer_status(&reader->url);
}

int document_read(struct document_reader *reader, uint32_t number, struct document *document)
{
    *document = (struct document){0};
    if (number >= reader->file->said.document_count)
        return damaged(reader);
    uint32_t block = number / DOCUMENT_BLOCK_SIZE, within = number % DOCUMENT_BLOCK_SIZE;
    if (reader->block == NULL || reader->block->number != block + 1 || within < reader->next) {
        int status = open_block(reader, block);
        if (status != 0)
            return status;
    }
    int status = 0;
    while (status == 0 && reader->next <= within)
        status = read_record(reader, document);
    return status;
}

static int bytes_order(struct bytes one, struct bytes other)
{
    size_t shorter = one.size < other.size ? one.size : other.size;
    int order = shorter == 0 ? 0 : memcmp(one.data, other.data, shorter);
    return order != 0 ? order : (one.size > other.size) - (one.size < other.size);
}

int document_order(const struct document *one, const struct document *other)
{
    if (one->root != other->root)
        return one->root < other->root ? -1 : 1;
    int order = bytes_order(one->path, other->path);
    if (order != 0)
        return order;
    return (one->ordinal > other->ordinal) - (one->ordinal < other->ordinal);
}
