/* What an edit of hostile.h does to bytes, words and lines. */
#include "tests/fuzz/hostile.h"

enum {
    EDIT_BIT,     /* flips the bit of the value's lowest three */
    EDIT_BYTE,    /* sets it to the value */
    EDIT_NUMBER8, /* writes a number of the value over 8 bytes, from a multiple of 8 on */
    EDIT_NUMBER4, /* over 4 bytes, from a multiple of 4 on */
    EDIT_VARINT,  /* in place of the varint that is there */
    EDIT_INSERT,  /* puts so many bytes more there: those that are there once more */
    EDIT_REMOVE,  /* takes so many out */
    EDIT_CUT,     /* ends the bytes there */
    EDIT_FILL,    /* fills so many with the byte there */
    EDIT_SWAP,    /* changes places with so many bytes further on */
    EDIT_COUNT
};

/* Numbers at which something begins, ends or overflows. */
static uint64_t edge_number(uint8_t value, size_t size)
{
    static const uint64_t numbers[] = {0,
                                       1,
                                       2,
                                       3,
                                       7,
                                       8,
                                       31,
                                       32,
                                       40,
                                       56,
                                       63,
                                       64,
                                       65,
                                       127,
                                       128,
                                       129,
                                       255,
                                       256,
                                       1 << 14,
                                       UINT16_MAX,
                                       UINT16_MAX + 1,
                                       INT32_MAX,
                                       UINT64_C(1) << 31,
                                       UINT32_MAX - 1,
                                       UINT32_MAX,
                                       UINT64_C(1) << 32,
                                       (UINT64_C(1) << 32) + 1,
                                       INT64_MAX,
                                       UINT64_C(1) << 63,
                                       UINT64_MAX - 63,
                                       UINT64_MAX - 1,
                                       UINT64_MAX};
    enum { NUMBERS = sizeof numbers / sizeof *numbers };
    switch (value % (NUMBERS + 8)) {
    case NUMBERS:
        return size;
    case NUMBERS + 1:
        return size - 1;
    case NUMBERS + 2:
        return size + 1;
    case NUMBERS + 3:
        return size / 2;
    case NUMBERS + 4:
        return size * 2;
    case NUMBERS + 5:
        return UINT64_MAX - size;
    case NUMBERS + 6:
        return value; /* as it is: above all others */
    case NUMBERS + 7:
        return (uint64_t)value << 24;
    default:
        return numbers[value % (NUMBERS + 8)];
    }
}

static void replace_bytes(struct buffer *bytes, size_t at, size_t size, const void *with,
                          size_t with_size)
{
    struct buffer result = {0};
    buffer_append(&result, bytes->data, at);
    buffer_append(&result, with, with_size);
    if (bytes->size > at + size)
        buffer_append(&result, bytes->data + at + size, bytes->size - at - size);
    buffer_release(bytes);
    *bytes = result;
    if (buffer_status(bytes) != 0)
        sample_fail("no memory");
}

static void replace_varint(struct buffer *bytes, size_t at, uint64_t value)
{
    unsigned char coded[VARINT_MAX_BYTES];
    size_t size = 0;
    while (at + size < bytes->size && size < VARINT_MAX_BYTES &&
           ((unsigned char)bytes->data[at + size++] & 0x80) != 0)
        ;
    replace_bytes(bytes, at, size, coded, (size_t)(varint_write(coded, value) - coded));
}

static void overwrite_number(struct buffer *bytes, size_t at, uint8_t value, size_t size)
{
    uint64_t number = edge_number(value, bytes->size);
    at -= at % size;
    memcpy(bytes->data + at, &number, size < bytes->size - at ? size : bytes->size - at);
}

static void swap_ranges(struct buffer *bytes, size_t at, size_t size)
{
    for (size_t i = at; i < at + size && i + size < bytes->size; i++) {
        char byte = bytes->data[i];
        bytes->data[i] = bytes->data[i + size];
        bytes->data[i + size] = byte;
    }
}

