#include "analysis/scan.h"

#include <string.h>

#include "analysis/characters.h"

/* What a byte can tell by itself. */
enum byte_kind {
    BYTE_OTHER,
    BYTE_WORD,  /* ASCII letter or digit */
    BYTE_LATIN, /* leads a letter from à to ſ, or × or ÷ */
    BYTE_JOIN,  /* an ASCII sign that may join */
    BYTE_LEAD,  /* of another character: must be decoded */
    BYTE_ALONE, /* $: a word by itself */
};

/* C has no ranges in initialisers: four, or sixteen, entries from `at` on. */
#define FOUR(at, kind) [at] = kind, [(at) + 1] = kind, [(at) + 2] = kind, [(at) + 3] = kind
#define SIXTEEN(at, kind)                                                                          \
    FOUR(at, kind), FOUR((at) + 4, kind), FOUR((at) + 8, kind), FOUR((at) + 12, kind)

static const unsigned char byte_kinds[256] = {
    FOUR('0', BYTE_WORD),     FOUR('4', BYTE_WORD),    ['8'] = BYTE_WORD,
    ['9'] = BYTE_WORD,        SIXTEEN('A', BYTE_WORD), FOUR('Q', BYTE_WORD),
    FOUR('U', BYTE_WORD),     ['Y'] = BYTE_WORD,       ['Z'] = BYTE_WORD,
    SIXTEEN('a', BYTE_WORD),  FOUR('q', BYTE_WORD),    FOUR('u', BYTE_WORD),
    ['y'] = BYTE_WORD,        ['z'] = BYTE_WORD,       ['\''] = BYTE_JOIN,
    ['`'] = BYTE_JOIN,        ['-'] = BYTE_JOIN,       ['.'] = BYTE_JOIN,
    [','] = BYTE_JOIN,        ['&'] = BYTE_JOIN,       ['+'] = BYTE_JOIN,
    ['#'] = BYTE_JOIN,        ['('] = BYTE_JOIN,       ['$'] = BYTE_ALONE,
    [0xc2] = BYTE_LEAD,       [0xc3] = BYTE_LATIN,     [0xc4] = BYTE_LATIN,
    [0xc5] = BYTE_LATIN,      [0xc6] = BYTE_LEAD,      [0xc7] = BYTE_LEAD,
    FOUR(0xc8, BYTE_LEAD),    FOUR(0xcc, BYTE_LEAD),   SIXTEEN(0xd0, BYTE_LEAD),
    SIXTEEN(0xe0, BYTE_LEAD), FOUR(0xf0, BYTE_LEAD),   [0xf4] = BYTE_LEAD,
};

static bool is_digit(const char *at)
{
    return *at >= '0' && *at <= '9';
}

static bool is_word_kind(enum character_kind kind)
{
    return kind == CHARACTER_LETTER || kind == CHARACTER_MARK || kind == CHARACTER_DIGIT ||
           kind == CHARACTER_DEGREE;
}

/* Kind and size of the character at `at`. */
static enum character_kind kind_at(const char *at, unsigned *size)
{
    uint32_t character;
    *size = character_decode(at, &character);
    return character_kind(character);
}

/* Whether a word goes on at `at`, behind a joining sign; invisible characters are passed over. */
static bool word_at(const char *at, const char *end, bool digits_only)
{
    unsigned size;
    if (at < end && (signed char)*at >= 0)
        return digits_only ? is_digit(at) : byte_kinds[(unsigned char)*at] == BYTE_WORD;
    for (; at < end; at += size) {
        enum character_kind kind = kind_at(at, &size);
        if (kind != CHARACTER_INVISIBLE)
            return digits_only ? kind == CHARACTER_DIGIT
                               : kind == CHARACTER_LETTER || kind == CHARACTER_DIGIT;
    }
    return false;
}

/* "(e)", "(ne)", "(trice)": the size of a suffix in parentheses at `at`, or 0. */
static size_t parenthesised_suffix(const char *at, const char *end)
{
    const char *p = at + 1;
    while (p < end && p - at <= 8 &&
           ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (unsigned char)*p >= 0x80))
        p++;
    return p > at + 1 && p < end && *p == ')' ? (size_t)(p + 1 - at) : 0;
}

