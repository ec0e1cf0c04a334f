#include "common/base/utf8.h"

#include <assert.h>
#include <string.h>

unsigned utf8_encode(uint32_t character, char *to)
{
    assert(character <= 0x10ffff);
    if (character < 0x80) {
        to[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        to[0] = (char)(0xc0 | character >> 6);
        to[1] = (char)(0x80 | (character & 0x3f));
        return 2;
    }
    if (character < 0x10000) {
        to[0] = (char)(0xe0 | character >> 12);
        to[1] = (char)(0x80 | (character >> 6 & 0x3f));
        to[2] = (char)(0x80 | (character & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | character >> 18);
    to[1] = (char)(0x80 | (character >> 12 & 0x3f));
    to[2] = (char)(0x80 | (character >> 6 & 0x3f));
    to[3] = (char)(0x80 | (character & 0x3f));
    return 4;
}

void utf8_append(struct buffer *to, uint32_t character)
{
    char bytes[UTF8_MAX_BYTES];
    buffer_append(to, bytes, utf8_encode(character, bytes));
}

unsigned utf8_sequence_size(const char *start, const char *end)
{
    assert(start < end);
    const unsigned char *at = (const unsigned char *)start;
    if (*at < 0x80)
        return 1;
    if (*at < 0xc2 || *at > 0xf4)
        return 0;
    unsigned size = *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : 4;
    if (end - start < (ptrdiff_t)size)
        return 0;
    unsigned char low = 0x80, high = 0xbf;
    if (*at == 0xe0)
        low = 0xa0; /* shorter forms exist */
    else if (*at == 0xed)
        high = 0x9f; /* surrogates */
    else if (*at == 0xf0)
        low = 0x90;
    else if (*at == 0xf4)
        high = 0x8f; /* beyond U+10FFFF */
    if (at[1] < low || at[1] > high)
        return 0;
    for (unsigned i = 2; i < size; i++)
        if (!utf8_is_continuation(start[i]))
            return 0;
    return size;
}

size_t utf8_valid_prefix(const char *bytes, size_t size)
{
    const char *at = bytes, *end = bytes + size;
    while (at < end) {
        if (end - at >= 8) {
            uint64_t high_bits = load_u64(at) & UINT64_C(0x8080808080808080);
            at += high_bits == 0 ? 8 : __builtin_ctzll(high_bits) / 8;
            if (high_bits == 0)
                continue;
        }
        /* two bytes, the commonest sequence in French */
        unsigned char first = (unsigned char)*at;
        if (first >= 0xc2 && first < 0xe0 && end - at >= 2 && utf8_is_continuation(at[1])) {
            at += 2;
            continue;
        }
        unsigned sequence = utf8_sequence_size(at, end);
        if (sequence == 0)
            break;
        at += sequence;
    }
    return (size_t)(at - bytes);
}

size_t utf8_floor(const char *text, size_t size, size_t limit)
{
    if (limit >= size)
        return size;
    while (limit > 0 && utf8_is_continuation(text[limit]))
        limit--;
    return limit;
}

size_t utf8_count(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += !utf8_is_continuation(text[i]);
    return count;
}
