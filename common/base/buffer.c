#include "common/base/buffer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/pages.h"

/* From this capacity on, storage is mapped in pages; below it, malloc's. */
enum { PAGED = 2 * PAGES_LARGE };

void buffer_init(struct buffer *buffer)
{
    *buffer = (struct buffer){0};
}

void buffer_release(struct buffer *buffer)
{
    if (buffer->capacity >= PAGED)
        pages_free(buffer->data, buffer->capacity);
    else
        free(buffer->data);
    buffer_init(buffer);
}

/* Grows storage to pages; the first time, copies what malloc's storage holds. */
static char *grow_paged(struct buffer *buffer, size_t capacity)
{
    if (buffer->capacity >= PAGED)
        return pages_grow(buffer->data, buffer->capacity, capacity);
    char *data = pages_grow(NULL, 0, capacity);
    if (data == NULL)
        return NULL;
    if (buffer->size > 0)
        memcpy(data, buffer->data, buffer->size);
    free(buffer->data);
    return data;
}

void buffer_clear(struct buffer *buffer)
{
    buffer->size = 0;
    buffer->failed = false;
}

int buffer_reserve(struct buffer *buffer, size_t extra)
{
    assert(buffer->size <= buffer->capacity);
    if (buffer->failed)
        return error_memory();
    size_t needed = buffer->size + extra;
    if (needed < extra) {
        buffer->failed = true;
        return error_memory();
    }
    if (needed <= buffer->capacity)
        return 0;
    size_t capacity = buffer->capacity + buffer->capacity / 2;
    if (capacity < needed)
        capacity = needed < 64 ? 64 : needed;
    char *data = capacity >= PAGED ? grow_paged(buffer, capacity) : realloc(buffer->data, capacity);
    if (data == NULL) {
        buffer->failed = true;
        return error_memory();
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return 0;
}

int buffer_status(const struct buffer *buffer)
{
    return buffer->failed ? error_memory() : 0;
}

char *buffer_detach(struct buffer *buffer)
{
    buffer_append_byte(buffer, 0);
    if (buffer->failed) {
        buffer_release(buffer);
        return NULL;
    }
    char *data = buffer->data;
    if (buffer->capacity >= PAGED) {
        data = malloc(buffer->size);
        if (data != NULL)
            memcpy(data, buffer->data, buffer->size);
        pages_free(buffer->data, buffer->capacity);
    }
    buffer_init(buffer);
    return data;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t size)
{
    assert(bytes != NULL || size == 0);
    assert(size == 0 || (uintptr_t)bytes - (uintptr_t)buffer->data >= buffer->capacity);
    if (size == 0 || buffer_reserve(buffer, size) != 0)
        return;
    memcpy(buffer->data + buffer->size, bytes, size);
    buffer->size += size;
}

void buffer_append_string(struct buffer *buffer, const char *string)
{
    buffer_append(buffer, string, strlen(string));
}

void buffer_append_byte(struct buffer *buffer, unsigned char byte)
{
    if (buffer->size == buffer->capacity && buffer_reserve(buffer, 1) != 0)
        return;
    if (buffer->failed)
        return;
    buffer->data[buffer->size++] = (char)byte;
}

void buffer_append_u16(struct buffer *buffer, uint16_t value)
{
    buffer_append(buffer, &value, sizeof value);
}

void buffer_append_u32(struct buffer *buffer, uint32_t value)
{
    buffer_append(buffer, &value, sizeof value);
}

void buffer_append_u64(struct buffer *buffer, uint64_t value)
{
    buffer_append(buffer, &value, sizeof value);
}

void buffer_append_varint(struct buffer *buffer, uint64_t value)
{
    if (buffer_reserve(buffer, VARINT_MAX_BYTES) != 0)
        return;
    unsigned char *at = (unsigned char *)buffer->data + buffer->size;
    buffer->size += (size_t)(varint_write(at, value) - at);
}

void buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0 || buffer_reserve(buffer, (size_t)size + 1) != 0)
        return;
    va_start(arguments, format);
    vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format, arguments);
    va_end(arguments);
    buffer->size += (size_t)size;
}

void buffer_align(struct buffer *buffer, size_t alignment)
{
    assert(alignment > 0 && (alignment & (alignment - 1)) == 0);
    size_t padding = -buffer->size & (alignment - 1);
    if (padding == 0 || buffer_reserve(buffer, padding) != 0)
        return;
    memset(buffer->data + buffer->size, 0, padding);
    buffer->size += padding;
}

const char *buffer_string(struct buffer *buffer)
{
    if (buffer_reserve(buffer, 1) != 0)
        return "";
    buffer->data[buffer->size] = '\0';
    return buffer->data;
}

const unsigned char *varint_read_long(const unsigned char *at, const unsigned char *end,
                                      uint64_t *value)
{
    uint64_t result = 0;
    for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
        unsigned char byte = *at++;
        if (shift == 63 && byte > 1)
            return NULL;
        result |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *value = result;
            return at;
        }
    }
    return NULL;
}
