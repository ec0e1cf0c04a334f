/* A plain decoder of UTF-8, and bytes that are nearly UTF-8, to test others with. */
#ifndef FOUILLE_TESTS_UTF8_MODEL_H
#define FOUILLE_TESTS_UTF8_MODEL_H

#include "tests/unit/base/property.h"

#include "common/base/slice.h"

/* A string literal, NUL bytes within counted. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* The size of the longest valid prefix: characters in their shortest form, no surrogates. */
static inline size_t naive_valid_prefix(const unsigned char *bytes, size_t size)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    for (size_t at = 0; at < size;) {
        unsigned char lead = bytes[at];
        size_t length = lead < 0x80    ? 1
                        : lead >= 0xf8 ? 0
                        : lead >= 0xf0 ? 4
                        : lead >= 0xe0 ? 3
                        : lead >= 0xc0 ? 2
                                       : 0;
        if (length == 0 || at + length > size)
            return at;
        uint32_t character = length == 1 ? lead : lead & (0x7fU >> length);
        for (size_t i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80)
                return at;
            character = character << 6 | (bytes[at + i] & 0x3fU);
        }
        if (character < smallest[length] || character > 0x10ffff ||
            (character >= 0xd800 && character < 0xe000))
            return at;
        at += length;
    }
    return size;
}

/* Random bytes are hardly ever valid, so these are mostly characters, with a wrong byte now and
 * then. `room` is more than 16. */
static inline size_t make_almost_text(uint64_t *seed, unsigned char *to, size_t room)
{
    static const char *const pieces[] = {"a",
                                         "Été ",
                                         "œ",
                                         "€",
                                         "’",
                                         "😀",
                                         "plain text",
                                         "\xed\x9f\xbf",
                                         "\xf4\x8f\xbf\xbf",
                                         "\xc2\x80",
                                         "\xe0\xa0\x80",
                                         "\xf0\x90\x80\x80"};
    size_t size = 0, wanted = random_below(seed, (uint32_t)room - 16);
    while (size < wanted) {
        const char *piece = pieces[random_below(seed, sizeof pieces / sizeof *pieces)];
        for (; *piece != '\0'; piece++)
            to[size++] = (unsigned char)*piece;
        if (random_below(seed, 12) == 0)
            to[size - 1] = (unsigned char)random_below(seed, 256);
    }
    return size;
}

/* Bytes of either sort. */
static inline size_t make_bytes(uint64_t *seed, unsigned char *to, size_t room)
{
    if (random_below(seed, 2) == 0)
        return make_almost_text(seed, to, room);
    size_t size = random_below(seed, (uint32_t)room);
    bool high = random_below(seed, 2) == 0;
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)(random_below(seed, 256) | (high ? 0x80U : 0));
    return size;
}

#endif