/* The bytes that a sign of this kind at `at` adds to the chunk [start, at), or 0: it ends there. */
static size_t join(enum character_kind kind, const char *start, const char *at, unsigned size,
                   const char *end)
{
    const char *behind = at + size;
    bool after_digit = at > start && is_digit(at - 1);
    switch (kind) {
    case CHARACTER_APOSTROPHE:
    case CHARACTER_HYPHEN:
    case CHARACTER_DOT:
    case CHARACTER_MIDDOT:
        return word_at(behind, end, false) ? size : 0;
    case CHARACTER_COMMA:
    case CHARACTER_THIN_SPACE:
        return after_digit && word_at(behind, end, true) ? size : 0;
    case CHARACTER_AMPERSAND:
        return at - start <= 4 && !after_digit && word_at(behind, end, false) ? size : 0;
    case CHARACTER_PLUS:
        return at - start <= 2 && !after_digit && behind < end && *behind == '+' &&
                       !word_at(behind + 1, end, false)
                   ? 2
                   : 0;
    case CHARACTER_SHARP:
        return at - start == 1 && !after_digit && !word_at(behind, end, false) ? 1 : 0;
    case CHARACTER_OPEN:
        return after_digit ? 0 : parenthesised_suffix(at, end);
    case CHARACTER_INVISIBLE:
        return size;
    default:
        return 0;
    }
}

static bool starts_word(const char *at, unsigned *size, bool *alone)
{
    *size = 1;
    *alone = false;
    switch (byte_kinds[(unsigned char)*at]) {
    case BYTE_WORD:
        return true;
    case BYTE_ALONE:
        *alone = true;
        return true;
    case BYTE_LATIN:
    case BYTE_LEAD: {
        enum character_kind kind = kind_at(at, size);
        *alone = kind == CHARACTER_IDEOGRAPH || kind == CHARACTER_CURRENCY;
        return *alone || kind == CHARACTER_LETTER || kind == CHARACTER_DIGIT;
    }
    default:
        return false;
    }
}

/* Behind the letters and digits of ASCII and Latin at `at`, byte by byte. */
static const char *simple_end_scalar(const char *at, const char *end)
{
    while (at < end) {
        unsigned char kind = byte_kinds[(unsigned char)*at];
        if (kind == BYTE_WORD)
            at++;
        else if (kind == BYTE_LATIN &&
                 !(*at == (char)0xc3 && (at[1] == (char)0x97 || at[1] == (char)0xb7)))
            at += 2;
        else
            break;
    }
    return at;
}

#ifdef __SSE2__
typedef unsigned char bytes16 __attribute__((vector_size(16)));
typedef char signs16 __attribute__((vector_size(16)));

/* A bit for each of 16 bytes that is surely part of an ASCII or Latin word: letters, digits, the
 * leads of à to ſ and what continues a character. A lead of anything else has none, so that the
 * continuations behind it are never reached; 0x97 and 0xb7, which end × and ÷, have none either. */
static unsigned simple_mask(const char *at)
{
    bytes16 c;
    memcpy(&c, at, sizeof c);
    bytes16 lower = c | 0x20;
    bytes16 simple = (bytes16)(lower - 'a' < 26) | (bytes16)(c - '0' < 10) |
                     (bytes16)(c - 0x80 < 0x40) | (bytes16)(c - 0xc3 < 3);
    bytes16 sign = (bytes16)(c == 0x97) | (bytes16)(c == 0xb7);
    return (unsigned)__builtin_ia32_pmovmskb128((signs16)(simple & ~sign));
}

/* The same, 16 bytes at a time. */
static const char *simple_end(const char *at, const char *end)
{
    const char *start = at;
    while (end - at >= 16) {
        unsigned others = simple_mask(at) ^ 0xffff;
        if (others == 0) {
            at += 16;
            continue;
        }
        at += __builtin_ctz(others);
        if (*at != (char)0x97 && *at != (char)0xb7)
            return at;
        if (at > start && at[-1] == (char)0xc3)
            return at - 1;
        at++;
    }
    return simple_end_scalar(at, end);
}
#else
static const char *simple_end(const char *at, const char *end)
{
    return simple_end_scalar(at, end);
}
#endif

/* The end of the chunk that begins at `start`. */
static const char *chunk_end(const char *start, const char *at, const char *end)
{
    const char *limit = end - start > CHUNK_MAX + 4 ? start + CHUNK_MAX + 4 : end;
    while (at < end && at - start < CHUNK_MAX) {
        const char *behind = simple_end(at, limit);
        if (behind - start >= CHUNK_MAX) {
            at = start + CHUNK_MAX;
            while (((unsigned char)*at & 0xc0) == 0x80)
                at--;
            return at;
        }
        at = behind;
        if (at >= end)
            return at;
        unsigned char kind_of_byte = byte_kinds[(unsigned char)*at];
        if (kind_of_byte == BYTE_OTHER || kind_of_byte == BYTE_ALONE)
            return at;
        unsigned size;
        enum character_kind kind = kind_at(at, &size);
        size_t more = is_word_kind(kind) ? size : join(kind, start, at, size, end);
        if (more == 0)
            return at;
        at += more;
    }
    return at;
}

bool scan_chunk(const char *at, const char *end, struct chunk *chunk)
{
    unsigned size;
    bool alone;
    for (; at < end; at += size) {
        if (!starts_word(at, &size, &alone))
            continue;
        chunk->start = at;
        chunk->end = alone ? at + size : chunk_end(at, at + size, end);
        return true;
    }
    return false;
}
