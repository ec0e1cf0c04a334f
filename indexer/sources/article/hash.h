/* A 64-bit hash of bytes, which shows whether an article has changed since it was indexed.
 *
 * Indexes store it: the function must not change without a new index version. It does not resist
 * adversaries. The idea is wyhash's (Wang Yi, "wyhash", 2019): fold the 128-bit product of the
 * input, xor'ed with constants, into 64 bits. About 10 bytes per nanosecond.
 */
#ifndef FOUILLE_ARTICLE_HASH_H
#define FOUILLE_ARTICLE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *bytes, size_t size);

#endif
