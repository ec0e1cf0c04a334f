#include "common/index/container/segment_writer.h"

#include <assert.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/index/container/segment_layout.h"

enum { PENDING_LIMIT = 1 << 16 };

static void keep_status(struct segment_writer *writer, int status)
{
    if (writer->status == 0)
        writer->status = status;
}

static void flush_pending(struct segment_writer *writer)
{
    if (writer->status == 0)
        keep_status(writer, buffer_status(&writer->pending));
    if (writer->status == 0)
        keep_status(writer, file_write_all(writer->descriptor, writer->pending.data,
                                           writer->pending.size, writer->path.text));
    writer->flushed += writer->pending.size;
    buffer_clear(&writer->pending);
}

static void finish_page(struct segment_writer *writer)
{
    vector_append(&writer->page_checksums, writer->sum);
    writer->sum = 0;
    writer->in_page = 0;
}

static void checksum_pages(struct segment_writer *writer, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    while (size > 0) {
        size_t part = SEGMENT_PAGE_SIZE - writer->in_page;
        if (part > size)
            part = size;
        writer->sum = segment_checksum(writer->sum, at, part);
        writer->in_page += (uint32_t)part;
        if (writer->in_page == SEGMENT_PAGE_SIZE)
            finish_page(writer);
        at += part;
        size -= part;
    }
}

/* Appends bytes that belong to pages. Large pieces are written directly, without a copy. */
static void append_paged(struct segment_writer *writer, const void *bytes, size_t size)
{
    checksum_pages(writer, bytes, size);
    if (size < PENDING_LIMIT) {
        buffer_append(&writer->pending, bytes, size);
        if (writer->pending.size >= PENDING_LIMIT)
            flush_pending(writer);
        return;
    }
    flush_pending(writer);
    if (writer->status == 0)
        keep_status(writer, file_write_all(writer->descriptor, bytes, size, writer->path.text));
    writer->flushed += size;
}

static uint64_t written_size(const struct segment_writer *writer)
{
    return writer->flushed + writer->pending.size;
}

static void align_section(struct segment_writer *writer)
{
    static const unsigned char zeros[SEGMENT_ALIGNMENT];
    append_paged(writer, zeros, -written_size(writer) & (SEGMENT_ALIGNMENT - 1));
}

int segment_writer_create(struct segment_writer *writer, int directory, const char *name)
{
    *writer = (struct segment_writer){.open_section = -1};
    file_path(&writer->path, directory, name);
    writer->descriptor = file_create(directory, name);
    if (writer->descriptor < 0)
        return error_system("cannot create '%s'", writer->path.text);
    unsigned char header[SEGMENT_HEADER_SIZE] = {0};
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): a magic has no NUL */
    memcpy(header, SEGMENT_MAGIC, 8);
    const uint32_t version = SEGMENT_VERSION;
    memcpy(header + HEADER_VERSION, &version, sizeof version);
    append_paged(writer, header, sizeof header);
    return 0;
}

void segment_writer_begin(struct segment_writer *writer, enum section section)
{
    assert(writer->open_section < 0 && writer->section_offset[section] == 0);
    align_section(writer);
    writer->open_section = (int)section;
    writer->section_offset[section] = written_size(writer);
}

void segment_writer_append(struct segment_writer *writer, const void *bytes, size_t size)
{
    assert(writer->open_section >= 0);
    append_paged(writer, bytes, size);
}

uint64_t segment_writer_offset(const struct segment_writer *writer)
{
    assert(writer->open_section >= 0);
    return written_size(writer) - writer->section_offset[writer->open_section];
}

void segment_writer_end(struct segment_writer *writer)
{
    writer->section_size[writer->open_section] = segment_writer_offset(writer);
    writer->open_section = -1;
}

static void append_statistics(struct buffer *to, const struct segment_statistics *statistics)
{
    buffer_append_u64(to, statistics->fingerprint);
    buffer_append_u64(to, statistics->total_length);
    buffer_append_u64(to, statistics->total_title_length);
    buffer_append_u64(to, statistics->text_bytes);
    buffer_append_u32(to, statistics->document_count);
    buffer_append_u32(to, statistics->term_count);
    buffer_append_u32(to, statistics->form_count);
    buffer_append_u32(to, statistics->stored);
}

static void append_contents(struct segment_writer *writer,
                            const struct segment_statistics *statistics, uint64_t data_end,
                            struct buffer *contents)
{
    append_statistics(contents, statistics);
    buffer_append_u64(contents, data_end);
    buffer_append_u32(contents, SECTION_COUNT);
    buffer_append_u32(contents, 0);
    for (int i = 0; i < SECTION_COUNT; i++) {
        buffer_append_u64(contents, writer->section_offset[i]);
        buffer_append_u64(contents, writer->section_size[i]);
    }
    const struct buffer *table = &writer->page_checksums.buffer;
    for (size_t at = 0; at < table->size; at += SEGMENT_PAGE_SIZE) {
        size_t size = table->size - at;
        if (size > SEGMENT_PAGE_SIZE)
            size = SEGMENT_PAGE_SIZE;
        buffer_append_u32(contents, segment_checksum(0, table->data + at, size));
    }
}

static uint32_t append_tail(struct segment_writer *writer, uint64_t contents_offset,
                            const struct buffer *contents)
{
    unsigned char tail[SEGMENT_TAIL_SIZE] = {0};
    const uint64_t size = contents->size;
    const uint32_t sum = segment_checksum(0, contents->data, contents->size);
    memcpy(tail + TAIL_CONTENTS_OFFSET, &contents_offset, 8);
    memcpy(tail + TAIL_CONTENTS_SIZE, &size, 8);
    memcpy(tail + TAIL_CONTENTS_CHECKSUM, &sum, 4);
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): a magic has no NUL */
    memcpy(tail + TAIL_MAGIC, SEGMENT_TAIL_MAGIC, 8);
    const uint32_t checksum = segment_checksum(0, tail, TAIL_CHECKSUM);
    memcpy(tail + TAIL_CHECKSUM, &checksum, 4);
    buffer_append(&writer->pending, tail, sizeof tail);
    return checksum;
}

static void release_writer(struct segment_writer *writer)
{
    buffer_release(&writer->pending);
    vector_release(&writer->page_checksums);
    if (writer->descriptor >= 0 && close(writer->descriptor) != 0)
        keep_status(writer, error_system("cannot close '%s'", writer->path.text));
    writer->descriptor = -1;
}

int segment_writer_finish(struct segment_writer *writer,
                          const struct segment_statistics *statistics, uint64_t *size,
                          uint32_t *checksum)
{
    assert(writer->open_section < 0);
    align_section(writer);
    uint64_t data_end = written_size(writer);
    if (writer->in_page > 0)
        finish_page(writer);
    struct buffer contents;
    buffer_init(&contents);
    append_contents(writer, statistics, data_end, &contents);
    buffer_append(&writer->pending, writer->page_checksums.buffer.data,
                  writer->page_checksums.buffer.size);
    uint64_t contents_offset = written_size(writer);
    buffer_append(&writer->pending, contents.data, contents.size);
    *checksum = append_tail(writer, contents_offset, &contents);
    keep_status(writer, buffer_status(&contents));
    keep_status(writer, vector_status(&writer->page_checksums));
    buffer_release(&contents);
    flush_pending(writer);
    *size = writer->flushed;
    if (writer->status == 0)
        keep_status(writer, file_sync(writer->descriptor, writer->path.text));
    release_writer(writer);
    return writer->status;
}

void segment_writer_abandon(struct segment_writer *writer)
{
    release_writer(writer);
}
