#include "common/analysis/decode.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/base/slice.h"
#include "common/base/utf8.h"

enum charset {
    CHARSET_UTF8,
    CHARSET_WINDOWS_1252,
    CHARSET_LATIN_9,
    CHARSET_UTF16_LE,
    CHARSET_UTF16_BE
};

enum { BINARY_PROBE = 8192 };

/* --- line ends --- */

/* Turns line ends into \n, and NULs into spaces, in what was appended from `from` on. */
static void normalise_line_ends(struct buffer *into, size_t from)
{
    size_t size = into->size - from;
    if (size == 0)
        return;
    char *text = into->data + from;
    if (memchr(text, '\r', size) == NULL && memchr(text, '\0', size) == NULL)
        return;
    size_t kept = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\r') {
            if (i + 1 < size && text[i + 1] == '\n')
                continue;
            text[kept++] = '\n';
        } else {
            text[kept++] = text[i] == '\0' ? ' ' : text[i];
        }
    }
    into->size = from + kept;
}

/* --- single bytes --- */

/* 0x80 to 0x9f of Windows-1252 (WHATWG encoding standard); 0 for its control characters. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static uint32_t decode_single_byte(unsigned char byte, enum charset charset)
{
    if (charset == CHARSET_LATIN_9) {
        static const struct {
            unsigned char byte;
            uint16_t character;
        } differ[] = {{0xa4, 0x20ac}, {0xa6, 0x0160}, {0xa8, 0x0161}, {0xb4, 0x017d},
                      {0xb8, 0x017e}, {0xbc, 0x0152}, {0xbd, 0x0153}, {0xbe, 0x0178}};
        for (size_t i = 0; i < sizeof differ / sizeof *differ; i++)
            if (differ[i].byte == byte)
                return differ[i].character;
    }
    if (byte < 0x80 || byte >= 0xa0)
        return byte;
    uint32_t character = windows_1252[byte - 0x80];
    return character == 0 ? UTF8_REPLACEMENT : character;
}

static void decode_single_bytes(struct buffer *into, const char *bytes, size_t size,
                                enum charset charset)
{
    for (size_t i = 0; i < size; i++)
        utf8_append(into, decode_single_byte((unsigned char)bytes[i], charset));
}

uint32_t decode_control(uint32_t character)
{
    if (character < 0x80 || character >= 0xa0 || windows_1252[character - 0x80] == 0)
        return character;
    return windows_1252[character - 0x80];
}

/* Appends UTF-8. In it, 0xc2 begins the characters from U+0080 to U+00BF. */
static void append_valid(struct buffer *into, const char *bytes, size_t size)
{
    const char *end = bytes + size, *kept = bytes, *at = bytes;
    while (at < end && (at = memchr(at, 0xc2, (size_t)(end - at))) != NULL) {
        unsigned char second = (unsigned char)at[1];
        if (second < 0xa0) {
            buffer_append(into, kept, (size_t)(at - kept));
            utf8_append(into, decode_control(second));
            kept = at + 2;
        }
        at += 2;
    }
    buffer_append(into, kept, (size_t)(end - kept));
}

/* Decodes UTF-8; reads bytes that are not UTF-8 one by one as Windows-1252. */
static void decode_mixed(struct buffer *into, const char *bytes, size_t size)
{
    while (size > 0) {
        size_t valid = utf8_valid_prefix(bytes, size);
        append_valid(into, bytes, valid);
        bytes += valid;
        size -= valid;
        if (size > 0) {
            utf8_append(into, decode_single_byte((unsigned char)*bytes, CHARSET_WINDOWS_1252));
            bytes++;
            size--;
        }
    }
}

/* --- UTF-16 --- */

static uint32_t unit_at(const char *bytes, enum charset charset)
{
    unsigned char first = (unsigned char)bytes[0], second = (unsigned char)bytes[1];
    return charset == CHARSET_UTF16_LE ? (uint32_t)second << 8 | first
                                       : (uint32_t)first << 8 | second;
}

static void decode_utf16(struct buffer *into, const char *bytes, size_t size, enum charset charset)
{
    for (; size >= 2; bytes += 2, size -= 2) {
        uint32_t unit = unit_at(bytes, charset);
        if (unit >= 0xd800 && unit < 0xdc00 && size >= 4) {
            uint32_t low = unit_at(bytes + 2, charset);
            if (low >= 0xdc00 && low < 0xe000) {
                utf8_append(into, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
                bytes += 2;
                size -= 2;
                continue;
            }
        }
        utf8_append(into,
                    unit >= 0xd800 && unit < 0xe000 ? UTF8_REPLACEMENT : decode_control(unit));
    }
    if (size == 1)
        utf8_append(into, UTF8_REPLACEMENT);
}

/* --- which charset --- */

static bool is_charset_in(const char *declared, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcasecmp(declared, *names) == 0)
            return true;
    return false;
}

/* Counts the well-formed UTF-8 sequences above ASCII, and the bytes that belong to none. */
static void count_sequences(const char *bytes, size_t size, size_t *good, size_t *bad)
{
    const char *at = bytes, *end = bytes + size;
    *good = *bad = 0;
    while (at < end) {
        unsigned sequence = utf8_sequence_size(at, end);
        *good += sequence > 1;
        *bad += sequence == 0;
        at += sequence == 0 ? 1 : sequence;
    }
}

