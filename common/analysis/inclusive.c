#include "common/analysis/inclusive.h"

#include <assert.h>
#include <string.h>

#include "common/base/slice.h"

/* How a feminine is made from the masculine and the ending after the dot: if the masculine ends in
 * `masculine`, that is replaced by `feminine`. The first matching row counts; without one, the
 * ending is appended (étudiant·e, chef·fe, professionnel·le, tou·te). */
static const struct {
    const char *ending, *masculine, *feminine;
} feminines[] = {
    {"ice", "eur", "rice"},  {"rice", "eur", "rice"},     {"trice", "teur", "trice"},
    {"euse", "eur", "euse"}, {"euse", "eux", "euse"},     {"se", "x", "se"},
    {"se", "eur", "euse"},   {"ère", "er", "ère"},        {"ere", "er", "ère"},
    {"ière", "ier", "ière"}, {"ve", "f", "ve"},           {"esse", "e", "esse"},
    {"elle", "eau", "elle"}, {"elle", "el", "elle"},      {"enne", "en", "enne"},
    {"onne", "on", "onne"},  {"ale", "al", "ale"},        {"aine", "ain", "aine"},
    {"ive", "if", "ive"},    {"éresse", "eur", "éresse"},
};

/* A word with its inclusive ending: the letters up to stem_end, and [ending, ending_end). */
struct inclusive {
    size_t stem_end, ending, ending_end;
    bool plural;
    size_t end; /* after all of it */
};

static size_t letters_end(const struct letter *letters, size_t at, size_t to)
{
    while (at < to && letter_is_word(&letters[at]))
        at++;
    return at;
}

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
    size_t close = letters_end(letters, stem_end + 1, to);
    if (close >= to || close == stem_end + 1 || letters[close].kind != CHARACTER_CLOSE)
        return false;
    *found = (struct inclusive){stem_end, stem_end + 1, close, false, close + 1};
    size_t plural_end = letters_end(letters, close + 1, to);
    if (plural_end == close + 2 && letters[close + 1].character == 's')
        found->plural = true;
    else if (plural_end > close + 1)
        return false;
    found->end = plural_end;
    /* "(s)" is a plural, not a feminine. */
    return !spells(letters, found->ending, found->ending_end, "s");
}

/* Finds an ending after a sign, and an s after another sign of the same kind. */
static bool find_signed(const struct letter *letters, size_t stem_end, size_t to,
                        struct inclusive *found)
{
    uint8_t sign = letters[stem_end].kind;
    size_t ending_end = letters_end(letters, stem_end + 1, to);
    *found = (struct inclusive){stem_end, stem_end + 1, ending_end, false, ending_end};
    if (ending_end == stem_end + 1 || ending_end - stem_end > 7)
        return false;
    if (ending_end + 1 < to && letters[ending_end].kind == sign) {
        size_t plural_end = letters_end(letters, ending_end + 1, to);
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

/* Hyphens and dots have other uses: they count if an s follows, or the ending is a lone e; in
 * capitals only if an s follows and the stem is in capitals too. */
static bool is_inclusive(const struct letter *letters, const struct inclusive *found, size_t from,
                         size_t to)
{
    uint8_t sign = letters[found->stem_end].kind;
    if (sign == CHARACTER_MIDDOT || sign == CHARACTER_OPEN)
        return true;
    if (any_upper(letters, found->ending, found->ending_end) &&
        !(found->plural && all_upper(letters, from, found->stem_end) &&
          all_upper(letters, found->ending, found->ending_end)))
        return false;
    bool lone_e = spells(letters, found->ending, found->ending_end, "e") ||
                  spells(letters, found->ending, found->ending_end, "es");
    bool continues = found->end < to && letters[found->end].kind == sign;
    return found->stem_end - from >= 2 && (found->plural || lone_e) && !continues;
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

static size_t make_feminine(char *word, size_t size, const char *ending)
{
    for (size_t i = 0; i < sizeof feminines / sizeof *feminines; i++)
        if (strcmp(ending, feminines[i].ending) == 0 &&
            ends_with(word, size, feminines[i].masculine))
            return append_clipped(word, size - strlen(feminines[i].masculine),
                                  feminines[i].feminine);
    return append_clipped(word, size, ending);
}

size_t words_inclusive(struct words *words, size_t from, size_t to)
{
    assert(from < to && to <= words->letter_count);
    const struct letter *letters = words->letters;
    size_t stem_end = letters_end(letters, from, to);
    struct inclusive found;
    if (stem_end == from || stem_end >= to)
        return from;
    uint8_t sign = letters[stem_end].kind;
    bool has_ending = sign == CHARACTER_OPEN ? find_parenthesised(letters, stem_end, to, &found)
                                             : (sign == CHARACTER_MIDDOT || sign == CHARACTER_DOT ||
                                                sign == CHARACTER_HYPHEN) &&
                                                   find_signed(letters, stem_end, to, &found);
    if (!has_ending || !is_inclusive(letters, &found, from, to))
        return from;
    split_plural(letters, &found);
    char masculine[ANALYSIS_WORD_MAX + 1], feminine[ANALYSIS_WORD_MAX + 1];
    char ending[ANALYSIS_WORD_MAX + 1];
    size_t size = words_spell(words, from, stem_end, masculine);
    words_spell(words, found.ending, found.ending_end, ending);
    memcpy(feminine, masculine, size + 1);
    size_t feminine_size = make_feminine(feminine, size, ending);
    if (found.plural) {
        if (!ends_with(masculine, size, "s") && !ends_with(masculine, size, "x"))
            size = append_clipped(masculine, size, "s");
        feminine_size = append_clipped(feminine, feminine_size, "s");
    }
    words_add_spelt(words, (struct slice){masculine, size}, from, found.end, OCCURRENCE_WORD);
    words_add_spelt(words, (struct slice){feminine, feminine_size}, from, found.end,
                    OCCURRENCE_VARIANT);
    return found.end;
}
