#include "common/analysis/base_form.h"

#include <assert.h>

#include "common/base/ascii.h"
#include "common/words/ordinals.h"

/* Shorter words keep their endings: SMS is not SM, and OMS not OM. Bytes. */
enum { PLURAL_MIN = 5, GENDER_MIN = 6 };

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

size_t base_form(struct slice surface, char base[ANALYSIS_WORD_MAX + 1])
{
    assert(surface.size <= ANALYSIS_WORD_MAX);
    size_t size = ordinal_in_small_letters(surface, base);
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
