#include "common/analysis/relatives.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void add_relative(struct relatives *relatives, const char *stem, size_t stem_size,
                         const char *ending, const char *number)
{
    if (relatives->count == RELATIVES_MAX ||
        stem_size + strlen(ending) + strlen(number) > ANALYSIS_WORD_MAX)
        return;
    snprintf(relatives->surfaces[relatives->count++], ANALYSIS_WORD_MAX + 1, "%.*s%s%s",
             (int)stem_size, stem, ending, number);
}

/* Returns the size of the surface before `ending` and one of `number_endings`; SIZE_MAX when it
 * does not end in them. */
static size_t stem_before(const char *surface, size_t size, const char *ending)
{
    size_t ending_size = strlen(ending);
    for (size_t i = 0; i < sizeof number_endings / sizeof *number_endings; i++) {
        size_t more = strlen(number_endings[i]);
        if (size >= ending_size + more &&
            memcmp(surface + size - more, number_endings[i], more) == 0 &&
            memcmp(surface + size - more - ending_size, ending, ending_size) == 0)
            return size - more - ending_size;
    }
    return SIZE_MAX;
}

static void add_exchanged(struct relatives *relatives, const char *surface, size_t size,
                          const char *ending, const char *other, size_t stem_min)
{
    size_t stem = stem_before(surface, size, ending);
    if (stem == SIZE_MAX || stem < stem_min || (stem_min == 0 && stem != 0))
        return;
    for (size_t i = 0; i < sizeof number_endings / sizeof *number_endings; i++)
        add_relative(relatives, surface, stem, other, number_endings[i]);
}

/* --- centuries --- */

/* Writes 1 to CENTURY_MAX in small Roman letters. */
static void write_roman(unsigned number, char roman[16])
{
    static const char *const units[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    static const char *const tens[] = {"", "x", "xx", "xxx"};
    snprintf(roman, 16, "%s%s", tens[number / 10], units[number % 10]);
}

static void add_centuries(struct relatives *relatives, const char *surface, size_t size)
{
    char roman[16], first[24], second[24];
    if (size < 2 || size > 8 || strncmp(surface, "vie", size) == 0)
        return;
    for (unsigned number = 1; number <= CENTURY_MAX; number++) {
        const char *ending = number == 1 ? "er" : "e";
        write_roman(number, roman);
        snprintf(first, sizeof first, "%s%s", roman, ending);
        snprintf(second, sizeof second, "%u%s", number, ending);
        if (strncmp(surface, first, size) == 0 && first[size] == '\0')
            add_relative(relatives, second, strlen(second), "", "");
        else if (strncmp(surface, second, size) == 0 && second[size] == '\0' && number != 6)
            add_relative(relatives, first, strlen(first), "", "");
    }
}

void relatives_find(const char *surface, size_t size, struct relatives *relatives)
{
    relatives->count = 0;
    for (size_t i = 0; i < sizeof ending_pairs / sizeof *ending_pairs; i++) {
        add_exchanged(relatives, surface, size, ending_pairs[i].one, ending_pairs[i].other,
                      STEM_MIN);
        add_exchanged(relatives, surface, size, ending_pairs[i].other, ending_pairs[i].one,
                      STEM_MIN);
    }
    for (size_t i = 0; i < sizeof word_pairs / sizeof *word_pairs; i++) {
        add_exchanged(relatives, surface, size, word_pairs[i].one, word_pairs[i].other, 0);
        add_exchanged(relatives, surface, size, word_pairs[i].other, word_pairs[i].one, 0);
    }
    if (strchr("0123456789ivx", surface[0]) != NULL && size > 0)
        add_centuries(relatives, surface, size);
}
