#include "common/words/ordinals.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "common/lexicon/lexicon.h"

enum { ENDING_LETTERS = 5, ROMAN_MAX = 99, CAPITALS_ROMAN_MAX = 39, DIGITS_MAX = 9 };

/* Endings as written, the one that replaces them, and the number they belong to; 0: any. */
static const struct {
    const char *written, *canonical;
    unsigned number;
} endings[] = {
    {"er", "er", 1},   {"ers", "er", 1},   {"ier", "er", 1},  {"iers", "er", 1},
    {"re", "re", 1},   {"res", "re", 1},   {"ère", "re", 1},  {"ères", "re", 1},
    {"ere", "re", 1},  {"eres", "re", 1},  {"ière", "re", 1}, {"ières", "re", 1},
    {"iere", "re", 1}, {"ieres", "re", 1}, {"nd", "nd", 2},   {"nds", "nd", 2},
    {"nde", "nde", 2}, {"ndes", "nde", 2}, {"de", "nde", 2},  {"des", "nde", 2},
    {"e", "e", 0},     {"es", "e", 0},     {"è", "e", 0},     {"ème", "e", 0},
    {"èmes", "e", 0},  {"eme", "e", 0},    {"emes", "e", 0},  {"éme", "e", 0},
    {"émes", "e", 0},  {"ième", "e", 0},   {"ièmes", "e", 0}, {"ieme", "e", 0},
    {"iemes", "e", 0}, {"iéme", "e", 0},   {"iémes", "e", 0},
};

static const char *canonical_ending(const char *written, unsigned number)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(written, endings[i].written) == 0 &&
            (endings[i].number == 0 || endings[i].number == number))
            return endings[i].canonical;
    return NULL;
}

/* --- Roman numerals --- */

static unsigned roman_value(uint32_t letter)
{
    switch (letter) {
    case 'i':
        return 1;
    case 'v':
        return 5;
    case 'x':
        return 10;
    case 'l':
        return 50;
    case 'c':
        return 100;
    default:
        return 0;
    }
}

static void append_roman_digit(char *roman, size_t *size, unsigned digit, const char *signs)
{
    static const char *const shapes[] = {"",  "0",  "00",  "000",  "01",
                                         "1", "10", "100", "1000", "02"};
    for (const char *sign = shapes[digit]; *sign != '\0'; sign++)
        roman[(*size)++] = signs[*sign - '0'];
}

/* Writes a number below 100 as it is written in Roman letters; returns the size. */
static size_t write_roman(unsigned number, char roman[16])
{
    size_t size = 0;
    append_roman_digit(roman, &size, number / 10, "xlc");
    append_roman_digit(roman, &size, number % 10, "ivx");
    return size;
}

/* Reads a Roman number in small letters; 0 if it is none below 100 as it is written: xix, not
 * xiiix.
 */
static unsigned read_roman(struct slice roman)
{
    unsigned total = 0, last = UINT16_MAX;
    char written[16];
    if (roman.size == 0 || roman.size >= sizeof written)
        return 0;
    for (size_t i = 0; i < roman.size; i++) {
        const unsigned one = roman_value((unsigned char)roman.data[i]);
        total += one > last ? one - 2 * last : one;
        last = one;
    }
    if (total > ROMAN_MAX)
        return 0;
    return slice_equals(roman, (struct slice){written, write_roman(total, written)}) ? total : 0;
}

/* Reads the Roman capitals at the start; returns their number, 0 if they are no number. */
static size_t read_roman_capitals(const struct letter *letters, size_t count, unsigned *value)
{
    char roman[16];
    size_t size = 0;
    while (size < count && size < sizeof roman && letters[size].upper &&
           roman_value(letters[size].character) > 0) {
        roman[size] = (char)letters[size].character;
        size++;
    }
    *value = read_roman((struct slice){roman, size});
    return *value > 0 ? size : 0;
}

static bool any_upper(const struct letter *letters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (letters[i].upper)
            return true;
    return false;
}

/* Whether Roman capitals and an ending can be an ordinal. VERS, VIE, LIVRES are words, and so is
 * Ire at the beginning of a sentence; VIe is none. In capitals, a single letter and an e are no
 * number: VE, IES. */
static bool may_be_ordinal(struct slice word, size_t numeral, unsigned value, bool capitals)
{
    const char last = word.data[word.size - 1];
    if (!capitals)
        return numeral > 1 || (value <= 10 && !lexicon_has(word));
    return value <= CAPITALS_ROMAN_MAX && (numeral > 1 || last == 'r') && !lexicon_has(word);
}

/* --- ordinals --- */

/* Reads the digits at the start; returns their number. *value is 0 if they are too many. */
static size_t read_digits(const struct letter *letters, size_t end, unsigned *value)
{
    size_t count = 0;
    *value = 0;
    for (; count < end && !letters[count].raised && letters[count].character >= '0' &&
           letters[count].character <= '9';
         count++)
        *value = *value * 10 + letters[count].character - '0';
    /* 079e is a code. */
    if (count > DIGITS_MAX || letters[0].character == '0')
        *value = 0;
    return count;
}

size_t ordinal_spell(const struct words *words, size_t from, size_t to,
                     char surface[ANALYSIS_WORD_MAX + 1])
{
    assert(from < to && to <= words->letter_count);
    const struct letter *letters = words->letters + from;
    const size_t count = to - from;
    unsigned value = 0;
    size_t numeral = read_digits(letters, count, &value);
    char written[ANALYSIS_WORD_MAX + 1];
    if (numeral == 0) {
        numeral = read_roman_capitals(letters, count, &value);
        const size_t size = words_spell(words, from, to, written);
        if (numeral == 0 || !may_be_ordinal((struct slice){written, size}, numeral, value,
                                            any_upper(letters + numeral, count - numeral)))
            return 0;
    }
    if (numeral == count || count - numeral > ENDING_LETTERS || value == 0)
        return 0;
    words_spell(words, from + numeral, to, written);
    const char *canonical = canonical_ending(written, value);
    if (canonical == NULL)
        return 0;
    return (size_t)snprintf(surface, ANALYSIS_WORD_MAX + 1, "%u%s", value, canonical);
}

size_t ordinal_in_small_letters(struct slice word, char surface[ANALYSIS_WORD_MAX + 1])
{
    size_t roman = 0;
    while (roman < word.size && strchr("ivx", word.data[roman]) != NULL)
        roman++;
    /* The i may belong to the ending: xixième. */
    for (; roman > 0 && word.size - roman <= 2 * ENDING_LETTERS; roman--) {
        char written[2 * ENDING_LETTERS + 1];
        const unsigned value = read_roman((struct slice){word.data, roman});
        memcpy(written, word.data + roman, word.size - roman);
        written[word.size - roman] = '\0';
        const char *canonical = value > 0 ? canonical_ending(written, value) : NULL;
        if (canonical != NULL)
            return (size_t)snprintf(surface, ANALYSIS_WORD_MAX + 1, "%u%s", value, canonical);
    }
    return 0;
}
