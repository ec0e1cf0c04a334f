/* A growable byte buffer with a sticky error: straight-line writers append without checking, and
 * ask once at the end whether memory ever ran out (as SQLite's fts5_buffer.c does).
 *
 * `data` is owned by the buffer, and moves when it grows; large buffers grow by whole pages.
 * Integers are little-endian; a varint is LEB128: seven bits a byte, low bits first, the high bit
 * set when more bytes follow.
 */
#ifndef FOUILLE_BASE_BUFFER_H
#define FOUILLE_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/base/processor.h"

enum { VARINT_MAX_BYTES = 10 };

struct buffer {
    char *data;
    size_t size;
    size_t capacity;
    bool failed; /* an allocation failed; every later append is ignored */
};

void buffer_init(struct buffer *buffer);
void buffer_release(struct buffer *buffer);

/* Empties the buffer, keeps its storage and forgets a past failure. */
void buffer_clear(struct buffer *buffer);

/* Makes room for `extra` more bytes. Returns 0, or ERROR_MEMORY, which is then sticky. */
int buffer_reserve(struct buffer *buffer, size_t extra);

/* Returns 0, or ERROR_MEMORY with its message if any append since the last clear failed. */
int buffer_status(const struct buffer *buffer);

/* Returns the contents (size bytes and a NUL), which the caller then owns, or NULL on failure. The
 * buffer is empty afterwards. */
char *buffer_detach(struct buffer *buffer);

/* Each appends a copy. `bytes` are not the buffer's own, which may move; NULL is allowed for none.
 */
void buffer_append(struct buffer *buffer, const void *bytes, size_t size);
void buffer_append_string(struct buffer *buffer, const char *string);
void buffer_append_byte(struct buffer *buffer, unsigned char byte);
void buffer_append_u16(struct buffer *buffer, uint16_t value);
void buffer_append_u32(struct buffer *buffer, uint32_t value);
void buffer_append_u64(struct buffer *buffer, uint64_t value);
void buffer_append_varint(struct buffer *buffer, uint64_t value);
void buffer_append_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends zero bytes until size is a multiple of `alignment` (a power of two). */
void buffer_align(struct buffer *buffer, size_t alignment);

/* Puts a NUL after the last byte, not counted in size. Returns data, or "" when memory ran out. */
const char *buffer_string(struct buffer *buffer);

/* Writes `value` at `to`, which has room for VARINT_MAX_BYTES; returns the byte after it. */
static inline unsigned char *varint_write(unsigned char *to, uint64_t value)
{
    while (value >= 0x80) {
        *to++ = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    *to++ = (unsigned char)value;
    return to;
}

/* varint_read for a varint of three bytes or more, or one that ends at the end of the range. */
const unsigned char *varint_read_long(const unsigned char *at, const unsigned char *end,
                                      uint64_t *value);

/* Reads a varint from [at, end); returns the byte after it, or NULL if it is truncated or too
 * long. */
static inline const unsigned char *varint_read(const unsigned char *at, const unsigned char *end,
                                               uint64_t *value)
{
    if (end - at < 2)
        return varint_read_long(at, end, value);
    const unsigned low = at[0], high = at[1];
    if (low < 0x80) {
        *value = low;
        return at + 1;
    }
    if (high >= 0x80)
        return varint_read_long(at, end, value);
    *value = (low & 0x7f) | high << 7;
    return at + 2;
}

static inline uint32_t load_u32(const void *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline uint64_t load_u64(const void *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline uint16_t load_u16(const void *at)
{
    uint16_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

#endif
