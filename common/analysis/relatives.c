#include "common/analysis/relatives.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/slice.h"

struct form_pair {
    const char *one, *other;
};

static const struct form_pair ending_pairs[] = {
    {"teur", "trice"}, {"eur", "euse"}, {"if", "ive"}, {"üe", "uë"}};

static const struct form_pair word_pairs[] = {
    {"clé", "clef"},         {"oignon", "ognon"},    {"nénuphar", "nénufar"}, {"paie", "paye"},
    {"blanc", "blanche"},    {"public", "publique"}, {"grec", "grecque"},     {"turc", "turque"},
    {"sec", "sèche"},        {"doux", "douce"},      {"faux", "fausse"},      {"roux", "rousse"},
    {"époux", "épouse"},     {"long", "longue"},     {"favori", "favorite"},  {"bref", "brève"},
    {"nouveau", "nouvelle"}, {"nouveau", "nouvel"},  {"beau", "belle"},       {"beau", "bel"},
    {"vieux", "vieille"},    {"vieux", "vieil"},     {"fou", "folle"},        {"mou", "molle"},
    {"jumeau", "jumelle"},   {"bijou", "bijoux"},    {"caillou", "cailloux"}, {"chou", "choux"},
    {"genou", "genoux"},     {"hibou", "hiboux"},    {"joujou", "joujoux"},   {"pou", "poux"},
    {"ciel", "cieux"},       {"aïeul", "aïeux"},     {"neuf", "neuve"},       {"veuf", "veuve"},
};

static const char *const number_endings[] = {"", "s", "x"}; /* endings of number */

enum { STEM_MIN = 2, CENTURY_MAX = 39 };

static void add_relative(struct relatives *relatives, struct slice stem, const char *ending,
                         const char *number)
{
    if (relatives->count == RELATIVES_MAX ||
        stem.size + strlen(ending) + strlen(number) > ANALYSIS_WORD_MAX)
        return;
    snprintf(relatives->surfaces[relatives->count++], ANALYSIS_WORD_MAX + 1, "%.*s%s%s",
             (int)stem.size, stem.data, ending, number);
}

/* Sets *stem to the surface before `ending` and one of `number_endings`; false when it does not end
 * in them. */
static bool find_stem(struct slice surface, const char *ending, struct slice *stem)
{
    for (size_t i = 0; i < sizeof number_endings / sizeof *number_endings; i++) {
        if (!slice_ends_with(surface, slice_of(number_endings[i])))
            continue;
        struct slice singular = {surface.data, surface.size - strlen(number_endings[i])};
        if (slice_ends_with(singular, slice_of(ending))) {
            *stem = (struct slice){singular.data, singular.size - strlen(ending)};
            return true;
        }
    }
    return false;
}

/* Adds what comes of a surface in `ending` by taking `other` instead. `stem_min`: the bytes that
 * must precede the ending; 0: none may. */
static void add_exchanged(struct relatives *relatives, struct slice surface, const char *ending,
                          const char *other, size_t stem_min)
{
    struct slice stem;
    if (!find_stem(surface, ending, &stem) || stem.size < stem_min ||
        (stem_min == 0 && stem.size != 0))
        return;
    for (size_t i = 0; i < sizeof number_endings / sizeof *number_endings; i++)
        add_relative(relatives, stem, other, number_endings[i]);
}

/* --- centuries --- */

/* Writes 1 to CENTURY_MAX in small Roman letters. */
static void write_roman(unsigned number, char roman[16])
{
    static const char *const units[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    static const char *const tens[] = {"", "x", "xx", "xxx"};
    snprintf(roman, 16, "%s%s", tens[number / 10], units[number % 10]);
}

static void add_centuries(struct relatives *relatives, struct slice surface)
{
    char roman[16], first[24], second[24];
    if (surface.size < 2 || surface.size > 8 || slice_starts_with(slice_of("vie"), surface))
        return;
    for (unsigned number = 1; number <= CENTURY_MAX; number++) {
        const char *ending = number == 1 ? "er" : "e";
        write_roman(number, roman);
        snprintf(first, sizeof first, "%s%s", roman, ending);
        snprintf(second, sizeof second, "%u%s", number, ending);
        if (slice_is(surface, first))
            add_relative(relatives, slice_of(second), "", "");
        else if (slice_is(surface, second) && number != 6)
            add_relative(relatives, slice_of(first), "", "");
    }
}

void relatives_find(const char *surface, size_t size, struct relatives *relatives)
{
    assert(size <= ANALYSIS_WORD_MAX);
    const struct slice word = {surface, size};
    relatives->count = 0;
    for (size_t i = 0; i < sizeof ending_pairs / sizeof *ending_pairs; i++) {
        add_exchanged(relatives, word, ending_pairs[i].one, ending_pairs[i].other, STEM_MIN);
        add_exchanged(relatives, word, ending_pairs[i].other, ending_pairs[i].one, STEM_MIN);
    }
    for (size_t i = 0; i < sizeof word_pairs / sizeof *word_pairs; i++) {
        add_exchanged(relatives, word, word_pairs[i].one, word_pairs[i].other, 0);
        add_exchanged(relatives, word, word_pairs[i].other, word_pairs[i].one, 0);
    }
    if (size > 0 && strchr("0123456789ivx", surface[0]) != NULL)
        add_centuries(relatives, word);
}