/* Latin-9 has œ, Œ and € where Latin-1 has ½, ¼ and ¤: a letter after ½ or ¼ means Latin-9. */
static bool looks_like_latin_9(const unsigned char *bytes, size_t size)
{
    for (size_t i = 1; i + 1 < size; i++) {
        bool letter_follows = ascii_is_letter((char)bytes[i + 1]);
        if (bytes[i] >= 0x80 && bytes[i] < 0xa0)
            return false;
        if ((bytes[i] == 0xbd || bytes[i] == 0xbc) && letter_follows)
            return true;
    }
    return false;
}

/* For bytes without a mark that are not all UTF-8: a declaration of another charset is believed,
 * one of UTF-8 is not. Otherwise, text with at least as many good sequences as bad bytes is UTF-8
 * with errors, and only the bad bytes are read as another charset. */
static enum charset guess_charset(const char *bytes, size_t size, const char *declared)
{
    static const char *const latin_9[] = {"iso-8859-15", "iso8859-15", "latin-9",
                                          "latin9",      "l9",         NULL};
    static const char *const latin_1[] = {"iso-8859-1",   "iso8859-1", "latin-1",  "latin1", "l1",
                                          "windows-1252", "cp1252",    "us-ascii", "ascii",  NULL};
    if (declared != NULL && is_charset_in(declared, latin_9))
        return CHARSET_LATIN_9;
    if (declared != NULL && is_charset_in(declared, latin_1))
        return CHARSET_WINDOWS_1252;
    size_t good, bad;
    count_sequences(bytes, size, &good, &bad);
    if (good >= bad)
        return CHARSET_UTF8;
    return looks_like_latin_9((const unsigned char *)bytes, size) ? CHARSET_LATIN_9
                                                                  : CHARSET_WINDOWS_1252;
}

static bool has_byte_order_mark(const char *bytes, size_t size, enum charset *charset, size_t *mark)
{
    static const struct {
        struct slice mark;
        enum charset charset;
    } marks[] = {{{"\xef\xbb\xbf", 3}, CHARSET_UTF8},
                 {{"\xff\xfe", 2}, CHARSET_UTF16_LE},
                 {{"\xfe\xff", 2}, CHARSET_UTF16_BE}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_starts_with((struct slice){bytes, size}, marks[i].mark)) {
            *mark = marks[i].mark.size;
            *charset = marks[i].charset;
            return true;
        }
    *mark = 0;
    return false;
}

/* Files that were concatenated, or saved twice, may begin with several. */
static void remove_marks(struct buffer *text, size_t from)
{
    size_t at = from;
    while (text->size - at >= 3 && memcmp(text->data + at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    if (at > from)
        memmove(text->data + from, text->data + at, text->size - at);
    text->size -= at - from;
}

static bool declares_utf16(const char *declared, enum charset *charset)
{
    if (declared == NULL)
        return false;
    *charset = strcasecmp(declared, "utf-16be") == 0 ? CHARSET_UTF16_BE : CHARSET_UTF16_LE;
    return *charset == CHARSET_UTF16_BE || strcasecmp(declared, "utf-16le") == 0 ||
           strcasecmp(declared, "utf-16") == 0;
}

int decode_text(struct buffer *into, const char *bytes, size_t size, const char *declared)
{
    enum charset charset = CHARSET_UTF8;
    size_t from = into->size, mark;
    if (!has_byte_order_mark(bytes, size, &charset, &mark)) {
        size_t valid = utf8_valid_prefix(bytes, size);
        bool utf16 = declares_utf16(declared, &charset) && memchr(bytes, '\0', size) != NULL;
        if (!utf16)
            charset = valid == size ? CHARSET_UTF8 : guess_charset(bytes, size, declared);
    }
    bytes += mark;
    size -= mark;
    if (buffer_reserve(into, size + size / 8) != 0)
        return ERROR_MEMORY;
    if (charset == CHARSET_UTF8)
        decode_mixed(into, bytes, size);
    else if (charset == CHARSET_UTF16_LE || charset == CHARSET_UTF16_BE)
        decode_utf16(into, bytes, size, charset);
    else
        decode_single_bytes(into, bytes, size, charset);
    if (into->failed)
        return error_memory();
    remove_marks(into, from);
    normalise_line_ends(into, from);
    return 0;
}

/* --- binary data --- */

static bool has_signature(const char *bytes, size_t size)
{
    static const struct slice signatures[] = {
        {"\x7f"
         "ELF",
         4},
        {"\x89PNG\r\n\x1a\n", 8},
        {"PK\x03\x04", 4},
        {"%PDF-", 5},
        {"\xff\xd8\xff", 3},
        {"GIF8", 4},
        {"\x1f\x8b", 2},
        {"BZh", 3},
        {"\xfd"
         "7zXZ",
         5},
        {"7z\xbc\xaf", 4},
        {"RIFF", 4},
        {"\xd0\xcf\x11\xe0", 4},
        {"SQLite format 3", 15},
        {"\x28\xb5\x2f\xfd", 4},
        {"MZ\x90", 3},
        {"OggS", 4},
        {"ID3\x03", 4},
        {"\xca\xfe\xba\xbe", 4},
    };
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (slice_starts_with((struct slice){bytes, size}, signatures[i]))
            return true;
    return false;
}

bool decode_is_binary(const char *bytes, size_t size)
{
    enum charset charset;
    size_t mark;
    if (size == 0 || has_byte_order_mark(bytes, size, &charset, &mark))
        return false;
    if (has_signature(bytes, size))
        return true;
    size_t probed = size < BINARY_PROBE ? size : BINARY_PROBE, control = 0;
    for (size_t i = 0; i < probed; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        control += byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f' &&
                   byte != 0x1b;
    }
    return control * 20 > probed;
}
