/* Makes the checksums of a changed segment good again, so that only the
 * readers' own bounds are left to find the change. */
#ifndef FOUILLE_TESTS_SEAL_H
#define FOUILLE_TESTS_SEAL_H

#include "tests/corrupt/sample.h"

#include "common/index/container/segment_layout.h"

/* Where things stand in the segment. */
struct layout {
    uint64_t data_end, contents, tail;
};

static inline struct layout layout_of(const struct buffer *bytes)
{
    struct layout layout = {.tail = bytes->size - SEGMENT_TAIL_SIZE};
    layout.contents = load_u64(bytes->data + layout.tail + TAIL_CONTENTS_OFFSET);
    layout.data_end = load_u64(bytes->data + layout.contents + CONTENTS_DATA_END);
    return layout;
}

static inline void put_u32(char *at, uint32_t value)
{
    memcpy(at, &value, sizeof value);
}

static inline void put_u64(char *at, uint64_t value)
{
    memcpy(at, &value, sizeof value);
}

/* Page sums, sums of the page table, of the contents, of the tail. Returns the last. */
static inline uint32_t reseal(struct buffer *bytes, const struct layout *layout)
{
    char *data = bytes->data, *table = data + layout->data_end;
    for (uint64_t at = 0; at < layout->data_end; at += SEGMENT_PAGE_SIZE) {
        uint64_t size = layout->data_end - at;
        if (size > SEGMENT_PAGE_SIZE)
            size = SEGMENT_PAGE_SIZE;
        put_u32(table + at / SEGMENT_PAGE_SIZE * 4, segment_checksum(0, data + at, size));
    }
    /* The page table of a sample fits on one page. */
    put_u32(data + layout->contents + CONTENTS_FIXED_SIZE,
            segment_checksum(0, table, layout->contents - layout->data_end));
    put_u32(data + layout->tail + TAIL_CONTENTS_CHECKSUM,
            segment_checksum(0, data + layout->contents, layout->tail - layout->contents));
    uint32_t checksum = segment_checksum(0, data + layout->tail, TAIL_CHECKSUM);
    put_u32(data + layout->tail + TAIL_CHECKSUM, checksum);
    return checksum;
}

/* An index of one segment that is changed and sealed again and again. */
struct sealed_segment {
    struct sample sample;
    struct manifest manifest;
    struct buffer bytes;
    struct layout layout;
    int descriptor;
};

static inline void sealed_publish(struct sealed_segment *sealed)
{
    sealed->manifest.segments[0].checksum = reseal(&sealed->bytes, &sealed->layout);
    sample_write(sealed->descriptor, sealed->bytes.data, sealed->bytes.size, 0);
    if (manifest_write(&sealed->manifest, sealed->sample.directory) != 0)
        sample_fail("cannot write the manifest");
}

static inline void sealed_open(struct sealed_segment *sealed, unsigned documents)
{
    sample_build(&sealed->sample, 1, documents);
    if (manifest_read(&sealed->manifest, sealed->sample.directory, sealed->sample.path) != 0)
        sample_fail("the manifest");
    const char *name = sealed->manifest.segments[0].name;
    sample_read(&sealed->sample, name, &sealed->bytes);
    sealed->layout = layout_of(&sealed->bytes);
    sealed->descriptor = sample_open(&sealed->sample, name);
}

static inline void sealed_close(struct sealed_segment *sealed)
{
    close(sealed->descriptor);
    buffer_release(&sealed->bytes);
    manifest_release(&sealed->manifest);
    sample_remove(&sealed->sample);
}

#endif
