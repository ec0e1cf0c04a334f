#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/index/container/segment_file.h"
#include "common/index/container/segment_layout.h"

enum { PENDING_LIMIT = 1 << 16 };

static void note(struct segment_writer *writer, int status)
{
    if (writer->status == 0)
        writer->status = status;
}

static void flush_pending(struct segment_writer *writer)
{
    if (writer->status == 0)
        note(writer, buffer_status(&writer->pending));
    if (writer->status == 0)
        note(writer, file_write_all(writer->descriptor, writer->pending.data, writer->pending.size,
                                    writer->path.text));
    writer->flushed += writer->pending.size;
    buffer_clear(&writer->pending);
}

static void end_page(struct segment_writer *writer)
{
    buffer_append_u32(&writer->page_sums, writer->sum);
    writer->sum = 0;
    writer->in_page = 0;
}

static void sum_pages(struct segment_writer *writer, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    while (size > 0) {
        size_t part = SEGMENT_PAGE_SIZE - writer->in_page;
        if (part > size)
            part = size;
        writer->sum = segment_sum(writer->sum, at, part);
        writer->in_page += (uint32_t)part;
        if (writer->in_page == SEGMENT_PAGE_SIZE)
            end_page(writer);
        at += part;
        size -= part;
    }
}

/* Appends bytes that belong to pages. Large pieces are written directly, without a copy. */
static void append_paged(struct segment_writer *writer, const void *bytes, size_t size)
{
    sum_pages(writer, bytes, size);
    if (size < PENDING_LIMIT) {
        buffer_append(&writer->pending, bytes, size);
        if (writer->pending.size >= PENDING_LIMIT)
            flush_pending(writer);
        return;
    }
    flush_pending(writer);
    if (writer->status == 0)
        note(writer, file_write_all(writer->descriptor, bytes, size, writer->path.text));
    writer->flushed += size;
}

static uint64_t written(const struct segment_writer *writer)
{
    return writer->flushed + writer->pending.size;
}

static void align(struct segment_writer *writer)
{
    static const unsigned char zeros[SEGMENT_ALIGNMENT];
    append_paged(writer, zeros, -written(writer) & (SEGMENT_ALIGNMENT - 1));
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
    align(writer);
    writer->open_section = (int)section;
    writer->section_offset[section] = written(writer);
}

void segment_writer_append(struct segment_writer *writer, const void *bytes, size_t size)
{
    append_paged(writer, bytes, size);
}

uint64_t segment_writer_offset(const struct segment_writer *writer)
{
    return written(writer) - writer->section_offset[writer->open_section];
}

void segment_writer_end(struct segment_writer *writer)
{
    writer->section_size[writer->open_section] = segment_writer_offset(writer);
    writer->open_section = -1;
}

static void append_statistics(struct buffer *to, const struct segment_statistics *said)
{
    buffer_append_u64(to, said->fingerprint);
    buffer_append_u64(to, said->total_length);
    buffer_append_u64(to, said->total_title_length);
    buffer_append_u64(to, said->text_bytes);
    buffer_append_u32(to, said->document_count);
    buffer_append_u32(to, said->term_count);
    buffer_append_u32(to, said->form_count);
    buffer_append_u32(to, said->fold_count);
    buffer_append_u32(to, said->stored);
    buffer_append_u32(to, said->reserved);
}

static void append_contents(struct segment_writer *writer, const struct segment_statistics *said,
                            uint64_t data_end, struct buffer *contents)
{
    append_statistics(contents, said);
    buffer_append_u64(contents, data_end);
    buffer_append_u32(contents, SECTION_COUNT);
    buffer_append_u32(contents, 0);
    for (int i = 0; i < SECTION_COUNT; i++) {
        buffer_append_u64(contents, writer->section_offset[i]);
        buffer_append_u64(contents, writer->section_size[i]);
    }
    for (size_t at = 0; at < writer->page_sums.size; at += SEGMENT_PAGE_SIZE) {
        size_t size = writer->page_sums.size - at;
        if (size > SEGMENT_PAGE_SIZE)
            size = SEGMENT_PAGE_SIZE;
        buffer_append_u32(contents, segment_sum(0, writer->page_sums.data + at, size));
    }
}

static uint32_t append_tail(struct segment_writer *writer, uint64_t contents_offset,
                            const struct buffer *contents)
{
    unsigned char tail[SEGMENT_TAIL_SIZE] = {0};
    const uint64_t size = contents->size;
    const uint32_t sum = segment_sum(0, contents->data, contents->size);
    memcpy(tail + TAIL_CONTENTS_OFFSET, &contents_offset, 8);
    memcpy(tail + TAIL_CONTENTS_SIZE, &size, 8);
    memcpy(tail + TAIL_CONTENTS_SUM, &sum, 4);
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): a magic has no NUL */
    memcpy(tail + TAIL_MAGIC, SEGMENT_TAIL_MAGIC, 8);
    const uint32_t check = segment_sum(0, tail, TAIL_CHECK);
    memcpy(tail + TAIL_CHECK, &check, 4);
    buffer_append(&writer->pending, tail, sizeof tail);
    return check;
}

static void release(struct segment_writer *writer)
{
    buffer_release(&writer->pending);
    buffer_release(&writer->page_sums);
    if (writer->descriptor >= 0 && close(writer->descriptor) != 0)
        note(writer, error_system("cannot close '%s'", writer->path.text));
    writer->descriptor = -1;
}

int segment_writer_finish(struct segment_writer *writer, const struct segment_statistics *said,
                          uint64_t *size, uint32_t *check)
{
    align(writer);
    uint64_t data_end = written(writer);
    if (writer->in_page > 0)
        end_page(writer);
    struct buffer contents;
    buffer_init(&contents);
    append_contents(writer, said, data_end, &contents);
    buffer_append(&writer->pending, writer->page_sums.data, writer->page_sums.size);
    uint64_t contents_offset = written(writer);
    buffer_append(&writer->pending, contents.data, contents.size);
    *check = append_tail(writer, contents_offset, &contents);
    note(writer, buffer_status(&contents));
    note(writer, buffer_status(&writer->page_sums));
    buffer_release(&contents);
    flush_pending(writer);
    *size = writer->flushed;
    if (writer->status == 0)
        note(writer, file_sync(writer->descriptor, writer->path.text));
    release(writer);
    return writer->status;
}

void segment_writer_abandon(struct segment_writer *writer)
{
    release(writer);
}