static void apply_edit(struct buffer *bytes, const struct edit *edit, size_t at)
{
    size_t left = bytes->size - at, some = 1 + edit->value % 64;
    some = some < left ? some : left;
    switch (edit->what % EDIT_COUNT) {
    case EDIT_BIT:
        bytes->data[at] = (char)(bytes->data[at] ^ 1 << edit->value % 8);
        break;
    case EDIT_NUMBER8:
        overwrite_number(bytes, at, edit->value, 8);
        break;
    case EDIT_NUMBER4:
        overwrite_number(bytes, at, edit->value, 4);
        break;
    case EDIT_VARINT:
        replace_varint(bytes, at, edge_number(edit->value, bytes->size));
        break;
    case EDIT_INSERT: {
        char copy[64];
        memcpy(copy, bytes->data + at, some);
        replace_bytes(bytes, at, 0, copy, some);
        break;
    }
    case EDIT_REMOVE:
        replace_bytes(bytes, at, some, "", 0);
        break;
    case EDIT_CUT:
        bytes->size = at;
        break;
    case EDIT_FILL:
        memset(bytes->data + at, bytes->data[at], some);
        break;
    case EDIT_SWAP:
        swap_ranges(bytes, at, some);
        break;
    case EDIT_BYTE:
    default:
        bytes->data[at] = (char)edit->value;
    }
}

void edit_bytes(struct buffer *bytes, const struct edit *edit, bool fixed)
{
    size_t size = bytes->size;
    if (size == 0)
        return;
    apply_edit(bytes, edit, edit->place % size);
    while (fixed && bytes->size < size)
        buffer_append_byte(bytes, 0);
    if (fixed)
        bytes->size = size;
}

/* --- words and lines --- */

/* The extent of the number-th piece that ends with one of the bytes; modulo how many there are. */
static void find_piece(const struct buffer *text, const char *ends, size_t number, size_t *from,
                       size_t *to)
{
    size_t count = 0;
    for (size_t i = 0; i < text->size; i++)
        count += strchr(ends, text->data[i]) != NULL;
    number = count == 0 ? 0 : number % count;
    for (*from = *to = 0; *to < text->size; ++*to)
        if (strchr(ends, text->data[*to]) != NULL) {
            if (number-- == 0)
                return;
            *from = *to + 1;
        }
}

void edit_words(struct buffer *text, const struct edit *edit)
{
    static const char *const words[] = {"-",   "0-0", "-1",     "+1", "",  ".",     "./below",
                                        "abc", "%00", "%2E%2E", "..", "x", "999 1", "\t"};
    enum { WORDS = sizeof words / sizeof *words };
    char number[24];
    size_t from, to;
    if (text->size == 0)
        return;
    find_piece(text, " \n", edit->place, &from, &to);
    const char *word = words[edit->value % WORDS];
    if (edit->what % 2 == 0) {
        snprintf(number, sizeof number, edit->what % 4 == 0 ? "%llu" : "%08llx",
                 (unsigned long long)edge_number(edit->value, edit->place));
        word = number;
    }
    replace_bytes(text, from, to - from, word, strlen(word));
}

void edit_lines(struct buffer *text, const struct edit *edit)
{
    static const char *const lines[] = {"root .\n",
                                        "root ./below\n",
                                        "roots 0 1 2 3\n",
                                        "roots -\n",
                                        "roots 3\n",
                                        "roots - - 0\n",
                                        "generation 4294967296\n",
                                        "generation 18446744073709551615\n",
                                        "analysis 0\n",
                                        "\n"};
    struct buffer line = {0};
    size_t from, to;
    if (text->size == 0)
        return;
    find_piece(text, "\n", edit->place, &from, &to);
    to += to < text->size;
    buffer_append(&line, text->data + from, to - from);
    switch (edit->what % 4) {
    case 0: /* away */
        replace_bytes(text, from, to - from, "", 0);
        break;
    case 1: /* twice */
        replace_bytes(text, from, 0, line.data, line.size);
        break;
    case 2: { /* elsewhere */
        replace_bytes(text, from, to - from, "", 0);
        find_piece(text, "\n", edit->value, &from, &to);
        replace_bytes(text, from, 0, line.data, line.size);
        break;
    }
    default: { /* before it, another */
        const char *other = lines[edit->value % (sizeof lines / sizeof *lines)];
        replace_bytes(text, from, 0, other, strlen(other));
    }
    }
    buffer_release(&line);
}
