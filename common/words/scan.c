#include "common/words/scan.h"

#include <assert.h>
#include <string.h>

#include "common/base/ascii.h"
#include "common/words/characters.h"

/* What a byte shows by itself. */
enum byte_kind {
    BYTE_OTHER,
    BYTE_WORD,  /* ASCII letter or digit */
    BYTE_LATIN, /* leads a letter from à to ſ, or × or ÷ */
    BYTE_JOIN,  /* an ASCII sign that may join */
    BYTE_LEAD,  /* leads another character, which must be decoded */
    BYTE_ALONE, /* $: a word by itself */
};

/* C has no ranges in initialisers: four, or sixteen, entries from `at` on. */
#define FOUR(at, kind) [at] = (kind), [(at) + 1] = (kind), [(at) + 2] = (kind), [(at) + 3] = (kind)
#define SIXTEEN(at, kind)                                                                          \
    FOUR(at, kind), FOUR((at) + 4, kind), FOUR((at) + 8, kind), FOUR((at) + 12, kind)

static const unsigned char byte_kinds[256] = {
    FOUR('0', BYTE_WORD),     FOUR('4', BYTE_WORD),     ['8'] = BYTE_WORD,
    ['9'] = BYTE_WORD,        SIXTEEN('A', BYTE_WORD),  FOUR('Q', BYTE_WORD),
    FOUR('U', BYTE_WORD),     ['Y'] = BYTE_WORD,        ['Z'] = BYTE_WORD,
    SIXTEEN('a', BYTE_WORD),  FOUR('q', BYTE_WORD),     FOUR('u', BYTE_WORD),
    ['y'] = BYTE_WORD,        ['z'] = BYTE_WORD,        ['\''] = BYTE_JOIN,
    ['`'] = BYTE_JOIN,        ['-'] = BYTE_JOIN,        ['.'] = BYTE_JOIN,
    [','] = BYTE_JOIN,        ['&'] = BYTE_JOIN,        ['+'] = BYTE_JOIN,
    ['#'] = BYTE_JOIN,        ['('] = BYTE_JOIN,        ['/'] = BYTE_JOIN,
    ['$'] = BYTE_ALONE,       [0xc2] = BYTE_LEAD,       [0xc3] = BYTE_LATIN,
    [0xc4] = BYTE_LATIN,      [0xc5] = BYTE_LATIN,      [0xc6] = BYTE_LEAD,
    [0xc7] = BYTE_LEAD,       FOUR(0xc8, BYTE_LEAD),    FOUR(0xcc, BYTE_LEAD),
    SIXTEEN(0xd0, BYTE_LEAD), SIXTEEN(0xe0, BYTE_LEAD), FOUR(0xf0, BYTE_LEAD),
    [0xf4] = BYTE_LEAD,
};

static bool is_word_kind(enum character_kind kind)
{
    return kind == CHARACTER_LETTER || kind == CHARACTER_MARK || kind == CHARACTER_DIGIT ||
           kind == CHARACTER_DEGREE;
}

/* Kind and size of the character at `at`. */
static enum character_kind kind_at(const char *at, unsigned *size)
{
    uint32_t character;
    *size = utf8_decode(at, &character);
    return character_kind(character);
}

/* Whether a word continues at `at`, after a joining sign; skips invisible characters. */
static bool word_follows(const char *at, const char *end, bool digits_only)
{
    unsigned size;
    if (at < end && (signed char)*at >= 0)
        return digits_only ? ascii_is_digit(*at) : byte_kinds[(unsigned char)*at] == BYTE_WORD;
    for (; at < end; at += size) {
        enum character_kind kind = kind_at(at, &size);
        if (kind != CHARACTER_INVISIBLE)
            return digits_only ? kind == CHARACTER_DIGIT
                               : kind == CHARACTER_LETTER || kind == CHARACTER_DIGIT;
    }
    return false;
}

/* Returns the size of a suffix in parentheses at `at`, as in "(e)", "(ne)", "(trice)", or 0. */
static size_t parenthesised_suffix(const char *at, const char *end)
{
    const char *p = at + 1;
    while (p < end && p - at <= 8 && (ascii_is_letter(*p) || (unsigned char)*p >= 0x80))
        p++;
    return p > at + 1 && p < end && *p == ')' ? (size_t)(p + 1 - at) : 0;
}

