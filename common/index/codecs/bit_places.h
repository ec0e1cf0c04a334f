/* Where the ones of a bit string are: what unary numbers and bitsets are decoded with. */
#ifndef FOUILLE_CODECS_BIT_PLACES_H
#define FOUILLE_CODECS_BIT_PLACES_H

#include <stdint.h>

enum {
    BIT_PLACES_BYTES = 255, /* the longest string */
    /* Entries for as many ones as it may have, and for those past the last that are written, too.
     */
    BIT_PLACES_ROOM = 8 * BIT_PLACES_BYTES + 64
};

/* Stores the offset of each one in `places`, ascending, and returns their number. Bits are counted
 * from the lowest of the first byte; `size` is at most BIT_PLACES_BYTES. About 10 ns for 32 bytes
 * where the processor has AVX-512 VBMI2, 40 ns elsewhere. */
unsigned bit_places(const unsigned char *bytes, unsigned size, uint16_t places[BIT_PLACES_ROOM]);

/* The same, without instructions that not all processors have. */
unsigned bit_places_plain(const unsigned char *bytes, unsigned size,
                          uint16_t places[BIT_PLACES_ROOM]);

#endif
