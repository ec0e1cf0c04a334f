#include "indexer/merge/spill.h"

#include <errno.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/index/index_folder.h"

void spill_init(struct spill *spill, int directory)
{
    *spill = (struct spill){.directory = directory, .descriptor = -1};
}

void spill_release(struct spill *spill)
{
    if (spill->descriptor >= 0)
        close(spill->descriptor);
    spill->descriptor = -1;
}

int spill_flush(struct spill *spill, struct buffer *held, uint64_t *flushed)
{
    struct file_path path;
    if (held->size < SPILL_HELD)
        return 0;
    if (spill->descriptor < 0)
        spill->descriptor = file_open_unnamed(spill->directory, FOLDER_MERGE);
    if (spill->descriptor < 0)
        return error_system("cannot create '%s'", file_path(&path, spill->directory, FOLDER_MERGE));
    int status = file_write_all(spill->descriptor, held->data, held->size,
                                file_path(&path, spill->directory, FOLDER_MERGE));
    spill->written += held->size;
    *flushed += held->size;
    held->size = 0;
    return status;
}

int spill_copy(const struct spill *spill, const struct buffer *held, struct segment_writer *segment)
{
    char bytes[1 << 13];
    struct file_path path;
    uint64_t offset = 0;
    while (offset < spill->written) {
        ssize_t got = pread(spill->descriptor, bytes, sizeof bytes, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return error_system("cannot read '%s'",
                                file_path(&path, spill->directory, FOLDER_MERGE));
        segment_writer_append(segment, bytes, (size_t)got);
        offset += (uint64_t)got;
    }
    segment_writer_append(segment, held->data, held->size);
    return segment->status;
}
