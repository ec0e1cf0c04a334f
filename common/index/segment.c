#include "common/index/segment.h"

#include <assert.h>
#include <errno.h>

#include "common/base/error.h"
#include "common/base/path.h"
#include "common/index/documents/document_table.h"
#include "common/index/documents/text_store.h"

static int check_size(const struct segment *segment, enum section section, uint64_t size)
{
    if (segment->file.sections[section].size != size)
        return error_set(
            ERROR_CORRUPT, "'%s' is damaged: section %s has %llu bytes instead of %llu",
            segment->file.display_path, section_name(section),
            (unsigned long long)segment->file.sections[section].size, (unsigned long long)size);
    return 0;
}

/* Limits the totals, so that their sums over segments cannot overflow below 2^32 documents. */
static int check_totals(const struct segment *segment)
{
    const struct segment_statistics *statistics = &segment->file.statistics;
    uint64_t documents = statistics->document_count;
    if (statistics->total_length > documents * UINT32_MAX ||
        statistics->total_title_length > documents * UINT16_MAX)
        return error_set(ERROR_CORRUPT,
                         "'%s' is damaged: the lengths of its documents are impossible",
                         segment->file.display_path);
    return 0;
}

static int check_sizes(const struct segment *segment)
{
    uint64_t documents = segment_document_count(segment);
    uint64_t blocks = (documents + DOCUMENT_BLOCK_SIZE - 1) / DOCUMENT_BLOCK_SIZE;
    int status = check_totals(segment);
    if (status == 0)
        status = check_size(segment, SECTION_LENGTHS, documents * 4);
    if (status == 0)
        status = check_size(segment, SECTION_TITLE_LENGTHS, documents * 2);
    if (status == 0)
        status = check_size(segment, SECTION_DAYS, documents * 4);
    if (status == 0)
        status = check_size(segment, SECTION_DOCUMENT_INDEX, (blocks + 1) * 8);
    if (status == 0)
        status = key_set_check(&segment->terms);
    if (status == 0)
        status = key_set_check(&segment->forms);
    return status;
}

int segment_open(struct segment *segment, int directory, const struct segment_file_entry *entry,
                 const char *display_path)
{
    *segment = (struct segment){0};
    struct segment_file *file = &segment->file;
    int status = segment_file_open(file, directory, entry, display_path);
    if (status != 0)
        return status;
    segment->terms = (struct key_set){file, SECTION_TERMS, SECTION_TERM_INDEX,
                                      file->statistics.term_count, false};
    segment->forms = (struct key_set){file, SECTION_FORMS, SECTION_FORM_INDEX,
                                      file->statistics.form_count, true};
    status = check_sizes(segment);
    if (status != 0)
        segment_close(segment);
    return status;
}

static int apply_manifest_entry(struct segment *segment, int directory, const char *display_path,
                                const struct manifest_segment *entry,
                                const struct manifest *manifest)
{
    const struct segment_statistics *statistics = &segment->file.statistics;
    if (statistics->document_count != entry->documents ||
        statistics->fingerprint != manifest->fingerprint)
        return error_set(ERROR_CORRUPT, "'%s' is damaged: it does not match the manifest",
                         segment->file.display_path);
    segment->file.roots = entry->roots;
    segment->file.root_count = entry->roots != NULL ? entry->root_count : manifest->root_count;
    if (entry->amendments.name[0] == '\0')
        return 0;
    struct buffer path = {0};
    buffer_append_string(&path, display_path);
    path_append(&path, slice_of(entry->amendments.name));
    int status = amendments_open(&segment->amendments, directory, entry, buffer_string(&path));
    buffer_release(&path);
    if (status == 0 && segment->amendments.deleted_count > 0)
        segment->file.deleted = segment->amendments.deleted;
    return status;
}

int segment_open_listed(struct segment *segment, int directory, const char *display_path,
                        const struct manifest_segment *entry, const struct manifest *manifest)
{
    struct buffer path = {0};
    buffer_append_string(&path, display_path);
    path_append(&path, slice_of(entry->name));
    const struct segment_file_entry listed = {entry->name, entry->size, entry->checksum};
    int status = segment_open(segment, directory, &listed, buffer_string(&path));
    buffer_release(&path);
    if (status != 0)
        return status;
    status = apply_manifest_entry(segment, directory, display_path, entry, manifest);
    if (status != 0) {
        int reason = errno; /* index_open checks it for a missing file */
        segment_close(segment);
        errno = reason;
    }
    return status;
}

void segment_close(struct segment *segment)
{
    amendments_close(&segment->amendments);
    segment_file_close(&segment->file);
}

/* Returns the first deleted document >= `from`; POSTINGS_END when there is none. */
static uint32_t deleted_from(const struct segment *segment, uint32_t from)
{
    uint32_t documents = segment_document_count(segment);
    while (from < documents) {
        unsigned bits = (unsigned)segment->file.deleted[from / 8] >> from % 8;
        if (bits != 0)
            return from + (uint32_t)__builtin_ctz(bits);
        from = (from / 8 + 1) * 8;
    }
    return POSTINGS_END;
}

uint32_t segment_next_deleted(const struct segment *segment, struct postings_cursor *cursor)
{
    assert(cursor->file == &segment->file);
    if (segment->file.deleted == NULL)
        return POSTINGS_END;
    uint32_t document = postings_next(cursor);
    while (document != POSTINGS_END && !segment_is_deleted(segment, document)) {
        uint32_t deleted = deleted_from(segment, document);
        if (deleted == POSTINGS_END)
            return POSTINGS_END;
        document = postings_advance(cursor, deleted);
    }
    return document;
}
