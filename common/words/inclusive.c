#include "common/words/inclusive.h"

#include <assert.h>
#include <string.h>

#include "common/base/slice.h"
#include "common/lexicon/lexicon.h"

/* Letters of an ending or a whole second word, and the sign before them. */
enum { ENDING_MAX = 9 };

/* How the second word is made from the first and the ending after the sign: if the first ends in
 * `first`, that is replaced by `second`. Without a row, the ending is appended (étudiant·e,
 * chef·fe, professionnel·le, tou·te). */
static const struct {
    const char *ending, *first, *second;
} endings[] = {
    {"ice", "eur", "rice"},    {"rice", "eur", "rice"},     {"trice", "teur", "trice"},
    {"euse", "eur", "euse"},   {"euse", "eux", "euse"},     {"se", "x", "se"},
    {"se", "eur", "euse"},     {"ère", "er", "ère"},        {"ere", "er", "ère"},
    {"ière", "ier", "ière"},   {"ve", "f", "ve"},           {"ive", "if", "ive"},
    {"esse", "e", "esse"},     {"éresse", "eur", "éresse"}, {"elle", "eau", "elle"},
    {"elle", "el", "elle"},    {"elle", "ceux", "celle"},   {"lle", "eau", "elle"},
    {"lle", "ou", "olle"},     {"enne", "en", "enne"},      {"onne", "on", "onne"},
    {"ale", "al", "ale"},      {"aine", "ain", "aine"},     {"ine", "ain", "ine"},
    {"ée", "é", "ée"},         {"que", "c", "que"},         {"che", "c", "che"},
    {"agne", "agnon", "agne"}, {"ïne", "os", "oïne"},       {"aux", "al", "aux"},
    {"aux", "ail", "aux"},
};

/* Endings that are appended. */
static const char *const appended[] = {"e", "te", "ne", "le", "se", "sse", "fe", "ve"};

/* A word with its inclusive ending: the letters up to stem_end, and [ending, ending_end). */
struct inclusive {
    size_t stem_end, ending, ending_end;
    size_t whole_end; /* of the ending with its plural's s */
    bool plural;
    size_t end; /* after all of it */
};

static bool spells(const struct letter *letters, size_t from, size_t to, const char *ascii)
{
    size_t size = strlen(ascii);
    if (to - from != size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (letters[from + i].character != (unsigned char)ascii[i])
            return false;
    return true;
}

/* A final s in the ending itself is the plural's: étudiant·es. */
static void split_plural(const struct letter *letters, struct inclusive *found)
{
    if (!found->plural && found->ending_end > found->ending + 1 &&
        letters[found->ending_end - 1].character == 's') {
        found->ending_end--;
        found->plural = true;
    }
}

/* (e), (ne), (e)s */
static bool find_parenthesised(const struct letter *letters, size_t stem_end, size_t to,
                               struct inclusive *found)
{
    size_t close = letters_word_end(letters, stem_end + 1, to);
    if (close >= to || close == stem_end + 1 || letters[close].kind != CHARACTER_CLOSE)
        return false;
    *found = (struct inclusive){stem_end, stem_end + 1, close, close, false, close + 1};
    size_t plural_end = letters_word_end(letters, close + 1, to);
    if (plural_end == close + 2 && letters[close + 1].character == 's')
        found->plural = true;
    else if (plural_end > close + 1)
        return false;
    found->end = plural_end;
    return true;
}

/* Finds an ending after a sign, and an s after another sign of the same kind. */
static bool find_signed(const struct letter *letters, size_t stem_end, size_t to,
                        struct inclusive *found)
{
    uint8_t sign = letters[stem_end].kind;
    size_t ending_end = letters_word_end(letters, stem_end + 1, to);
    *found = (struct inclusive){stem_end, stem_end + 1, ending_end, ending_end, false, ending_end};
    if (ending_end == stem_end + 1 || ending_end - stem_end > ENDING_MAX)
        return false;
    if (ending_end + 1 < to && letters[ending_end].kind == sign) {
        size_t plural_end = letters_word_end(letters, ending_end + 1, to);
        if (!spells(letters, ending_end + 1, plural_end, "s"))
            return false;
        found->plural = true;
        found->end = plural_end;
    }
    return true;
}

static bool all_upper(const struct letter *letters, size_t from, size_t to)
{
    while (from < to && letters[from].upper)
        from++;
    return from == to;
}

static bool any_upper(const struct letter *letters, size_t from, size_t to)
{
    while (from < to && !letters[from].upper)
        from++;
    return from < to;
}

/* Whether capitals allow it: those of a word in capitals, not of the next sentence or of a name.
 */
static bool capitals_agree(const struct letter *letters, const struct inclusive *found, size_t from)
{
    return !any_upper(letters, found->ending, found->ending_end) ||
           (all_upper(letters, from, found->stem_end) &&
            all_upper(letters, found->ending, found->ending_end));
}

/* Whether the sign has no other use between letters. Hyphens, dots and slashes have: an s after
 * another one shows it, or a lone e. */
static bool is_certain(const struct letter *letters, const struct inclusive *found, size_t from,
                       size_t to)
{
    const uint8_t sign = letters[found->stem_end].kind;
    if (sign == CHARACTER_MIDDOT || sign == CHARACTER_OPEN)
        return true;
    const bool lone_e = spells(letters, found->ending, found->ending_end, "e") ||
                        spells(letters, found->ending, found->ending_end, "es");
    const bool continues = found->end < to && letters[found->end].kind == sign;
    const bool upper = any_upper(letters, found->ending, found->ending_end);
    return found->stem_end - from >= 2 && (found->plural || (lone_e && !upper)) && !continues;
}

/* Appends as many whole characters of `more` as fit. */
static size_t append_clipped(char *word, size_t size, const char *more)
{
    size_t extra = utf8_floor(more, strlen(more), ANALYSIS_WORD_MAX - size);
    memcpy(word + size, more, extra);
    word[size + extra] = '\0';
    return size + extra;
}

static bool ends_with(const char *word, size_t size, const char *ending)
{
    return slice_ends_with((struct slice){word, size}, slice_of(ending));
}

/* Makes the second word by the row for both; without one, appends the ending. */
static size_t apply_ending(char *word, size_t size, const char *ending)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(ending, endings[i].ending) == 0 && ends_with(word, size, endings[i].first))
            return append_clipped(word, size - strlen(endings[i].first), endings[i].second);
    return append_clipped(word, size, ending);
}

