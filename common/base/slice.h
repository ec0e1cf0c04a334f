/* A run of bytes that belongs to somebody else. It is not NUL-terminated, and holds as long as what
 * it points into. */
#ifndef FOUILLE_BASE_SLICE_H
#define FOUILLE_BASE_SLICE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *data; /* may be NULL when size is 0 */
    size_t size;      /* bytes */
};

static inline struct slice slice_of(const char *string)
{
    return (struct slice){string, strlen(string)};
}

/* The bytes from `start` up to, but not including, `end`, which is not before it. */
static inline struct slice slice_between(const char *start, const char *end)
{
    assert(start <= end);
    return (struct slice){start, (size_t)(end - start)};
}

/* The address after the last byte. */
static inline const char *slice_end(struct slice slice)
{
    return slice.size == 0 ? slice.data : slice.data + slice.size;
}

/* All but the first `count` bytes, at most `size`. */
static inline struct slice slice_skip(struct slice slice, size_t count)
{
    assert(count <= slice.size);
    return (struct slice){count == 0 ? slice.data : slice.data + count, slice.size - count};
}

static inline bool slice_equals(struct slice one, struct slice other)
{
    return one.size == other.size && (one.size == 0 || memcmp(one.data, other.data, one.size) == 0);
}

static inline bool slice_is(struct slice slice, const char *string)
{
    return slice_equals(slice, slice_of(string));
}

static inline bool slice_starts_with(struct slice slice, struct slice prefix)
{
    return slice.size >= prefix.size &&
           slice_equals((struct slice){slice.data, prefix.size}, prefix);
}

static inline bool slice_ends_with(struct slice slice, struct slice suffix)
{
    return slice.size >= suffix.size &&
           slice_equals(slice_skip(slice, slice.size - suffix.size), suffix);
}

/* Byte order: that of memcmp, a prefix before what it begins. Negative, 0 or positive. */
static inline int slice_compare(struct slice one, struct slice other)
{
    size_t common = one.size < other.size ? one.size : other.size;
    int order = common == 0 ? 0 : memcmp(one.data, other.data, common);
    return order != 0 ? order : (one.size > other.size) - (one.size < other.size);
}

#endif
