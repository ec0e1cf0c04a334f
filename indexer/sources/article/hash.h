/* A 64-bit hash of bytes, to tell whether an article changed since it was indexed.
 *
 * Stored in indexes: the function may not change without a new index version. Not against an
 * adversary. The idea is wyhash's (Wang Yi, "wyhash", 2019): fold the 128-bit product of the
 * input, xor'ed with constants, into 64 bits. About 10 bytes a nanosecond.
 */
#ifndef FOUILLE_SOURCES_HASH_H
#define FOUILLE_SOURCES_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *bytes, size_t size);

#endif
