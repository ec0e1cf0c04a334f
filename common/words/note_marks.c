#include "common/words/note_marks.h"

#include "common/words/units.h"

static bool is_raised_digit(const struct letter *letter)
{
    return letter->raised && letter->kind == CHARACTER_DIGIT;
}

/* Whether raised digits after the letters [from, to) are a power. CO² is written for CO₂. */
static bool takes_power(const struct letter *letters, size_t from, size_t to)
{
    char word[ANALYSIS_WORD_MAX];
    if (to - from == 1)
        return true;
    const struct slice spelt = {word, letters_spell(letters, from, to, word, 0)};
    return unit_takes_power(spelt) || slice_equals(spelt, slice_of("co"));
}

size_t note_marks_drop(struct letter *letters, size_t count)
{
    size_t kept = 0, word = 0; /* where the letters before begin */
    bool dropping = false;
    for (size_t i = 0; i < count; i++) {
        if (is_raised_digit(&letters[i])) {
            const bool after_digit =
                kept > 0 && letters[kept - 1].kind == CHARACTER_DIGIT && !letters[kept - 1].raised;
            const bool after_word = kept > word && letter_is_word(&letters[kept - 1]);
            dropping = dropping || after_digit || (after_word && !takes_power(letters, word, kept));
            if (dropping)
                continue;
        } else {
            dropping = false;
        }
        letters[kept++] = letters[i];
        if (!letter_is_word(&letters[kept - 1]))
            word = kept;
    }
    return kept;
}
