#include "common/words/elision.h"

#include <assert.h>
#include <string.h>

#include "common/words/fold.h"

/* Articles, pronouns and "que" before a vowel: they take no position. */
static const char *const dropped_elisions[] = {"l", "d", "j", "s", "n", "c", "m", "t", "qu"};

/* Conjunctions and adverbs before a vowel: words, with the e that the apostrophe replaces. */
static const struct {
    const char *elided, *whole;
} kept_elisions[] = {
    {"jusqu", "jusque"},   {"lorsqu", "lorsque"}, {"puisqu", "puisque"},
    {"quoiqu", "quoique"}, {"quelqu", "quelque"}, {"presqu", "presque"},
};

static size_t apostrophe_at(const struct words *words, size_t from, size_t to)
{
    while (from < to && words->letters[from].kind != CHARACTER_APOSTROPHE &&
           (letter_is_word(&words->letters[from]) || words->letters[from].kind == CHARACTER_DIGIT))
        from++;
    return from < to && words->letters[from].kind == CHARACTER_APOSTROPHE ? from : to;
}

/* Writes the folded spelling of the letters up to the next sign. */
static void fold_run(const struct words *words, size_t from, size_t to,
                     char folded[ANALYSIS_WORD_MAX + 1])
{
    size_t end = from;
    while (end < to && letter_is_word(&words->letters[end]))
        end++;
    char surface[ANALYSIS_WORD_MAX + 1];
    size_t size = words_spell(words, from, end, surface);
    analyzer_fold(surface, size, folded);
}

static bool begins_with_vowel(const char *folded)
{
    return folded[0] != '\0' && strchr("aeiouyh", folded[0]) != NULL;
}

static bool string_starts_with(const char *word, const char *with)
{
    return strncmp(word, with, strlen(with)) == 0;
}

/* Whether this is a fixed compound that is one word: aujourd'hui, prud'homme, quelqu'un,
 * presqu'île, entr'acte. `before` and `after` are folded, on either side of the apostrophe. */
static bool is_fixed_compound(const char *before, const char *after)
{
    if (strcmp(before, "aujourd") == 0)
        return strcmp(after, "hui") == 0;
    if (strcmp(before, "prud") == 0)
        return string_starts_with(after, "hom");
    if (strcmp(before, "presqu") == 0)
        return string_starts_with(after, "il");
    if (strcmp(before, "quelqu") == 0)
        return strcmp(after, "un") == 0 || strcmp(after, "une") == 0 || strcmp(after, "uns") == 0 ||
               strcmp(after, "unes") == 0;
    return strcmp(before, "entr") == 0 && begins_with_vowel(after);
}

/* Whether initials follow, since the names of most letters begin with a vowel: l'ONU, l'HLM, d'RTL,
 * l'S.N.C.F. */
static bool before_initials(const struct words *words, size_t apostrophe, size_t to,
                            const char *before)
{
    const struct letter *letters = words->letters;
    if ((strcmp(before, "l") != 0 && strcmp(before, "d") != 0) || apostrophe + 2 >= to)
        return false;
    size_t second = apostrophe + 2;
    if (letters[second].kind == CHARACTER_DOT)
        second++;
    return second < to && letters[apostrophe + 1].upper && letters[second].upper;
}

size_t words_elision(struct words *words, size_t from, size_t to)
{
    assert(from <= to && to <= words->letter_count);
    size_t apostrophe = apostrophe_at(words, from, to);
    if (apostrophe == to || apostrophe == from || apostrophe - from > 6)
        return from;
    char before[ANALYSIS_WORD_MAX + 1], after[ANALYSIS_WORD_MAX + 1];
    fold_run(words, from, apostrophe, before);
    fold_run(words, apostrophe + 1, to, after);
    bool digit = apostrophe + 1 < to && words->letters[apostrophe + 1].kind == CHARACTER_DIGIT;
    if (is_fixed_compound(before, after) ||
        (!begins_with_vowel(after) && !digit && !before_initials(words, apostrophe, to, before)))
        return from;
    for (size_t i = 0; i < sizeof dropped_elisions / sizeof *dropped_elisions; i++)
        if (strcmp(before, dropped_elisions[i]) == 0)
            return apostrophe + 1;
    for (size_t i = 0; i < sizeof kept_elisions / sizeof *kept_elisions; i++)
        if (strcmp(before, kept_elisions[i].elided) == 0) {
            words_add_spelt(words, slice_of(kept_elisions[i].whole), from, apostrophe,
                            OCCURRENCE_WORD);
            return apostrophe + 1;
        }
    return from;
}

bool elision_within_word(const struct words *words, size_t from, size_t at, size_t to)
{
    assert(from <= at && at < to && to <= words->letter_count);
    assert(words->letters[at].kind == CHARACTER_APOSTROPHE);
    char before[ANALYSIS_WORD_MAX + 1], after[ANALYSIS_WORD_MAX + 1];
    fold_run(words, from, at, before);
    fold_run(words, at + 1, to, after);
    /* rock'n'roll: "and" between two words. */
    const bool and = from > 0 && words->letters[from - 1].kind == CHARACTER_APOSTROPHE;
    return (at - from == 1 && !and) || is_fixed_compound(before, after);
}