/* Makes the singular of a first word that is already in the plural: tous·tes, nouveaux·elles.
 * Returns its size, that of the word when it is none. */
static size_t make_singular(char *word, size_t size)
{
    if (ends_with(word, size, "aux") && !ends_with(word, size, "eaux"))
        return append_clipped(word, size - strlen("aux"), "al");
    if (!ends_with(word, size, "s") && !ends_with(word, size, "eaux"))
        return size;
    word[size - 1] = '\0';
    return size - 1;
}

static size_t make_plural(char *word, size_t size)
{
    if (ends_with(word, size, "s") || ends_with(word, size, "x"))
        return size;
    if (ends_with(word, size, "eau"))
        return append_clipped(word, size, "x");
    return append_clipped(word, size, "s");
}

/* A word under construction. */
struct spelling {
    size_t size;
    char bytes[ANALYSIS_WORD_MAX + 1];
};

/* Whether a word is one of the lexicon other than a name: le·la is not Lela. */
static bool is_known(const struct spelling *word)
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    const size_t count = lexicon_find((struct slice){word->bytes, word->size}, lemmas, NULL);
    for (size_t i = 0; i < count; i++)
        if (lemmas[i].class != LEXICON_PROPER)
            return true;
    return false;
}

/* The word that `first` and an ending make; in the plural, of its singular, too. Returns whether
 * the lexicon has it. */
static bool make_second(const struct spelling *first, const char *ending, bool plural,
                        struct spelling *second)
{
    *second = *first;
    second->size = apply_ending(second->bytes, second->size, ending);
    if (is_known(second))
        return true;
    struct spelling singular = *first;
    singular.size = make_singular(singular.bytes, singular.size);
    if (!plural || singular.size == first->size)
        return false;
    singular.size = apply_ending(singular.bytes, singular.size, ending);
    *second = singular;
    return is_known(second);
}

/* Whether it is an ending of words like the first, which shows inclusive writing whatever the sign:
 * étudiant-e, acteur.trice, but not franco-allemand nor est-elle. */
static bool is_ending(const struct spelling *first, const char *ending)
{
    for (size_t i = 0; i < sizeof appended / sizeof *appended; i++)
        if (strcmp(ending, appended[i]) == 0)
            return true;
    struct spelling singular = *first;
    singular.size = make_singular(singular.bytes, singular.size);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(ending, endings[i].ending) == 0 &&
            (ends_with(first->bytes, first->size, endings[i].first) ||
             ends_with(singular.bytes, singular.size, endings[i].first)))
            return true;
    return false;
}

/* Reads the second word: of the first and the ending, or the ending itself where that is a whole
 * word (frère·sœur, il·elle). False where the sign is something else. */
static bool read_second(const struct words *words, const struct inclusive *found, bool certain,
                        const struct spelling *first, struct spelling *second)
{
    char ending[ANALYSIS_WORD_MAX + 1];
    const size_t size = words_spell(words, found->ending, found->ending_end, ending);
    struct spelling whole;
    whole.size = words_spell(words, found->ending, found->whole_end, whole.bytes);
    const bool known = is_ending(first, ending);
    if (!certain && (!known || size == 1))
        return false;
    const bool made = make_second(first, ending, found->plural, second);
    if (found->plural)
        second->size = make_plural(second->bytes, second->size);
    const uint8_t sign = words->letters[found->stem_end].kind;
    const bool whole_too = sign == CHARACTER_MIDDOT || sign == CHARACTER_OPEN;
    if (whole_too && !made && whole.size > 1 && is_known(&whole))
        *second = whole;
    return certain || made;
}

size_t words_inclusive(struct words *words, size_t from, size_t to)
{
    assert(from < to && to <= words->letter_count);
    const struct letter *letters = words->letters;
    size_t stem_end = letters_word_end(letters, from, to);
    struct inclusive found;
    if (stem_end == from || stem_end >= to)
        return from;
    uint8_t sign = letters[stem_end].kind;
    bool has_ending = sign == CHARACTER_OPEN
                          ? find_parenthesised(letters, stem_end, to, &found)
                          : (sign == CHARACTER_MIDDOT || sign == CHARACTER_DOT ||
                             sign == CHARACTER_HYPHEN || sign == CHARACTER_SLASH) &&
                                find_signed(letters, stem_end, to, &found);
    if (!has_ending || !capitals_agree(letters, &found, from))
        return from;
    const bool certain = is_certain(letters, &found, from, to);
    split_plural(letters, &found);
    struct spelling first, second;
    first.size = words_spell(words, from, stem_end, first.bytes);
    if ((!certain && stem_end - from < 3) || !read_second(words, &found, certain, &first, &second))
        return from;
    if (found.plural)
        first.size = make_plural(first.bytes, first.size);
    words_add_spelt(words, (struct slice){first.bytes, first.size}, from, found.end,
                    OCCURRENCE_WORD);
    words_add_spelt(words, (struct slice){second.bytes, second.size}, from, found.end,
                    OCCURRENCE_VARIANT);
    return found.end;
}
