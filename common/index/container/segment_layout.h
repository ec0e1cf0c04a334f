/* The layout of a segment file; internal to its writer and its reader. docs/format.md, "The
 * container", describes it in prose. */
#ifndef FOUILLE_CONTAINER_SEGMENT_LAYOUT_H
#define FOUILLE_CONTAINER_SEGMENT_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include <libdeflate.h>

#include "common/index/container/segment_file.h"

#define SEGMENT_MAGIC "FOUILSEG"
#define SEGMENT_TAIL_MAGIC "GESLIUOF"

enum { SEGMENT_HEADER_SIZE = 64, HEADER_VERSION = 8 };

enum {
    CONTENTS_STATISTICS = 0,
    STATISTICS_SIZE = 48,
    CONTENTS_DATA_END = STATISTICS_SIZE, /* offset of the page table */
    CONTENTS_SECTION_COUNT = CONTENTS_DATA_END + 8,
    CONTENTS_SECTIONS = CONTENTS_SECTION_COUNT + 8,
    CONTENTS_FIXED_SIZE = CONTENTS_SECTIONS + 16 * SECTION_COUNT
};

enum {
    SEGMENT_TAIL_SIZE = 64,
    TAIL_CONTENTS_OFFSET = 0,
    TAIL_CONTENTS_SIZE = 8,
    TAIL_CONTENTS_CHECKSUM = 16,
    TAIL_MAGIC = 48,
    TAIL_CHECKSUM = 60 /* of the 60 bytes before it */
};

/* Returns the CRC-32, as zlib's crc32(), continued from `sum` (0 at the start). */
static inline uint32_t segment_checksum(uint32_t sum, const void *bytes, size_t size)
{
    return libdeflate_crc32(sum, bytes, size);
}

#endif