/* Moves back to the start of a character; `at` is within the chunk. */
static const char *character_start(const char *at)
{
    while (utf8_is_continuation(*at))
        at--;
    return at;
}

/* Returns the size of the dot at `at` and a hyphen after it that stand between initials, as in
 * P.-D.G. and J.-C., or 0. */
static size_t initial_hyphen(const char *start, const char *at, const char *end)
{
    const char *letter = character_start(at - 1), *hyphen = at + 1;
    unsigned size;
    const bool initial = letter == start || letter[-1] == '.' || letter[-1] == '-' ||
                         kind_at(character_start(letter - 1), &size) == CHARACTER_APOSTROPHE;
    if (!initial || ascii_is_digit(*letter) || hyphen >= end ||
        kind_at(hyphen, &size) != CHARACTER_HYPHEN)
        return 0;
    return word_follows(hyphen + size, end, false) ? 1 + size : 0;
}

/* Returns the size of a slash at `at` that an inclusive ending follows, as in /e, /trices, /e/s,
 * or 0. C++ and R&D after a slash begin chunks of their own. */
static size_t inclusive_slash(const char *start, const char *at, const char *end)
{
    const char *p = at + 1;
    while (p < end && p - at <= 8 && (ascii_is_letter(*p) || (unsigned char)*p >= 0x80))
        p++;
    const bool letter = ascii_is_letter(at[-1]) || (unsigned char)at[-1] >= 0x80;
    const bool sign = p < end && (*p == '+' || *p == '#' || *p == '&');
    return letter && !sign && at - start >= 2 && p > at + 1 && p - at <= 8 ? 1 : 0;
}

/* Returns the number of bytes that a sign of this kind at `at` adds to the chunk [start, at); 0 if
 * the chunk ends there. */
static size_t joining_size(enum character_kind kind, const char *start, const char *at,
                           unsigned size, const char *end)
{
    const char *after = at + size;
    bool after_digit = at > start && ascii_is_digit(at[-1]);
    switch (kind) {
    case CHARACTER_APOSTROPHE:
    case CHARACTER_HYPHEN:
    case CHARACTER_MIDDOT:
        return word_follows(after, end, false) ? size : 0;
    case CHARACTER_DOT:
        return word_follows(after, end, false) ? size : initial_hyphen(start, at, end);
    case CHARACTER_SLASH:
        return inclusive_slash(start, at, end);
    case CHARACTER_TIMES:
        return after_digit && word_follows(after, end, true) ? size : 0;
    case CHARACTER_COMMA:
    case CHARACTER_THIN_SPACE:
        return after_digit && word_follows(after, end, true) ? size : 0;
    case CHARACTER_AMPERSAND:
        return at - start <= 4 && !after_digit && word_follows(after, end, false) ? size : 0;
    case CHARACTER_PLUS:
        return at - start <= 2 && !after_digit && after < end && *after == '+' &&
                       !word_follows(after + 1, end, false)
                   ? 2
                   : 0;
    case CHARACTER_SHARP:
        return at - start == 1 && !after_digit && !word_follows(after, end, false) ? 1 : 0;
    case CHARACTER_OPEN:
        return after_digit ? 0 : parenthesised_suffix(at, end);
    case CHARACTER_INVISIBLE:
        return size;
    default:
        return 0;
    }
}

/* --- kinds of 64 bytes --- */

enum { BLOCK = 64 };

#ifdef __SSE2__
typedef unsigned char bytes16 __attribute__((vector_size(16)));
typedef char signs16 __attribute__((vector_size(16)));

static inline uint64_t mask_bits(bytes16 truths)
{
    return (unsigned)__builtin_ia32_pmovmskb128((signs16)truths);
}

/* Continuation bytes count as simple: they are reached only after a lead, and any lead except those
 * of à to ſ is examined by itself. 0x97 and 0xb7, which end × and ÷, do not count. */
