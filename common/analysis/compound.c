#include "common/analysis/compound.h"

#include <assert.h>
#include <string.h>

#include "common/analysis/elision.h"
#include "common/analysis/numbers.h"
#include "common/analysis/ordinals.h"

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

/* Splits letters where a capital follows a small one (militairesLes, iPhone): adds the parts one
 * after another, and the whole as their joined reading. */
static void add_glued(struct words *words, size_t from, size_t to)
{
    const struct letter *letters = words->letters;
    size_t first = words->count, start = from;
    for (size_t i = from + 1; i < to; i++)
        if (letters[i].upper && letters[i].kind == CHARACTER_LETTER &&
            letters[i - 1].kind == CHARACTER_LETTER && !letters[i - 1].upper) {
            words_add(words, start, i);
            start = i;
        }
    words_add(words, start, to);
    words_add_joined(words, first);
}

/* Adds letters and digits without signs between: an ordinal, glued words, or one word. */
static void add_plain(struct words *words, size_t from, size_t to)
{
    char surface[ANALYSIS_WORD_MAX + 1];
    size_t size = ordinal_spell(words, from, to, surface);
    if (size > 0)
        words_add_spelt(words, (struct slice){surface, size}, from, to, OCCURRENCE_WORD);
    else
        add_glued(words, from, to);
}

/* Adds words with apostrophes that are not elisions: the parts, and their joined reading if the
 * last is longer than an English contraction (don't). */
static void add_apostrophes(struct words *words, size_t from, size_t to)
{
    size_t first = words->count, start = from, last = from;
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
    if (from >= to)
        return;
    size_t after = words_number(words, from, to);
    if (after == to)
        return;
    add_apostrophes(words, after, to);
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
        bool dropped =
            clitic > 0 && i >= count - clitic && i + 1 < count && is_euphonic(words, parts[i]);
        if (!dropped)
            add_part(words, parts[i].from, parts[i].to);
    }
    if (is_compound(words, parts, count, clitic))
        words_add_joined(words, first);
    else if (clitic > 0)
        mark_clitics(words, parts[count - clitic].from);
}
