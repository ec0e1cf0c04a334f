#include "common/index/documents/document_table.h"

#include <string.h>

#include "common/base/error.h"

/* The most that a block may inflate to; enough for records with paths of up to 4 MiB. */
enum { RAW_MAX = 1 << 29 };

static int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1 ^ -(value & 1));
}

int document_reader_init(struct document_reader *reader, struct segment_file *file)
{
    *reader = (struct document_reader){.file = file};
    reader->decompressor = ZSTD_createDCtx();
    return reader->decompressor == NULL ? error_memory() : 0;
}

void document_reader_release(struct document_reader *reader)
{
    ZSTD_freeDCtx(reader->decompressor);
    document_blocks_release(&reader->blocks);
    buffer_release(&reader->path);
    buffer_release(&reader->url);
    *reader = (struct document_reader){0};
}

void document_reader_set_cache(struct document_reader *reader, size_t bytes)
{
    reader->blocks.budget = bytes;
}

static int records_damaged(const struct document_reader *reader)
{
    error_set(ERROR_CORRUPT, "'%s' is damaged: section documents is malformed",
              reader->file->display_path);
    return ERROR_CORRUPT;
}

static uint64_t records_in_block(const struct document_reader *reader, uint32_t block)
{
    uint64_t left = reader->file->statistics.document_count - (uint64_t)block * DOCUMENT_BLOCK_SIZE;
    return left < DOCUMENT_BLOCK_SIZE ? left : DOCUMENT_BLOCK_SIZE;
}

/* The dictionary is everything before the first block. */
static int find_dictionary(struct document_reader *reader)
{
    if (reader->dictionary != NULL)
        return 0;
    const unsigned char *first = segment_file_bytes(reader->file, SECTION_DOCUMENT_INDEX, 0, 8);
    uint64_t size = first == NULL ? 0 : load_u64(first);
    if (size > DOCUMENT_DICTIONARY_MAX)
        return records_damaged(reader);
    reader->dictionary_size = (size_t)size;
    if (first != NULL)
        reader->dictionary = segment_file_bytes(reader->file, SECTION_DOCUMENTS, 0, size);
    return reader->dictionary == NULL ? ERROR_CORRUPT : 0;
}

/* Whether the frame decompresses to exactly raw_size bytes. */
static bool decompress(struct document_reader *reader, const unsigned char *bytes, size_t size,
                       char *raw, size_t raw_size)
{
    return ZSTD_decompress_usingDict(reader->decompressor, raw, raw_size, bytes, size,
                                     reader->dictionary_size == 0 ? NULL : reader->dictionary,
                                     reader->dictionary_size) == raw_size;
}

static int inflate_records(struct document_reader *reader, uint32_t number)
{
    uint64_t hashes = records_in_block(reader, number) * DOCUMENT_HASH_BYTES;
    const unsigned char *entry =
        segment_file_bytes(reader->file, SECTION_DOCUMENT_INDEX, (uint64_t)number * 8, 16);
    if (entry == NULL || find_dictionary(reader) != 0)
        return ERROR_CORRUPT;
    uint64_t start = load_u64(entry), end = load_u64(entry + 8);
    if (start > end)
        return records_damaged(reader);
    const unsigned char *bytes =
        segment_file_bytes(reader->file, SECTION_DOCUMENTS, start, end - start);
    if (bytes == NULL)
        return ERROR_CORRUPT;
    uint64_t raw_size = 0;
    const unsigned char *rest = varint_read(bytes, bytes + (end - start), &raw_size);
    uint64_t size = rest == NULL ? 0 : (uint64_t)(bytes + (end - start) - rest);
    if (raw_size > RAW_MAX || size < hashes)
        return records_damaged(reader);
    struct document_block *block = document_blocks_reserve(&reader->blocks, number);
    if (block == NULL || buffer_reserve(&block->raw, raw_size + 1) != 0)
        return ERROR_MEMORY;
    if (!decompress(reader, rest, (size_t)(size - hashes), block->raw.data, raw_size))
        return records_damaged(reader);
    block->raw.size = raw_size;
    block->hashes = rest + (size - hashes);
    block->number = number + 1;
    reader->block = block;
    return 0;
}

