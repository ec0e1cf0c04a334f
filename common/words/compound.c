#include "common/words/compound.h"

#include <assert.h>
#include <string.h>

#include "common/lexicon/lexicon.h"
#include "common/words/elision.h"
#include "common/words/fold.h"
#include "common/words/numbers.h"
#include "common/words/ordinals.h"
#include "common/words/references.h"

enum { PARTS_MAX = 64, JOINED_PARTS = 3 };

/* Pronouns that lean on a verb. */
static const char *const clitics[] = {"je",   "tu",    "il",   "elle", "on",  "nous", "vous",
                                      "ils",  "elles", "ce",   "le",   "la",  "les",  "lui",
                                      "leur", "moi",   "toi",  "y",    "en",  "ci",   "t",
                                      "m'en", "t'en",  "l'en", "l'y",  "m'y", "t'y",  "s'en"};

struct part {
    size_t from, to;
};

/* --- one part --- */

/* Whether a word glued to the one before begins at a capital: after a small letter (militairesLes,
 * iPhone), or after a digit and before a small letter (2022Zelensky). */
static bool begins_glued_word(const struct letter *letters, size_t at, size_t to)
{
    if (!letters[at].upper || letters[at].kind != CHARACTER_LETTER)
        return false;
    if (letters[at - 1].kind == CHARACTER_DIGIT)
        return at + 1 < to && letters[at + 1].kind == CHARACTER_LETTER && !letters[at + 1].upper;
    return letters[at - 1].kind == CHARACTER_LETTER && !letters[at - 1].upper;
}

/* Adds the words that are glued together one after another, and the whole as their joined reading.
 */
static void add_glued(struct words *words, size_t from, size_t to)
{
    size_t first = words->count, start = from;
    for (size_t i = from + 1; i < to; i++)
        if (begins_glued_word(words->letters, i, to)) {
            words_add(words, start, i);
            start = i;
        }
    words_add(words, start, to);
    words_add_joined(words, first);
}

/* ONGs, DVDs: the acronym without the s. Returns the end of the acronym, `to` for other words. */
static size_t acronym_end(const struct letter *letters, size_t from, size_t to)
{
    if (to - from < 3 || letters[to - 1].character != 's' || letters[to - 1].upper)
        return to;
    for (size_t i = from; i + 1 < to; i++)
        if (!letters[i].upper)
            return to;
    return to - 1;
}

/* Returns where the digits begin that are glued to a word before them (mars2020, Top14, En2021);
 * `to` when there are none. Short ones are names and codes: mp3, A320. */
static size_t glued_digits(const struct words *words, size_t from, size_t to)
{
    const struct letter *letters = words->letters;
    size_t at = to;
    while (at > from && letters[at - 1].kind == CHARACTER_DIGIT && !letters[at - 1].raised)
        at--;
    for (size_t i = from; i < at; i++)
        if (!letter_is_word(&letters[i]))
            return to;
    char word[ANALYSIS_WORD_MAX + 1];
    const bool year = to - at == 4 && at - from == 2 &&
                      lexicon_has((struct slice){word, words_spell(words, from, at, word)});
    return year || (at - from >= 3 && to - at <= 4) ? at : to;
}

/* Adds letters and digits without signs between: an ordinal, an acronym, glued words, or one word.
 */
static void add_plain(struct words *words, size_t from, size_t to)
{
    char surface[ANALYSIS_WORD_MAX + 1];
    size_t size = ordinal_spell(words, from, to, surface);
    const size_t acronym = acronym_end(words->letters, from, to);
    if (size == 0 && acronym < to)
        size = words_spell(words, from, acronym, surface);
    if (size > 0) {
        words_add_spelt(words, (struct slice){surface, size}, from, to, OCCURRENCE_WORD);
        return;
    }
    const size_t digits = glued_digits(words, from, to);
    add_glued(words, from, digits);
    if (digits < to)
        words_add(words, digits, to);
}

/* Adds a name and its possessive (Levi's), whose s may be written with or without an apostrophe, or
 * not at all. */
static void add_possessive(struct words *words, size_t from, size_t apostrophe, size_t to)
{
    char surface[ANALYSIS_WORD_MAX + 1];
    const size_t size = words_spell(words, from, apostrophe, surface);
    words_add_spelt(words, (struct slice){surface, size}, from, to, OCCURRENCE_WORD);
    if (size == ANALYSIS_WORD_MAX)
        return;
    surface[size] = 's';
    words_add_spelt(words, (struct slice){surface, size + 1}, from, to, OCCURRENCE_VARIANT);
}

/* Whether [from, to) is one name with 's at the end. */
static bool is_possessive(const struct letter *letters, size_t from, size_t to)
{
    if (to - from < 4 || letters[to - 1].character != 's' ||
        letters[to - 2].kind != CHARACTER_APOSTROPHE)
        return false;
    for (size_t i = from + 1; i < to - 2; i++)
        if (!letter_is_word(&letters[i]) || begins_glued_word(letters, i, to))
            return false;
    return true;
}

