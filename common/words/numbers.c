#include "common/words/numbers.h"

#include <assert.h>
#include <string.h>

#include "common/lexicon/lexicon.h"
#include "common/words/ordinals.h"
#include "common/words/units.h"

static bool is_digit_at(const struct letter *letters, size_t at, size_t to)
{
    return at < to && letters[at].kind == CHARACTER_DIGIT;
}

static size_t digits_end(const struct letter *letters, size_t at, size_t to)
{
    while (is_digit_at(letters, at, to))
        at++;
    return at;
}

/* Returns the end of [sep]ddd[sep]ddd…, with equal separators; `from` if no group is whole. */
static size_t thousands_end(const struct letter *letters, size_t from, size_t to)
{
    size_t at = from;
    while (at + 3 < to && letters[at].character == letters[from].character &&
           (letters[at].kind == CHARACTER_THIN_SPACE || letters[at].kind == CHARACTER_DOT ||
            letters[at].kind == CHARACTER_APOSTROPHE)) {
        size_t end = digits_end(letters, at + 1, to);
        if (end != at + 4)
            break;
        at = end;
    }
    return at;
}

/* Returns the end of the decimals that begin at `at` with a comma, or a dot if allowed; `at` when
 * there are none. */
static size_t decimals_end(const struct letter *letters, size_t at, size_t to, bool dot)
{
    if (at + 1 >= to ||
        !(letters[at].kind == CHARACTER_COMMA || (dot && letters[at].kind == CHARACTER_DOT)))
        return at;
    size_t end = digits_end(letters, at + 1, to);
    return end == at + 1 ? at : end;
}

/* Returns the end of a list of three or more groups of digits separated by dots, or by commas: a
 * date (06.01.2022), a version, an address. `from` when there is none. */
static size_t list_end(const struct letter *letters, size_t from, size_t to)
{
    size_t at = digits_end(letters, from, to), groups = 1;
    while (at + 1 < to && letters[at].kind == letters[digits_end(letters, from, to)].kind &&
           (letters[at].kind == CHARACTER_DOT || letters[at].kind == CHARACTER_COMMA) &&
           is_digit_at(letters, at + 1, to)) {
        at = digits_end(letters, at + 1, to);
        groups++;
    }
    return groups >= 3 && (at == to || !letter_is_word(&letters[at])) ? at : from;
}

static size_t add_digit_groups(struct words *words, size_t from, size_t end)
{
    for (size_t at = from; at < end; at++) {
        size_t group_end = digits_end(words->letters, at, end);
        words_add(words, at, group_end);
        at = group_end;
    }
    return end;
}

/* Adds a number, spelt with its digits and, of its signs, only a point before the decimals. */
static void add_number(struct words *words, size_t from, size_t decimals, size_t end)
{
    char surface[ANALYSIS_WORD_MAX + 1];
    size_t size = words_spell(words, from, decimals, surface);
    if (end > decimals && size + 1 < ANALYSIS_WORD_MAX) {
        char fraction[ANALYSIS_WORD_MAX + 1];
        size_t more = words_spell(words, decimals, end, fraction);
        surface[size++] = '.';
        more = utf8_floor(fraction, more, ANALYSIS_WORD_MAX - size);
        memcpy(surface + size, fraction, more);
        size += more;
    }
    words_add_spelt(words, (struct slice){surface, size}, from, end, OCCURRENCE_WORD);
}

/* --- what is glued to a number --- */

enum { HEXADECIMAL_LETTERS = 4 };

/* The letters after a number, and what follows them. */
struct glued {
    size_t from, end; /* its letters */
    size_t after;     /* the digits after them */
    struct slice spelling;
};

/* m2, km3: the exponent belongs to the unit. */
static bool has_power(const struct letter *letters, const struct glued *glued)
{
    const uint32_t digit = letters[glued->end].character;
    return glued->after == 1 && (digit == '2' || digit == '3') && unit_takes_power(glued->spelling);
}

/* L' and the like at the beginning of a sentence: 2022L'équipe. */
static bool is_elided(const struct letter *letters, const struct glued *glued, size_t to)
{
    return glued->end < to && letters[glued->end].kind == CHARACTER_APOSTROPHE &&
           glued->end - glued->from <= 2;
}

/* Whether a short word in small letters can be part of a hexadecimal number: 44de, 4dab. */
static bool may_be_hexadecimal(const struct letter *letters, const struct glued *glued)
{
    if (glued->end - glued->from > HEXADECIMAL_LETTERS)
        return false;
    for (size_t i = glued->from; i < glued->end; i++)
        if (letters[i].upper || letters[i].character < 'a' || letters[i].character > 'f')
            return false;
    return true;
}

/* Whether the word that is glued to digits is a word of its own. An unknown one may be the rest of
 * a name (5G, 2CV, 4x4), and what ends in digits a code. */
static bool is_word_apart(const struct letter *letters, const struct glued *glued, size_t digits,
                          size_t to)
{
    if (glued->after > 0)
        return has_power(letters, glued) || unit_takes_digits(glued->spelling);
    return unit_is_glued(glued->spelling, digits) || is_elided(letters, glued, to) ||
           (glued->end - glued->from >= (digits > 1 ? 2U : 3U) &&
            !may_be_hexadecimal(letters, glued) && lexicon_has(glued->spelling));
}

/* Reads the letters at `glued->from`; false unless they are a word apart from the number that
 * begins at `from`. `spelling` keeps them. */
static bool find_glued_word(const struct words *words, size_t from, size_t to, struct glued *glued,
                            char spelling[ANALYSIS_WORD_MAX + 1])
{
    const struct letter *letters = words->letters;
    glued->end = letters_word_end(letters, glued->from, to);
    if (ordinal_spell(words, from, glued->end, spelling) > 0)
        return false;
    glued->after = digits_end(letters, glued->end, to) - glued->end;
    glued->spelling =
        (struct slice){spelling, words_spell(words, glued->from, glued->end, spelling)};
    return is_word_apart(letters, glued, glued->from - from, to);
}

size_t words_number(struct words *words, size_t from, size_t to)
{
    assert(from < to && to <= words->letter_count);
    const struct letter *letters = words->letters;
    size_t first = digits_end(letters, from, to);
    if (first == from)
        return from;
    size_t thousands = first - from <= 3 ? thousands_end(letters, first, to) : first;
    size_t list = list_end(letters, from, to);
    if (list > thousands)
        return add_digit_groups(words, from, list);
    bool by_dots = thousands > first && letters[first].kind == CHARACTER_DOT;
    size_t end = decimals_end(letters, thousands, to, !by_dots);
    const bool glued = end < to && letter_is_word(&letters[end]);
    if (!glued && end == first)
        return from;
    struct glued word = {.from = end};
    char spelling[ANALYSIS_WORD_MAX + 1];
    if (glued && !find_glued_word(words, from, to, &word, spelling))
        return from;
    add_number(words, from, thousands, end);
    if (!glued || word.after == 0 || has_power(letters, &word))
        return end;
    words_add(words, word.from, word.end);
    return word.end;
}
