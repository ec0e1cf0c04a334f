#include "indexer/sources/article/hash.h"

#include <string.h>

#include "common/base/buffer.h"

__extension__ typedef unsigned __int128 uint128;

/* Odd constants with about as many ones as zeros: digits of the golden ratio and of square
 * roots. */
static const uint64_t KEY_A = 0x9e3779b97f4a7c15, KEY_B = 0xbb67ae8584caa73b;
static const uint64_t KEY_C = 0x3c6ef372fe94f82b, KEY_D = 0xa54ff53a5f1d36f1;

static uint64_t mix_product(uint64_t left, uint64_t right)
{
    uint128 product = (uint128)left * right;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Folds in the last 1 to 31 bytes, padded with zeros. */
static uint64_t mix_tail(const unsigned char *at, size_t size, uint64_t state)
{
    unsigned char block[32] = {0};
    memcpy(block, at, size);
    state = mix_product(load_u64(block) ^ KEY_A, load_u64(block + 8) ^ state);
    return mix_product(load_u64(block + 16) ^ KEY_C, load_u64(block + 24) ^ state);
}

uint64_t hash_bytes(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t first = KEY_B, second = KEY_D;
    size_t left = size;
    while (left >= 32) { /* two lanes, so that the multiplications overlap */
        first = mix_product(load_u64(at) ^ KEY_A, load_u64(at + 8) ^ first);
        second = mix_product(load_u64(at + 16) ^ KEY_C, load_u64(at + 24) ^ second);
        at += 32;
        left -= 32;
    }
    if (left > 0)
        first = mix_tail(at, left, first);
    return mix_product(first ^ KEY_C ^ (uint64_t)size, second ^ KEY_A);
}
