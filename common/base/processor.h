/* The processors that fouille supports. Numbers in an index are read and written as they are in
 * memory, which docs/format.md defines as little-endian; files and hashes are handled in 64 bits.
 * cmake/processor.cmake checks the same before anything is compiled.
 */
#ifndef FOUILLE_BASE_PROCESSOR_H
#define FOUILLE_BASE_PROCESSOR_H

_Static_assert(sizeof(void *) == 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "fouille needs a 64-bit little-endian processor (docs/platforms.md)");

#endif
