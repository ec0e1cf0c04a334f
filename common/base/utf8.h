/* UTF-8 (RFC 3629): code points to bytes and back, and where characters begin. */
#ifndef FOUILLE_BASE_UTF8_H
#define FOUILLE_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"

enum { UTF8_MAX_BYTES = 4 };

/* U+FFFD, which stands for what cannot be decoded. */
#define UTF8_REPLACEMENT UINT32_C(0xfffd)

/* Whether the byte goes on with a character and does not begin one. */
static inline bool utf8_is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Reads the character at `at` of valid UTF-8; its size in bytes is 1 to 4. */
static inline unsigned utf8_decode(const char *at, uint32_t *character)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (byte[0] < 0x80) {
        *character = byte[0];
        return 1;
    }
    if (byte[0] < 0xe0) {
        *character = (byte[0] & 0x1fU) << 6 | (byte[1] & 0x3fU);
        return 2;
    }
    if (byte[0] < 0xf0) {
        *character = (byte[0] & 0x0fU) << 12 | (byte[1] & 0x3fU) << 6 | (byte[2] & 0x3fU);
        return 3;
    }
    *character = (byte[0] & 0x07U) << 18 | (byte[1] & 0x3fU) << 12 | (byte[2] & 0x3fU) << 6 |
                 (byte[3] & 0x3fU);
    return 4;
}

/* Writes a code point that is at most 0x10ffff at `to`, which has UTF8_MAX_BYTES of room; returns
 * the number of bytes. A surrogate is written as the three bytes that it would take. */
unsigned utf8_encode(uint32_t character, char *to);

void utf8_append(struct buffer *to, uint32_t character);

/* The size of the well-formed sequence at the start of [at, end), which is not empty, or 0 (Unicode
 * 15, table 3-7). */
unsigned utf8_sequence_size(const char *at, const char *end);

/* The size of the longest prefix that is valid UTF-8. Eight bytes at a time in ASCII. */
size_t utf8_valid_prefix(const char *bytes, size_t size);

/* The largest offset, at most `limit`, at which valid UTF-8 of `size` bytes can be cut without
 * cutting a character. O(1). */
size_t utf8_floor(const char *text, size_t size, size_t limit);

/* The number of characters (code points) of valid UTF-8. */
size_t utf8_count(const char *text, size_t size);

#endif
