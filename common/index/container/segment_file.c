#include "common/index/container/segment_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/pages.h"
#include "common/index/container/segment_layout.h"

static const char *const section_names[SECTION_COUNT] = {
    [SECTION_STORE] = "store",
    [SECTION_STORE_INDEX] = "store-index",
    [SECTION_POSTINGS] = "postings",
    [SECTION_POSITIONS] = "positions",
    [SECTION_RANKS] = "ranks",
    [SECTION_TERMS] = "terms",
    [SECTION_TERM_INDEX] = "term-index",
    [SECTION_FORMS] = "forms",
    [SECTION_FORM_INDEX] = "form-index",
    [SECTION_LENGTHS] = "lengths",
    [SECTION_TITLE_LENGTHS] = "title-lengths",
    [SECTION_DAYS] = "days",
    [SECTION_DOCUMENTS] = "documents",
    [SECTION_DOCUMENT_INDEX] = "document-index",
};

const char *section_name(enum section section)
{
    return section_names[section];
}

static int file_damaged(const struct segment_file *file, const char *what)
{
    if (map_fault_occurred(file->map.guard))
        return map_fault_error();
    return error_set(ERROR_CORRUPT, "'%s' is damaged: %s", file->display_path, _(what));
}

static uint64_t pages_of(uint64_t bytes)
{
    return bytes / SEGMENT_PAGE_SIZE + (bytes % SEGMENT_PAGE_SIZE != 0);
}

/* Checks the header's magic and version, and all of the tail and the contents, which have no page
 * checksums. */
static int read_ends(struct segment_file *file, uint32_t checksum, uint64_t *contents_offset,
                     uint64_t *contents_size)
{
    const unsigned char *header = file->map.data;
    const unsigned char *tail = file->map.data + file->map.size - SEGMENT_TAIL_SIZE;
    if (memcmp(header, SEGMENT_MAGIC, 8) != 0 ||
        memcmp(tail + TAIL_MAGIC, SEGMENT_TAIL_MAGIC, 8) != 0)
        return file_damaged(file, "it does not begin and end like a segment");
    file->version = load_u32(header + HEADER_VERSION);
    if (file->version != SEGMENT_VERSION)
        return error_set(ERROR_VERSION,
                         "'%s' has format version %u, but this program reads version %d; reindex "
                         "with: fouille-index --rebuild",
                         file->display_path, file->version, SEGMENT_VERSION);
    uint32_t sum = segment_checksum(0, tail, TAIL_CHECKSUM);
    if (sum != load_u32(tail + TAIL_CHECKSUM))
        return file_damaged(file, "its tail does not match its checksum");
    if (sum != checksum)
        return file_damaged(file, "it is not the segment that the manifest names");
    *contents_offset = load_u64(tail + TAIL_CONTENTS_OFFSET);
    *contents_size = load_u64(tail + TAIL_CONTENTS_SIZE);
    uint64_t before_tail = file->map.size - SEGMENT_TAIL_SIZE;
    if (*contents_offset > before_tail || *contents_size != before_tail - *contents_offset)
        return file_damaged(file, "its table of contents lies outside the file");
    if (segment_checksum(0, file->map.data + *contents_offset, *contents_size) !=
        load_u32(tail + TAIL_CONTENTS_CHECKSUM))
        return file_damaged(file, "its table of contents does not match its checksum");
    return 0;
}

static void read_statistics(struct segment_statistics *statistics, const unsigned char *at)
{
    statistics->fingerprint = load_u64(at);
    statistics->total_length = load_u64(at + 8);
    statistics->total_title_length = load_u64(at + 16);
    statistics->text_bytes = load_u64(at + 24);
    statistics->document_count = load_u32(at + 32);
    statistics->term_count = load_u32(at + 36);
    statistics->form_count = load_u32(at + 40);
    statistics->stored = load_u32(at + 44);
}

static bool sections_overlap(const struct segment_file *file, int one, int other)
{
    uint64_t start = file->sections[one].offset, begin = file->sections[other].offset;
    return start < begin + file->sections[other].size && begin < start + file->sections[one].size;
}

/* Checks that every section ends by the end of the pages, and that one that is not empty is aligned
 * and overlaps neither the header nor another section. */
static int check_sections(const struct segment_file *file, uint64_t data_end)
{
    for (int i = 0; i < SECTION_COUNT; i++) {
        uint64_t offset = file->sections[i].offset, extent = file->sections[i].size;
        if (offset > data_end || extent > data_end - offset)
            return file_damaged(file, "a section lies outside the file");
        if (extent > 0 && (offset < SEGMENT_HEADER_SIZE || offset % SEGMENT_ALIGNMENT != 0))
            return file_damaged(file, "a section begins at an invalid offset");
        for (int before = 0; before < i && extent > 0; before++)
            if (file->sections[before].size > 0 && sections_overlap(file, before, i))
                return file_damaged(file, "a section overlaps another");
    }
    return 0;
}

