#include "index/segment.h"

#include "index/document_table.h"
#include "index/text_store.h"
#include "platform/error.h"

static int check_size(const struct segment *segment, enum section section, uint64_t size)
{
    if (segment->file.sections[section].size != size)
        return error_set(
            ERROR_CORRUPT, "'%s' is damaged: section %s has %llu bytes instead of %llu",
            segment->file.shown, section_name(section),
            (unsigned long long)segment->file.sections[section].size, (unsigned long long)size);
    return 0;
}

static int check_sizes(const struct segment *segment)
{
    uint64_t documents = segment_documents(segment);
    uint64_t blocks = documents / DOCUMENT_BLOCK_SIZE + (documents % DOCUMENT_BLOCK_SIZE != 0);
    int status = check_size(segment, SECTION_LENGTHS, documents * 4);
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
    if (status == 0)
        status = key_set_check(&segment->folds);
    return status;
}

int segment_open(struct segment *segment, int directory, const char *name, const char *shown,
                 uint64_t size, uint32_t check)
{
    *segment = (struct segment){0};
    struct segment_file *file = &segment->file;
    int status = segment_file_open(file, directory, name, shown, size, check);
    if (status != 0)
        return status;
    segment->terms =
        (struct key_set){file, SECTION_TERMS, SECTION_TERM_INDEX, file->said.term_count};
    segment->forms =
        (struct key_set){file, SECTION_FORMS, SECTION_FORM_INDEX, file->said.form_count};
    segment->folds =
        (struct key_set){file, SECTION_FOLDS, SECTION_FOLD_INDEX, file->said.fold_count};
    status = check_sizes(segment);
    if (status != 0)
        segment_close(segment);
    return status;
}

void segment_close(struct segment *segment)
{
    segment_file_close(&segment->file);
}
