/* Writes consecutive bits, the lowest bit of the first byte first. The caller provides the room:
 * the number of bits / 8, rounded up. */
#ifndef FOUILLE_CODECS_BIT_WRITER_H
#define FOUILLE_CODECS_BIT_WRITER_H

#include <assert.h>
#include <stdint.h>

struct bit_writer {
    unsigned char *at;
    uint64_t held;  /* bits that do not fill a byte yet */
    unsigned count; /* number of bits held */
};

/* Writes a value below 2^width, width at most 32. */
static inline void bit_writer_write(struct bit_writer *writer, uint32_t value, unsigned width)
{
    assert(width <= 32 && (uint64_t)value >> width == 0);
    writer->held |= (uint64_t)value << writer->count;
    for (writer->count += width; writer->count >= 8; writer->count -= 8) {
        *writer->at++ = (unsigned char)writer->held;
        writer->held >>= 8;
    }
}

/* Pads the last byte with zeros and leaves `at` past it. */
static inline void bit_writer_end(struct bit_writer *writer)
{
    if (writer->count > 0)
        *writer->at++ = (unsigned char)writer->held;
    writer->count = 0;
}

#endif
