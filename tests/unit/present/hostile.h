/* Bytes that would harm a terminal or a line of output, and a decoder to hold the tested one to. */
#ifndef FOUILLE_TESTS_HOSTILE_H
#define FOUILLE_TESTS_HOSTILE_H

#include "tests/unit/base/property.h"

#include "common/base/buffer.h"

static const char *const hostile_pieces[] = {"a",
                                             "x",
                                             "0",
                                             "A",
                                             " ",
                                             "  ",
                                             "/",
                                             "\\",
                                             "\\\\",
                                             "\\x",
                                             "\\x41",
                                             "\"",
                                             "'",
                                             "\n",
                                             "\r",
                                             "\t",
                                             "\x01",
                                             "\x1b[31m",
                                             "\x1b]0;x\x07",
                                             "\x7f",
                                             "\xc2\x85",
                                             "\xc2\x9b",
                                             "\u00a0",
                                             "é",
                                             "e\u0301",
                                             "\u0301",
                                             "\u061c",
                                             "\u200b",
                                             "\u200d",
                                             "\u200e",
                                             "\u200f",
                                             "\u2028",
                                             "\u2029",
                                             "\u202a",
                                             "\u202e",
                                             "\u202f",
                                             "\u2066",
                                             "\u2069",
                                             "中",
                                             "한",
                                             "ｱ",
                                             "א",
                                             "😀",
                                             "\U0010ffff",
                                             "\xc3",
                                             "\xa9",
                                             "\x80",
                                             "\xbf",
                                             "\xc0\xaf",
                                             "\xe2\x80",
                                             "\xe0\x80\x80",
                                             "\xed\xa0\x80",
                                             "\xf0\x9f\x98",
                                             "\xf0\x80\x80\x80",
                                             "\xf4\x90\x80\x80",
                                             "\xfe",
                                             "\xff"};

enum { HOSTILE_PIECES = sizeof hostile_pieces / sizeof *hostile_pieces };

/* Up to `pieces` of them; some with any byte in between, NUL too. The caller frees; the block has
 * exactly `size` bytes, so that a sanitizer sees one byte too many. */
static inline char *hostile_bytes(uint64_t *random, uint32_t pieces, size_t *size)
{
    struct buffer made;
    buffer_init(&made);
    bool any_byte = random_below(random, 3) == 0;
    for (uint32_t i = random_below(random, pieces + 1); i > 0; i--) {
        if (any_byte && random_below(random, 2))
            buffer_append_byte(&made, (unsigned char)random_next(random));
        else
            buffer_append_string(&made, hostile_pieces[random_below(random, HOSTILE_PIECES)]);
    }
    assert_int_equal(buffer_status(&made), 0);
    char *copy = (char *)exact_copy(made.data, made.size);
    *size = made.size;
    buffer_release(&made);
    return copy;
}

/* The size of the character at the start, or 0; RFC 3629, read naively. */
static inline size_t naive_character(const char *at, size_t size, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)at;
    size_t wanted = bytes[0] < 0x80           ? 1
                    : (bytes[0] >> 5) == 0x06 ? 2
                    : (bytes[0] >> 4) == 0x0e ? 3
                    : (bytes[0] >> 3) == 0x1e ? 4
                                              : 0;
    if (wanted == 0 || wanted > size)
        return 0;
    uint32_t value = wanted == 1 ? bytes[0] : bytes[0] & (0x7fU >> wanted);
    for (size_t i = 1; i < wanted; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (bytes[i] & 0x3fU);
    }
    if (value < least[wanted] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *character = value;
    return wanted;
}

#endif
