#include "common/analysis/ordinals.h"

#include <assert.h>
#include <string.h>

/* Endings as written, and the one that replaces them. */
static const struct {
    const char *written, *canonical;
} ordinal_endings[] = {
    {"er", "er"},   {"ers", "er"}, {"re", "re"},    {"ère", "re"}, {"ere", "re"},  {"res", "re"},
    {"ères", "re"}, {"e", "e"},    {"è", "e"},      {"es", "e"},   {"ème", "e"},   {"eme", "e"},
    {"èmes", "e"},  {"emes", "e"}, {"ième", "e"},   {"ieme", "e"}, {"ièmes", "e"}, {"nd", "nd"},
    {"nde", "nde"}, {"nds", "nd"}, {"ndes", "nde"},
};

static const char *canonical_ending(const char *written)
{
    for (size_t i = 0; i < sizeof ordinal_endings / sizeof *ordinal_endings; i++)
        if (strcmp(written, ordinal_endings[i].written) == 0)
            return ordinal_endings[i].canonical;
    return NULL;
}

static bool is_roman(const struct letter *letter)
{
    return letter->upper && letter->character < 0x80 &&
           strchr("ivxlcdm", (int)letter->character) != NULL;
}

/* Returns the end of the digits or Roman capitals at the start; 0 if this is not an ordinal. */
static size_t numeral_end(const struct letter *letters, size_t count)
{
    size_t at = 0;
    while (at < count && letters[at].kind == CHARACTER_DIGIT && !letters[at].raised)
        at++;
    if (at > 0)
        return at;
    while (at < count && is_roman(&letters[at]))
        at++;
    /* "Le", "De", "Ce" are not numbers: alone, only I, V and X are. */
    bool may_stand_alone = at == 1 && strchr("ivx", (int)letters[0].character) != NULL;
    return at >= 2 || may_stand_alone ? at : 0;
}

/* Moves *at past the Roman capitals that spell one decimal digit with these three signs. */
static void skip_roman_digit(const struct letter *letters, size_t count, size_t *at,
                             const char *signs)
{
    const char one = signs[0], five = signs[1], ten = signs[2];
    if (*at + 1 < count && letters[*at].character == (unsigned char)one &&
        (letters[*at + 1].character == (unsigned char)five ||
         letters[*at + 1].character == (unsigned char)ten)) {
        *at += 2;
        return;
    }
    if (*at < count && letters[*at].character == (unsigned char)five)
        ++*at;
    for (int i = 0; i < 3 && *at < count && letters[*at].character == (unsigned char)one; i++)
        ++*at;
}

/* Whether the letters are a Roman number as it is written: XIX, not DIXI. */
static bool is_roman_number(const struct letter *letters, size_t count)
{
    size_t at = 0;
    while (at < count && letters[at].character == 'm')
        at++;
    skip_roman_digit(letters, count, &at, "cdm");
    skip_roman_digit(letters, count, &at, "xlc");
    skip_roman_digit(letters, count, &at, "ivx");
    return at == count;
}

/* In a text of capitals, 2ÈME and XXÈME are ordinals, but VIE, MIL and DIXIÈME are words: the
 * ending must be long, or follow digits. */
static bool may_be_capitals(const struct letter *letters, size_t numeral, size_t count)
{
    bool digits = letters[0].kind == CHARACTER_DIGIT;
    return digits || (count - numeral >= 3 && is_roman_number(letters, numeral));
}

size_t ordinal_spell(const struct words *words, size_t from, size_t to,
                     char surface[ANALYSIS_WORD_MAX + 1])
{
    assert(from < to && to <= words->letter_count);
    size_t numeral = numeral_end(words->letters + from, to - from);
    if (numeral == 0 || from + numeral == to || to - from - numeral > 5)
        return 0;
    bool capitals = false;
    for (size_t i = from + numeral; i < to; i++)
        capitals = capitals || words->letters[i].upper;
    if (capitals && !may_be_capitals(words->letters + from, numeral, to - from))
        return 0;
    char written[ANALYSIS_WORD_MAX + 1];
    words_spell(words, from + numeral, to, written);
    const char *canonical = canonical_ending(written);
    if (canonical == NULL)
        return 0;
    size_t size = words_spell(words, from, from + numeral, surface);
    size_t more = strlen(canonical);
    if (size + more > ANALYSIS_WORD_MAX)
        return 0;
    memcpy(surface + size, canonical, more + 1);
    return size + more;
}
