/* The scanner that reads 64 bytes at a time, against one that reads a character at a time. */
#include "tests/unit/analysis/hard_text.h"

#include <stdio.h>

#include "common/words/characters.h"
#include "common/words/scan.h"
#include "tests/unit/suite.h"

/* Texts around three blocks, and a few as long as a chunk may be. */
enum { TEXT_MAX = 200, RANDOM_CASES = 40000, LONG_CASES = 4000, LONG_MAX = 3 * CHUNK_MAX };

/* --- the plain scanner --- */

/* A text as characters, with what comes after its end: kind OTHER, as often as is asked. */
struct characters {
    size_t count;
    uint32_t codes[LONG_MAX];
    enum character_kind kinds[LONG_MAX];
    size_t starts[LONG_MAX + 1]; /* bytes; one more for the end */
};

static struct characters characters;

static void read_characters(const char *text, size_t size)
{
    size_t at = 0, count = 0;
    for (; at < size; count++) {
        characters.starts[count] = at;
        at += utf8_decode(text + at, &characters.codes[count]);
        characters.kinds[count] = character_kind(characters.codes[count]);
    }
    characters.starts[count] = at;
    characters.count = count;
}

static enum character_kind kind_of_character(size_t i)
{
    return i < characters.count ? characters.kinds[i] : CHARACTER_OTHER;
}

static uint32_t code(size_t i)
{
    return i < characters.count ? characters.codes[i] : 0;
}

static bool is_ascii_digit(size_t i)
{
    return code(i) >= '0' && code(i) <= '9';
}

static bool is_letter_or_digit(size_t i)
{
    return kind_of_character(i) == CHARACTER_LETTER || kind_of_character(i) == CHARACTER_DIGIT;
}

static size_t skip_invisible(size_t i)
{
    while (kind_of_character(i) == CHARACTER_INVISIBLE)
        i++;
    return i;
}

/* The character after the letters, or what is not ASCII, from `i` on. */
static size_t after_letters(size_t i)
{
    for (; i < characters.count; i++) {
        uint32_t letter = code(i) | 0x20;
        if (code(i) < 0x80 && !(letter >= 'a' && letter <= 'z'))
            break;
    }
    return i;
}

/* (e), (ne), (trice): up to eight bytes of letters; the character after it, or 0. */
static size_t after_parentheses(size_t open)
{
    size_t i = after_letters(open + 1);
    size_t bytes = i < characters.count ? characters.starts[i] - characters.starts[open] - 1 : 0;
    return bytes >= 1 && bytes <= 8 && code(i) == ')' ? i + 1 : 0;
}

/* /e, /trices: up to seven bytes of letters, without +, # or & after them, after two bytes or more,
 * of which the last is a letter's. */
static bool is_inclusive_slash(size_t first, size_t slash)
{
    size_t after = after_letters(slash + 1);
    size_t bytes = characters.starts[after] - characters.starts[slash] - 1;
    bool sign = code(after) == '+' || code(after) == '#' || code(after) == '&';
    return characters.starts[slash] - characters.starts[first] >= 2 && bytes >= 1 && bytes <= 7 &&
           !sign && after_letters(slash - 1) == slash;
}

/* P.-D.G.: the dot at `i` is after a letter by itself, and a hyphen and a word are after it. */
static bool is_initial(size_t first, size_t i)
{
    bool alone = i - 1 == first || code(i - 2) == '.' || code(i - 2) == '-' ||
                 kind_of_character(i - 2) == CHARACTER_APOSTROPHE;
    return alone && !is_ascii_digit(i - 1) && kind_of_character(i + 1) == CHARACTER_HYPHEN &&
           is_letter_or_digit(skip_invisible(i + 2));
}

/* The character after the sign at `i`, when it is part of the word from `first` on; else `i`. */
static size_t after_sign(size_t first, size_t i)
{
    size_t bytes = characters.starts[i] - characters.starts[first];
    size_t next = skip_invisible(i + 1), close;
    bool after_digit = is_ascii_digit(i - 1);
    switch (kind_of_character(i)) {
    case CHARACTER_APOSTROPHE:
    case CHARACTER_HYPHEN:
    case CHARACTER_MIDDOT:
        return is_letter_or_digit(next) ? i + 1 : i;
    case CHARACTER_DOT:
        return is_letter_or_digit(next) ? i + 1 : is_initial(first, i) ? i + 2 : i;
    case CHARACTER_SLASH:
        return is_inclusive_slash(first, i) ? i + 1 : i;
    case CHARACTER_TIMES:
        return after_digit && kind_of_character(next) == CHARACTER_DIGIT ? i + 1 : i;
    case CHARACTER_COMMA:
    case CHARACTER_THIN_SPACE:
        return after_digit && kind_of_character(next) == CHARACTER_DIGIT ? i + 1 : i;
    case CHARACTER_AMPERSAND:
        return !after_digit && bytes <= 4 && is_letter_or_digit(next) ? i + 1 : i;
    case CHARACTER_PLUS:
        return !after_digit && bytes <= 2 && code(i + 1) == '+' &&
                       !is_letter_or_digit(skip_invisible(i + 2))
                   ? i + 2
                   : i;
    case CHARACTER_SHARP:
        return !after_digit && bytes == 1 && !is_letter_or_digit(next) ? i + 1 : i;
    case CHARACTER_OPEN:
        close = after_digit ? 0 : after_parentheses(i);
        return close > 0 ? close : i;
    case CHARACTER_LETTER:
    case CHARACTER_MARK:
    case CHARACTER_DIGIT:
    case CHARACTER_DEGREE:
    case CHARACTER_INVISIBLE:
        return i + 1;
    default:
        return i;
    }
}

