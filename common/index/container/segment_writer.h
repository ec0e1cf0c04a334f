/* Writes the container of a segment (segment_file.h): sections one after another, in any order,
 * each once. Errors are sticky: the first is the status of segment_writer_finish. */
#ifndef FOUILLE_CONTAINER_SEGMENT_WRITER_H
#define FOUILLE_CONTAINER_SEGMENT_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "common/base/file.h"
#include "common/base/vector.h"
#include "common/index/container/segment_file.h"

struct segment_writer {
    int descriptor;
    struct file_path path; /* names the file in messages */
    struct buffer pending; /* appended, not yet written to the file */
    VECTOR(uint32_t) page_checksums;
    uint64_t flushed; /* bytes written to the file */
    uint32_t sum;     /* of the page being filled */
    uint32_t in_page; /* bytes in that page */
    uint64_t section_offset[SECTION_COUNT];
    uint64_t section_size[SECTION_COUNT];
    int open_section; /* -1 between sections */
    int status;       /* sticky: first failure */
};

/* Starts a file in the open folder; it must not exist. The writer owns the descriptor until
 * segment_writer_finish or _abandon. 0 or an error. */
int segment_writer_create(struct segment_writer *writer, int directory, const char *name);

/* Begins a section; the one before has been ended. */
void segment_writer_begin(struct segment_writer *writer, enum section section);
/* Appends to the open section. */
void segment_writer_append(struct segment_writer *writer, const void *bytes, size_t size);
/* Ends the open section. */
void segment_writer_end(struct segment_writer *writer);

/* Returns the number of bytes so far in the open section. */
uint64_t segment_writer_offset(const struct segment_writer *writer);

/* Between sections: writes what follows them, syncs and closes. `size` and `checksum` (the tail's
 * checksum, which identifies the contents of the whole file) go into the manifest. 0, or the first
 * failure since segment_writer_create; the caller then removes the file. */
int segment_writer_finish(struct segment_writer *writer,
                          const struct segment_statistics *statistics, uint64_t *size,
                          uint32_t *checksum);

/* Closes without finishing; the caller removes the file. */
void segment_writer_abandon(struct segment_writer *writer);

#endif