static void classify_block(struct scanner *scanner, const char *from)
{
    scanner->simple = scanner->leads = 0;
    for (unsigned i = 0; i < BLOCK; i += 16) {
        bytes16 c;
        memcpy(&c, from + i, sizeof c);
        bytes16 lower = c | 0x20;
        bytes16 latin = (bytes16)(c - 0xc3 < 3);
        bytes16 simple = (bytes16)(lower - 'a' < 26) | (bytes16)(c - '0' < 10) |
                         (bytes16)(c - 0x80 < 0x40) | latin;
        bytes16 sign = (bytes16)(c == 0x97) | (bytes16)(c == 0xb7);
        bytes16 lead = ((bytes16)(c >= 0xc0) & ~latin) | (bytes16)(c == '$');
        scanner->simple |= mask_bits(simple & ~sign) << i;
        scanner->leads |= mask_bits(lead) << i;
    }
}
#else
static void classify_block(struct scanner *scanner, const char *from)
{
    scanner->simple = scanner->leads = 0;
    for (unsigned i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)from[i];
        bool continues = c >= 0x80 && c < 0xc0 && c != 0x97 && c != 0xb7;
        bool simple = continues || byte_kinds[c] == BYTE_WORD || byte_kinds[c] == BYTE_LATIN;
        bool lead = byte_kinds[c] == BYTE_LEAD || byte_kinds[c] == BYTE_ALONE;
        scanner->simple |= (uint64_t)simple << i;
        scanner->leads |= (uint64_t)lead << i;
    }
}
#endif

/* Classifies the block that starts at `at`. */
static void load_block(struct scanner *scanner, const char *at)
{
    scanner->block = at;
    if (scanner->end - at >= BLOCK) {
        classify_block(scanner, at);
        return;
    }
    char padded[BLOCK] = {0};
    memcpy(padded, at, (size_t)(scanner->end - at));
    classify_block(scanner, padded);
}

/* The bits of a mask from `at` on; `at` is within the block. */
static inline uint64_t mask_from(const struct scanner *scanner, uint64_t mask, const char *at)
{
    return mask >> (at - scanner->block);
}

static inline bool in_block(const struct scanner *scanner, const char *at)
{
    return (size_t)(at - scanner->block) < BLOCK;
}

void scan_begin(struct scanner *scanner, const char *text, const char *end)
{
    assert(text != NULL && text <= end);
    scanner->at = text;
    scanner->end = end;
    load_block(scanner, text);
}

/* Returns the end of the simple bytes at `at`, or some place after `until`, where the chunk is cut:
 * without that limit, a word of n bytes would be read n / CHUNK_MAX times. */
static const char *simple_end(struct scanner *scanner, const char *at, const char *until)
{
    while (at < scanner->end && at <= until) {
        if (!in_block(scanner, at))
            load_block(scanner, at);
        uint64_t others = ~mask_from(scanner, scanner->simple, at);
        size_t run = others == 0 ? BLOCK : (size_t)__builtin_ctzll(others);
        size_t left = (size_t)(BLOCK - (at - scanner->block));
        if (run < left) {
            at += run;
            if (at >= scanner->end)
                break;
            bool sign = *at == (char)0x97 || *at == (char)0xb7;
            if (!sign)
                return at;
            if (at[-1] == (char)0xc3)
                return at - 1;
            at++;
            continue;
        }
        at += left;
    }
    return at < scanner->end ? at : scanner->end;
}

/* --- chunks --- */

/* Whether a word starts at `at`, which is simple or a lead. Sets *size to that of the character,
 * and *alone if it is a word by itself. */
static bool starts_word(const char *at, unsigned *size, bool *alone)
{
    enum character_kind kind = kind_at(at, size);
    *alone = kind == CHARACTER_IDEOGRAPH || kind == CHARACTER_CURRENCY;
    return *alone || kind == CHARACTER_LETTER || kind == CHARACTER_DIGIT;
}

