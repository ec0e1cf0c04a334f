/* Segment files for tests, made of sections given as bytes. */
#ifndef FOUILLE_TESTS_SECTIONS_H
#define FOUILLE_TESTS_SECTIONS_H

#include "tests/unit/base/property.h"
#include "tests/unit/base/scratch.h"

#include "common/index/container/segment_writer.h"

struct sections {
    struct segment_statistics statistics;
    const struct buffer *bytes[SECTION_COUNT]; /* NULL: empty */
    uint64_t size;                             /* of the file, and its check; filled in */
    uint32_t checksum;
};

/* Writes the file `name`. */
static inline void sections_write(struct sections *sections, const struct scratch *scratch,
                                  const char *name)
{
    struct segment_writer writer;
    assert_int_equal(segment_writer_create(&writer, scratch->directory, name), 0);
    for (int section = 0; section < SECTION_COUNT; section++) {
        const struct buffer *bytes = sections->bytes[section];
        segment_writer_begin(&writer, (enum section)section);
        if (bytes != NULL)
            segment_writer_append(&writer, bytes->data, bytes->size);
        segment_writer_end(&writer);
    }
    assert_int_equal(
        segment_writer_finish(&writer, &sections->statistics, &sections->size, &sections->checksum),
        0);
}

/* Writes it, opens it, and removes its name. */
static inline void sections_open(struct sections *sections, const struct scratch *scratch,
                                 struct segment_file *file)
{
    sections_write(sections, scratch, "sections.seg");
    assert_int_equal(segment_file_open(file, scratch->directory,
                                       &(struct segment_file_entry){"sections.seg", sections->size,
                                                                    sections->checksum},
                                       "sections.seg"),
                     0);
    unlinkat(scratch->directory, "sections.seg", 0);
}

#endif