/* The character after the word that begins at `first`. */
static size_t after_word(size_t first)
{
    size_t i = first + 1;
    for (size_t after; i < characters.count && (after = after_sign(first, i)) > i; i = after)
        continue;
    return i;
}

/* Finds the word at or after `*i`, and leaves `*i` after it. */
static bool next_expected_word(size_t *i, size_t *first)
{
    for (; *i < characters.count; ++*i) {
        *first = *i;
        if (kind_of_character(*i) == CHARACTER_IDEOGRAPH ||
            kind_of_character(*i) == CHARACTER_CURRENCY) {
            ++*i;
            return true;
        }
        if (is_letter_or_digit(*i)) {
            *i = after_word(*i);
            return true;
        }
    }
    return false;
}

/* --- properties --- */

static void expect_same_words(uint64_t seed, const char *text, size_t size)
{
    char *exact = (char *)exact_copy(text, size);
    read_characters(exact, size);
    struct scanner scanner;
    struct chunk chunk;
    size_t i = 0, first = 0;
    scan_begin(&scanner, exact, exact + size);
    while (next_expected_word(&i, &first)) {
        EXPECT(seed, scan_next(&scanner, &chunk));
        EXPECT(seed, (size_t)(chunk.start - exact) == characters.starts[first]);
        EXPECT(seed, (size_t)(chunk.end - exact) == characters.starts[i]);
    }
    EXPECT(seed, !scan_next(&scanner, &chunk));
    EXPECT(seed, !scan_next(&scanner, &chunk));
    free(exact);
}

static void chunks_are_those_of_a_plain_scanner(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < RANDOM_CASES; i++) {
        uint64_t seed = seed_of(1, i), random = seed;
        char text[TEXT_MAX];
        expect_same_words(seed, text, make_hard_text(&random, text, sizeof text));
    }
}

/* Each piece, between each kind of neighbours, at each place around the border of a block. */
static void pieces_at_a_blocks_border_are_read_as_elsewhere(void **state)
{
    (void)state;
    static const char *const around[] = {"a", "1", " ", "é", "×", ""};
    enum { AROUND = sizeof around / sizeof *around };
    for (uint32_t number = 0; number < HARD_PIECES * AROUND * AROUND; number++) {
        const char *piece = hard_pieces[number / AROUND / AROUND];
        const char *before = around[number / AROUND % AROUND], *after = around[number % AROUND];
        for (size_t filling = 56; filling <= 66; filling++) {
            char text[TEXT_MAX];
            memset(text, number % 2 == 0 ? 'x' : ' ', filling);
            int more =
                snprintf(text + filling, sizeof text - filling, "%s%s%s", before, piece, after);
            expect_same_words(number, text, filling + (size_t)more);
        }
    }
}

static void words_up_to_the_greatest_size_stay_whole(void **state)
{
    (void)state;
    static char text[CHUNK_MAX];
    for (size_t size = 1; size <= CHUNK_MAX; size++) {
        memset(text, 'a', size);
        expect_same_words(size, text, size);
    }
}

/* A word as long as this is cut, but nothing of it is lost, and never within a character. */
static void longer_words_are_cut_at_a_character(void **state)
{
    (void)state;
    static const char *const letters[] = {"a", "é", "ạ", "𝒜", "a\u200b", "a-", "l'é"};
    static char text[LONG_MAX];
    for (uint64_t i = 0; i < LONG_CASES; i++) {
        uint64_t seed = seed_of(2, i), random = seed;
        size_t size = random_below(&random, 8), wanted = random_below(&random, LONG_MAX - 32);
        memset(text, ' ', size);
        size_t begin = size;
        uint32_t choice = 1 + random_below(&random, 7);
        do {
            const char *letter = letters[random_below(&random, choice)];
            size = append_hard_piece(text, size, letter);
        } while (size < wanted);
        bool after = random_below(&random, 2); /* something follows the last word */
        size_t whole = append_hard_piece(text, size, after ? "z " : "z");
        char *exact = (char *)exact_copy(text, whole);
        struct scanner scanner;
        struct chunk chunk;
        size_t at = begin;
        scan_begin(&scanner, exact, exact + whole);
        while (scan_next(&scanner, &chunk)) {
            EXPECT(seed, (size_t)(chunk.start - exact) >= at);
            EXPECT(seed, chunk.end - chunk.start <= CHUNK_MAX && chunk.end > chunk.start);
            EXPECT(seed, chunk.end == exact + whole || ((unsigned char)*chunk.end & 0xc0) != 0x80);
            at = (size_t)(chunk.end - exact);
        }
        EXPECT(seed, at == whole - after);
        free(exact);
    }
}

static void the_first_chunk_is_that_of_a_walk(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < RANDOM_CASES; i++) {
        uint64_t seed = seed_of(3, i), random = seed;
        char text[TEXT_MAX];
        size_t size = make_hard_text(&random, text, sizeof text), at = 0, first = 0;
        char *exact = (char *)exact_copy(text, size);
        read_characters(exact, size);
        struct chunk chunk;
        bool any = next_expected_word(&at, &first);
        EXPECT(seed, scan_chunk(exact, exact + size, &chunk) == any);
        EXPECT(seed, !any || ((size_t)(chunk.start - exact) == characters.starts[first] &&
                              (size_t)(chunk.end - exact) == characters.starts[at]));
        free(exact);
    }
}

SUITE(scan)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks_are_those_of_a_plain_scanner),
        cmocka_unit_test(pieces_at_a_blocks_border_are_read_as_elsewhere),
        cmocka_unit_test(words_up_to_the_greatest_size_stay_whole),
        cmocka_unit_test(longer_words_are_cut_at_a_character),
        cmocka_unit_test(the_first_chunk_is_that_of_a_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