/* Moves to the block's first record. */
static int open_record_block(struct document_reader *reader, uint32_t number)
{
    reader->block = document_blocks_find(&reader->blocks, number);
    int status = reader->block == NULL ? inflate_records(reader, number) : 0;
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

/* The getters advance `at`; a failure sets it to NULL, which later getters leave as it is. */
static uint64_t read_varint(struct document_reader *reader)
{
    uint64_t value = 0;
    if (reader->at != NULL)
        reader->at = varint_read(reader->at, raw_end(reader), &value);
    return value;
}

static uint32_t get_u32(struct document_reader *reader)
{
    uint64_t value = read_varint(reader);
    if (value > UINT32_MAX)
        reader->at = NULL;
    return (uint32_t)value;
}

static int64_t get_between(struct document_reader *reader, int64_t least, int64_t most)
{
    int64_t value = unzigzag(read_varint(reader));
    if (value < least || value > most)
        reader->at = NULL;
    return value;
}

static struct slice get_bytes(struct document_reader *reader)
{
    uint64_t size = read_varint(reader);
    if (reader->at == NULL || size > (uint64_t)(raw_end(reader) - reader->at)) {
        reader->at = NULL;
        return (struct slice){0};
    }
    struct slice bytes = {(const char *)reader->at, (size_t)size};
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
    uint64_t shared = read_varint(reader);
    struct slice suffix = get_bytes(reader);
    if (reader->at == NULL || shared > reader->path.size) {
        reader->at = NULL;
        return;
    }
    reader->path.size = (size_t)shared;
    buffer_append(&reader->path, suffix.data, suffix.size);
}

static unsigned get_flags(struct document_reader *reader)
{
    if (reader->at == NULL || reader->at >= raw_end(reader) || *reader->at > RECORD_FLAGS ||
        ((*reader->at & RECORD_SAME_FILE) &&
         (reader->next == 0 || (*reader->at & RECORD_READ_AGAIN)))) {
        reader->at = NULL;
        return 0;
    }
    return *reader->at++;
}

static void get_file(struct document_reader *reader, bool again)
{
    struct document *previous = &reader->previous;
    get_path(reader);
    previous->root = get_u32(reader);
    previous->ordinal = 0;
    previous->file.size = read_varint(reader);
    previous->file.mtime = unzigzag(read_varint(reader));
    /* Unsigned, since the difference may overflow an int64_t. */
    previous->file.ctime =
        (int64_t)((uint64_t)previous->file.mtime + (uint64_t)unzigzag(read_varint(reader)));
    previous->file.inode = read_varint(reader);
    previous->file.again = again;
}

static struct slice get_url(struct document_reader *reader, struct slice id, bool has_id)
{
    struct slice before = get_bytes(reader);
    if (!has_id)
        return before;
    struct slice rest = get_bytes(reader);
    buffer_clear(&reader->url);
    buffer_append(&reader->url, before.data, before.size);
    buffer_append(&reader->url, id.data, id.size);
    buffer_append(&reader->url, rest.data, rest.size);
    return (struct slice){reader->url.data, reader->url.size};
}

static uint32_t get_ordinal(struct document_reader *reader)
{
    uint32_t more = get_u32(reader), before = reader->previous.ordinal;
    if (more > UINT32_MAX - before)
        reader->at = NULL;
    return reader->previous.ordinal = before + more;
}

/* Maps the root of the current document to its number in the commit. */
static uint32_t commit_root(struct document_reader *reader, uint32_t root)
{
    const struct segment_file *file = reader->file;
    if (root >= file->root_count)
        reader->at = NULL;
    if (reader->at == NULL || file->roots == NULL)
        return root;
    uint32_t number = (reader->block->number - 1) * DOCUMENT_BLOCK_SIZE + reader->next;
    bool deleted = segment_file_is_deleted(file, number);
    if (file->roots[root] == ROOT_GONE && !deleted && !reader->accepts_gone_roots)
        reader->at = NULL;
    return file->roots[root];
}

static uint64_t load_hash(const struct document_reader *reader)
{
    uint64_t hash = 0;
    memcpy(&hash, reader->block->hashes + (size_t)reader->next * DOCUMENT_HASH_BYTES,
           DOCUMENT_HASH_BYTES);
    return hash;
}

static int read_document_record(struct document_reader *reader, struct document *document)
{
    if (reader->next == 0)
        reader->text_end = read_varint(reader);
    unsigned flags = get_flags(reader);
    if (!(flags & RECORD_SAME_FILE))
        get_file(reader, (flags & RECORD_READ_AGAIN) != 0);
    get_ordinal(reader);
    *document = reader->previous;
    document->root = commit_root(reader, document->root);
    document->path = (struct slice){reader->path.data, reader->path.size};
    document->id = get_bytes(reader);
    document->title = get_bytes(reader);
    document->url = get_url(reader, document->id, flags & RECORD_URL_HAS_ID);
    document->published = get_moment(reader);
    document->modified = get_moment(reader);
    document->content_hash = load_hash(reader);
    document->text_offset = reader->text_end;
    document->text_size = read_varint(reader);
    if (reader->at == NULL || document->text_size > UINT64_MAX - reader->text_end) {
        reader->block = NULL;
        return records_damaged(reader);
    }
    reader->text_end += document->text_size;
    reader->next++;
    int status = buffer_status(&reader->path);
    return status != 0 ? status : buffer_status(&reader->url);
}

int document_read(struct document_reader *reader, uint32_t number, struct document *document)
{
    *document = (struct document){0};
    if (number >= reader->file->statistics.document_count)
        return records_damaged(reader);
    uint32_t block = number / DOCUMENT_BLOCK_SIZE, within = number % DOCUMENT_BLOCK_SIZE;
    if (reader->block == NULL || reader->block->number != block + 1 || within < reader->next) {
        int status = open_record_block(reader, block);
        if (status != 0)
            return status;
    }
    int status = 0;
    while (status == 0 && reader->next <= within)
        status = read_document_record(reader, document);
    return status;
}

int document_compare(const struct document *one, const struct document *other)
{
    if (one->root != other->root)
        return one->root < other->root ? -1 : 1;
    int order = slice_compare(one->path, other->path);
    if (order != 0)
        return order;
    return (one->ordinal > other->ordinal) - (one->ordinal < other->ordinal);
}