/* Adds words with apostrophes that are not elisions: the parts, and their joined reading if the
 * last is longer than an English contraction (don't). */
static void add_apostrophes(struct words *words, size_t from, size_t to)
{
    size_t first = words->count, start = from, last = from;
    if (is_possessive(words->letters, from, to)) {
        add_possessive(words, from, to - 2, to);
        return;
    }
    for (size_t i = from; i < to; i++) {
        if (words->letters[i].kind != CHARACTER_APOSTROPHE)
            continue;
        if (elision_within_word(words, start, i, to))
            continue;
        if (i > start)
            add_plain(words, start, i);
        start = last = i + 1;
    }
    if (to > start)
        add_plain(words, start, to);
    if (last > from && to - last > 2)
        words_add_joined(words, first);
}

/* Adds one part of a compound: elisions, a number or a plain word. */
static void add_part(struct words *words, size_t from, size_t to)
{
    for (size_t after; (after = words_elision(words, from, to)) > from;)
        from = after;
    for (size_t after; from < to && (after = words_number(words, from, to)) > from;)
        from = after;
    if (from < to)
        add_apostrophes(words, from, to);
}

/* --- compounds --- */

static size_t split_parts(const struct words *words, size_t from, size_t to,
                          struct part parts[PARTS_MAX])
{
    size_t count = 0, start = from;
    for (size_t i = from; i <= to; i++) {
        bool border = i == to || words->letters[i].kind == CHARACTER_HYPHEN ||
                      words->letters[i].kind == CHARACTER_DOT;
        if (!border || (count == PARTS_MAX - 1 && i < to))
            continue;
        if (i > start)
            parts[count++] = (struct part){start, i};
        start = i + 1;
    }
    return count;
}

/* Writes the folded spelling of a part, apostrophes kept. */
static void fold_part(const struct words *words, struct part part,
                      char folded[ANALYSIS_WORD_MAX + 1])
{
    char surface[ANALYSIS_WORD_MAX + 1];
    size_t size = letters_spell(words->letters, part.from, part.to, surface, 0);
    analyzer_fold(surface, size, folded);
}

static bool is_clitic(const struct words *words, struct part part)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    if (part.to - part.from > 6)
        return false;
    fold_part(words, part, folded);
    for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++)
        if (strcmp(folded, clitics[i]) == 0)
            return true;
    return false;
}

static bool is_euphonic(const struct words *words, struct part part)
{
    return part.to == part.from + 1 && words->letters[part.from].character == 't';
}

/* Returns the number of parts at the end that are clitics; the first part is never one. */
static size_t count_clitics(const struct words *words, const struct part *parts, size_t count)
{
    size_t clitic = 0;
    while (clitic + 1 < count && is_clitic(words, parts[count - 1 - clitic]))
        clitic++;
    return clitic;
}

/* rendez-vous is also a noun, so it is also read as one word. */
static bool may_be_noun(const struct words *words, const struct part *parts, size_t count)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    fold_part(words, parts[count - 1], folded);
    return count == 2 && strcmp(folded, "vous") == 0;
}

static bool all_digits(const struct words *words, const struct part *parts, size_t count)
{
    for (size_t p = 0; p < count; p++)
        for (size_t i = parts[p].from; i < parts[p].to; i++)
            if (words->letters[i].kind != CHARACTER_DIGIT)
                return false;
    return true;
}

static bool is_compound(const struct words *words, const struct part *parts, size_t count,
                        size_t clitic)
{
    if (count < 2 || count > JOINED_PARTS || all_digits(words, parts, count))
        return false;
    return clitic == 0 || may_be_noun(words, parts, count);
}

/* Marks the words from letter `from` on as attached to the verb before them. */
static void mark_clitics(struct words *words, size_t from)
{
    for (size_t i = words->count; i-- > 0;) {
        if (words->items[i].start < words->letters[from].start)
            break;
        if (words->items[i].kind == OCCURRENCE_WORD)
            words->items[i].kind = OCCURRENCE_CLITIC;
    }
}

/* The joined reading covers words as they are spelt; glued words within already have theirs. */
void words_add_compound(struct words *words, size_t from, size_t to)
{
    assert(from < to && to <= words->letter_count);
    struct part parts[PARTS_MAX];
    size_t count = split_parts(words, from, to, parts);
    size_t clitic = count_clitics(words, parts, count);
    size_t first = words->count;
    for (size_t i = 0; i < count; i++) {
        bool dropped = clitic > 0 && (i == 0 || i >= count - clitic) && i + 1 < count &&
                       is_euphonic(words, parts[i]);
        if (!dropped)
            add_part(words, parts[i].from, parts[i].to);
    }
    if (is_compound(words, parts, count, clitic))
        words_add_joined(words, first);
    else if (all_digits(words, parts, count))
        words_join_reference(words, first);
    else if (clitic > 0)
        mark_clitics(words, parts[count - clitic].from);
}
