#include "common/analysis/base_form.h"

#include <assert.h>
#include <stdio.h>

#include "common/base/ascii.h"

/* Shorter words keep their endings: SMS is not SM, and OMS not OM. Bytes. */
enum { PLURAL_MIN = 5, GENDER_MIN = 6, CENTURY_MAX = 30 };

/* Endings of plurals, the longest first; then of the feminine. -eur, -eux and -euse are one: which
 * of the two a feminine belongs to cannot be known. */
static const struct {
    const char *ending, *replacement;
} plurals[] = {{"eaux", "eau"}, {"aux", "al"}, {"ss", "ss"}, {"s", ""}},
  genders[] = {
      {"euse", "eur"}, {"eux", "eur"},  {"trice", "teur"}, {"ienne", "ien"}, {"éenne", "éen"},
      {"ée", "é"},     {"ère", "er"},   {"elle", "el"},    {"ale", "al"},    {"ive", "if"},
      {"aise", "ais"}, {"oise", "ois"}, {"aine", "ain"},   {"ante", "ant"},  {"ente", "ent"},
};

/* Replaces an ending; false when the word does not end so. */
static bool replace_ending(char *word, size_t *size, const char *ending, const char *replacement)
{
    const struct slice end = slice_of(ending), new_end = slice_of(replacement);
    if (!slice_ends_with((struct slice){word, *size}, end) || *size == end.size)
        return false;
    memcpy(word + *size - end.size, new_end.data, new_end.size);
    *size += new_end.size - end.size;
    return true;
}

/* Writes 1 to CENTURY_MAX in small Roman letters; returns the size. */
static size_t write_roman(unsigned number, char roman[16])
{
    static const char *const units[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    static const char *const tens[] = {"", "x", "xx", "xxx"};
    return (size_t)snprintf(roman, 16, "%s%s", tens[number / 10], units[number % 10]);
}

/* Writes the ordinal in digits; 0 when the form is none in Roman letters. */
static size_t read_century(struct slice surface, char base[ANALYSIS_WORD_MAX + 1])
{
    if (surface.size < 2 || surface.size > 8 || strchr("ivx", surface.data[0]) == NULL)
        return 0;
    for (unsigned number = 1; number <= CENTURY_MAX; number++) {
        char roman[16];
        const struct slice ending = slice_of(number == 1 ? "er" : "e");
        const size_t size = write_roman(number, roman);
        if (surface.size == size + ending.size && memcmp(surface.data, roman, size) == 0 &&
            slice_ends_with(surface, ending))
            return (size_t)snprintf(base, ANALYSIS_WORD_MAX + 1, "%u%s", number, ending.data);
    }
    return 0;
}

size_t base_form(struct slice surface, char base[ANALYSIS_WORD_MAX + 1])
{
    assert(surface.size <= ANALYSIS_WORD_MAX);
    size_t size = read_century(surface, base);
    if (size > 0)
        return size;
    size = surface.size;
    memcpy(base, surface.data, size);
    bool letters = size > 0 && !ascii_is_digit(base[size - 1]) && !ascii_is_digit(base[0]);
    for (size_t i = 0; letters && size >= PLURAL_MIN && i < sizeof plurals / sizeof *plurals; i++)
        if (replace_ending(base, &size, plurals[i].ending, plurals[i].replacement))
            break;
    for (size_t i = 0; letters && size >= GENDER_MIN && i < sizeof genders / sizeof *genders; i++)
        if (replace_ending(base, &size, genders[i].ending, genders[i].replacement))
            break;
    base[size] = '\0';
    return size;
}
