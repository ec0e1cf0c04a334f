/* 1er, 1re, 2e, XXe and the other ways to write them: 1ère, 2ème, XXème, 1ʳᵉ. */
#include <string.h>

#include "analysis/ordinals.h"

/* Endings as spelt, and the one that stands for them. */
static const struct {
    const char *written, *canonical;
} endings[] = {
    {"er", "er"},   {"ers", "er"}, {"re", "re"},    {"ère", "re"}, {"ere", "re"},  {"res", "re"},
    {"ères", "re"}, {"e", "e"},    {"è", "e"},      {"es", "e"},   {"ème", "e"},   {"eme", "e"},
    {"èmes", "e"},  {"emes", "e"}, {"ième", "e"},   {"ieme", "e"}, {"ièmes", "e"}, {"nd", "nd"},
    {"nde", "nde"}, {"nds", "nd"}, {"ndes", "nde"},
};

static const char *canonical_ending(const char *written)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(written, endings[i].written) == 0)
            return endings[i].canonical;
    return NULL;
}

static bool is_roman(const struct letter *letter)
{
    return letter->upper && letter->character < 0x80 &&
           strchr("ivxlcdm", (int)letter->character) != NULL;
}

/* Behind the digits or Roman capitals at the start; 0 when the word is no ordinal. */
static size_t numeral_end(const struct letter *letters, size_t count)
{
    size_t at = 0;
    while (at < count && letters[at].kind == CHARACTER_DIGIT && !letters[at].raised)
        at++;
    if (at > 0)
        return at;
    while (at < count && is_roman(&letters[at]))
        at++;
    /* "Le", "De", "Ce" are no numbers: alone, only I, V and X are. */
    bool alone_ok = at == 1 && strchr("ivx", (int)letters[0].character) != NULL;
    return at >= 2 || alone_ok ? at : 0;
}

size_t ordinal_spell(const struct words *words, size_t from, size_t to,
                     char surface[ANALYSIS_WORD_MAX + 1])
{
    size_t numeral = numeral_end(words->letters + from, to - from);
    if (numeral == 0 || from + numeral == to || to - from - numeral > 5)
        return 0;
    for (size_t i = from + numeral; i < to; i++)
        if (words->letters[i].upper)
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
