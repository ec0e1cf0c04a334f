/* Makes the checksums of a changed segment good again, so that what stands behind them is met: the
 * readers' own bounds. */
#ifndef FOUILLE_TESTS_SEAL_H
#define FOUILLE_TESTS_SEAL_H

#include "tests/corrupt/sample.h"

#include "common/index/container/segment_layout.h"

/* Where things stand in the segment. */
struct places {
    uint64_t data_end, contents, tail;
};

static inline struct places places_of(const struct buffer *bytes)
{
    struct places places = {.tail = bytes->size - SEGMENT_TAIL_SIZE};
    places.contents = load_u64(bytes->data + places.tail + TAIL_CONTENTS_OFFSET);
    places.data_end = load_u64(bytes->data + places.contents + CONTENTS_DATA_END);
    return places;
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
static inline uint32_t reseal(struct buffer *bytes, const struct places *places)
{
    char *data = bytes->data, *table = data + places->data_end;
    for (uint64_t at = 0; at < places->data_end; at += SEGMENT_PAGE_SIZE) {
        uint64_t size = places->data_end - at;
        if (size > SEGMENT_PAGE_SIZE)
            size = SEGMENT_PAGE_SIZE;
        put_u32(table + at / SEGMENT_PAGE_SIZE * 4, segment_sum(0, data + at, size));
    }
    /* The page table of a sample fits on one page. */
    put_u32(data + places->contents + CONTENTS_FIXED_SIZE,
            segment_sum(0, table, places->contents - places->data_end));
    put_u32(data + places->tail + TAIL_CONTENTS_SUM,
            segment_sum(0, data + places->contents, places->tail - places->contents));
    uint32_t check = segment_sum(0, data + places->tail, TAIL_CHECK);
    put_u32(data + places->tail + TAIL_CHECK, check);
    return check;
}

/* An index of one segment that is changed and sealed again and again. */
struct sealed {
    struct sample sample;
    struct manifest manifest;
    struct buffer bytes;
    struct places places;
    int descriptor;
};

static inline void sealed_publish(struct sealed *sealed)
{
    sealed->manifest.segments[0].check = reseal(&sealed->bytes, &sealed->places);
    sample_write(sealed->descriptor, sealed->bytes.data, sealed->bytes.size, 0);
    if (manifest_write(&sealed->manifest, sealed->sample.directory) != 0)
        sample_fail("cannot write the manifest");
}

static inline void sealed_open(struct sealed *sealed, unsigned documents)
{
    sample_build(&sealed->sample, 1, documents);
    if (manifest_read(&sealed->manifest, sealed->sample.directory, sealed->sample.path) != 0)
        sample_fail("the manifest");
    const char *name = sealed->manifest.segments[0].name;
    sample_read(&sealed->sample, name, &sealed->bytes);
    sealed->places = places_of(&sealed->bytes);
    sealed->descriptor = sample_open(&sealed->sample, name);
}

static inline void sealed_close(struct sealed *sealed)
{
    close(sealed->descriptor);
    buffer_release(&sealed->bytes);
    manifest_release(&sealed->manifest);
    sample_remove(&sealed->sample);
}

#endif