/* The end of the chunk that begins at `start`, whose first character ends at `at`. */
static const char *chunk_end(struct scanner *scanner, const char *start, const char *at)
{
    const char *end = scanner->end;
    const char *until = end - start > CHUNK_MAX ? start + CHUNK_MAX : end;
    for (;;) {
        at = simple_end(scanner, at, until);
        if (at - start > CHUNK_MAX)
            return character_start(start + CHUNK_MAX);
        if (at >= end)
            return at;
        unsigned char kind_of_byte = byte_kinds[(unsigned char)*at];
        if (kind_of_byte == BYTE_OTHER || kind_of_byte == BYTE_ALONE)
            return at;
        unsigned size;
        enum character_kind kind = kind_at(at, &size);
        size_t more = is_word_kind(kind) ? size : joining_size(kind, start, at, size, end);
        if (more == 0)
            return at;
        at += more;
    }
}

/* The first byte from `at` on that may begin a word, or the end. */
static const char *find_word_start(struct scanner *scanner, const char *at)
{
    while (at < scanner->end) {
        if (!in_block(scanner, at))
            load_block(scanner, at);
        uint64_t starts = mask_from(scanner, scanner->simple | scanner->leads, at);
        if (starts != 0)
            return at + __builtin_ctzll(starts);
        at = scanner->block + BLOCK;
    }
    return scanner->end;
}

static inline bool next_chunk(struct scanner *scanner, struct chunk *chunk)
{
    const char *at = scanner->at;
    assert(at <= scanner->end);
    for (unsigned size;; at += size) {
        at = find_word_start(scanner, at);
        if (at >= scanner->end)
            break;
        bool alone = false;
        size = 1;
        if (byte_kinds[(unsigned char)*at] != BYTE_WORD && !starts_word(at, &size, &alone))
            continue;
        chunk->start = at;
        chunk->end = alone ? at + size : chunk_end(scanner, at, at + size);
        scanner->at = chunk->end;
        return true;
    }
    scanner->at = scanner->end;
    return false;
}

bool scan_next(struct scanner *scanner, struct chunk *chunk)
{
    return next_chunk(scanner, chunk);
}

/* Whether a word surely ends at `at`, which is not the last byte: at an ASCII byte that neither
 * belongs to a word nor may join, or at a dot or comma followed by such a byte. */
static inline bool is_break(const char *at)
{
    unsigned char kind = byte_kinds[(unsigned char)*at];
    if (*at == '.' || *at == ',')
        kind = byte_kinds[(unsigned char)*++at];
    return (signed char)*at >= 0 && kind != BYTE_WORD && kind != BYTE_JOIN;
}

/* Finds chunks whose characters need not be decoded, as most are: they begin with an ASCII letter
 * or digit, consist of simple bytes, and end within the block, at a break. Stops at the first chunk
 * of another kind, which is left to next_chunk(). */
static inline unsigned find_plain_chunks(struct scanner *scanner, struct chunk *chunks,
                                         unsigned room)
{
    if (!in_block(scanner, scanner->at) || scanner->end - scanner->block <= BLOCK)
        return 0;
    const char *block = scanner->block;
    const uint64_t simple = scanner->simple, any = simple | scanner->leads;
    size_t at = (size_t)(scanner->at - block);
    unsigned count = 0;
    while (count < room && any >> at != 0) {
        size_t start = at + (size_t)__builtin_ctzll(any >> at);
        uint64_t others = ~(simple >> start);
        size_t end = start + (size_t)__builtin_ctzll(others | UINT64_C(1) << 63);
        if (end >= BLOCK - 1 || byte_kinds[(unsigned char)block[start]] != BYTE_WORD ||
            !is_break(block + end))
            break;
        chunks[count++] = (struct chunk){block + start, block + end};
        at = end;
    }
    scanner->at = block + at;
    return count;
}

unsigned scan_many(struct scanner *scanner, struct chunk *chunks, unsigned room)
{
    unsigned count = 0;
    for (;;) {
        count += find_plain_chunks(scanner, chunks + count, room - count);
        if (count == room || !next_chunk(scanner, &chunks[count]))
            return count;
        count++;
    }
}

bool scan_chunk(const char *at, const char *end, struct chunk *chunk)
{
    struct scanner scanner;
    scan_begin(&scanner, at, end);
    return scan_next(&scanner, chunk);
}