static int read_contents(struct segment_file *file, uint64_t offset, uint64_t size)
{
    const unsigned char *at = file->map.data + offset;
    if (size < CONTENTS_FIXED_SIZE || load_u32(at + CONTENTS_SECTION_COUNT) != SECTION_COUNT)
        return file_damaged(file, "its table of contents is malformed");
    read_statistics(&file->statistics, at + CONTENTS_STATISTICS);
    uint64_t data_end = load_u64(at + CONTENTS_DATA_END);
    for (int i = 0; i < SECTION_COUNT; i++) {
        const unsigned char *entry = at + CONTENTS_SECTIONS + (size_t)i * 16;
        file->sections[i].offset = load_u64(entry);
        file->sections[i].size = load_u64(entry + 8);
    }
    if (data_end > offset)
        return file_damaged(file, "its pages lie outside the file");
    int status = check_sections(file, data_end);
    if (status != 0)
        return status;
    file->page_count = pages_of(data_end);
    uint64_t table_size = file->page_count * 4;
    if (table_size != offset - data_end || size != CONTENTS_FIXED_SIZE + pages_of(table_size) * 4)
        return file_damaged(file, "its page table has the wrong size");
    file->page_checksums = file->map.data + data_end;
    file->table_checksums = at + CONTENTS_FIXED_SIZE;
    return 0;
}

static int open_mapped(struct segment_file *file, uint64_t size, uint32_t checksum)
{
    if (file->map.size != size)
        return error_set(ERROR_CORRUPT, "'%s' is damaged: it has %zu bytes instead of %llu",
                         file->display_path, file->map.size, (unsigned long long)size);
    if (size < SEGMENT_HEADER_SIZE + SEGMENT_TAIL_SIZE)
        return file_damaged(file, "it is too short for a segment");
    uint64_t contents_offset = 0, contents_size = 0;
    int status = read_ends(file, checksum, &contents_offset, &contents_size);
    if (status == 0)
        status = read_contents(file, contents_offset, contents_size);
    if (status != 0)
        return status;
    file->verified = pages_alloc_sparse((size_t)file->page_count + 1);
    file->table_verified = calloc(pages_of(file->page_count * 4) + 1, 1);
    if (file->verified == NULL || file->table_verified == NULL)
        return error_memory();
    file->checksum = checksum;
    return 0;
}

int segment_file_open(struct segment_file *file, int directory,
                      const struct segment_file_entry *entry, const char *display_path)
{
    *file = (struct segment_file){.root_count = UINT32_MAX};
    file->display_path = strdup(display_path);
    if (file->display_path == NULL)
        return error_memory();
    int status = file_map_open(&file->map, directory, entry->name, display_path);
    if (status == 0)
        status = open_mapped(file, entry->size, entry->checksum);
    uint32_t version = file->version;
    if (status != 0)
        segment_file_close(file);
    file->version = version;
    return status;
}

void segment_file_close(struct segment_file *file)
{
    file_map_close(&file->map);
    free(file->display_path);
    pages_free_sparse((void *)file->verified, (size_t)file->page_count + 1);
    free((void *)file->table_verified);
    *file = (struct segment_file){0};
}

static int verify_table_page(struct segment_file *file, uint64_t page)
{
    if (atomic_load_explicit(&file->table_verified[page], memory_order_relaxed) != 0)
        return 0;
    uint64_t start = page * SEGMENT_PAGE_SIZE, size = file->page_count * 4 - start;
    if (size > SEGMENT_PAGE_SIZE)
        size = SEGMENT_PAGE_SIZE;
    if (segment_checksum(0, file->page_checksums + start, size) !=
        load_u32(file->table_checksums + page * 4))
        return file_damaged(file, "its page table does not match its checksum");
    atomic_store_explicit(&file->table_verified[page], 1, memory_order_relaxed);
    return 0;
}

static int verify_page(struct segment_file *file, uint64_t page)
{
    int status = verify_table_page(file, page * 4 / SEGMENT_PAGE_SIZE);
    if (status != 0)
        return status;
    uint64_t start = page * SEGMENT_PAGE_SIZE;
    uint64_t size = (uint64_t)(file->page_checksums - file->map.data) - start;
    if (size > SEGMENT_PAGE_SIZE)
        size = SEGMENT_PAGE_SIZE;
    bool good = segment_checksum(0, file->map.data + start, size) ==
                load_u32(file->page_checksums + page * 4);
    if (!good && map_fault_occurred(file->map.guard))
        return map_fault_error();
    if (!good)
        return error_set(ERROR_CORRUPT,
                         "'%s' is damaged: page %llu (bytes %llu to %llu) does not match its "
                         "checksum",
                         file->display_path, (unsigned long long)page, (unsigned long long)start,
                         (unsigned long long)(start + size - 1));
    atomic_store_explicit(&file->verified[page], 1, memory_order_relaxed);
    return 0;
}

const unsigned char *segment_file_load(struct segment_file *file, enum section section,
                                       uint64_t offset, uint64_t size)
{
    if (offset > file->sections[section].size || size > file->sections[section].size - offset) {
        error_set(ERROR_CORRUPT, "'%s' is damaged: bytes %llu + %llu lie outside section %s",
                  file->display_path, (unsigned long long)offset, (unsigned long long)size,
                  section_name(section));
        return NULL;
    }
    uint64_t start = file->sections[section].offset + offset;
    if (size == 0)
        return file->map.data;
    uint64_t last = (start + size - 1) / SEGMENT_PAGE_SIZE;
    for (uint64_t page = start / SEGMENT_PAGE_SIZE; page <= last; page++)
        if (atomic_load_explicit(&file->verified[page], memory_order_relaxed) == 0 &&
            verify_page(file, page) != 0)
            return NULL;
    return file->map.data + start;
}

void segment_file_release_pages(struct segment_file *file)
{
    if (file->map.size > 0)
        madvise((void *)(uintptr_t)file->map.data, file->map.size, MADV_DONTNEED);
}

int segment_file_verify(struct segment_file *file)
{
    for (uint64_t page = 0; page < file->page_count; page++) {
        int status = verify_page(file, page);
        if (status != 0)
            return status;
    }
    return 0;
}
