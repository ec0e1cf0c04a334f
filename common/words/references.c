#include "common/words/references.h"

#include <assert.h>
#include <string.h>

#include "common/base/ascii.h"

/* How codes of law number their articles: legislative, regulatory, decrees, orders, organic laws.
 */
static const char *const series[] = {"l", "r", "d", "a", "c", "lo"};

/* Fewer digits after a letter, and no hyphen, are other things: L1, R5, D1. */
enum { LONE_DIGITS_MIN = 3 };

static size_t digits_end(const struct letter *letters, size_t at, size_t to)
{
    while (at < to && letters[at].kind == CHARACTER_DIGIT && !letters[at].raised)
        at++;
    return at;
}

static bool is_series(struct slice letters)
{
    for (size_t i = 0; i < sizeof series / sizeof *series; i++)
        if (slice_equals(letters, slice_of(series[i])))
            return true;
    return false;
}

/* Returns the end of "123-4-5", where numbers of the article follow the first. */
static size_t numbers_end(const struct letter *letters, size_t at, size_t to)
{
    size_t end = digits_end(letters, at, to);
    while (end + 1 < to && letters[end].kind == CHARACTER_HYPHEN &&
           letters[end + 1].kind == CHARACTER_DIGIT)
        end = digits_end(letters, end + 1, to);
    return end;
}

size_t words_reference(struct words *words, size_t from, size_t to)
{
    assert(from < to && to <= words->letter_count);
    const struct letter *letters = words->letters;
    const size_t letters_end = letters_word_end(letters, from, to);
    if (letters_end == from || letters_end > from + 2 || letters_end == to)
        return from;
    char spelling[ANALYSIS_WORD_MAX + 1];
    const size_t size = words_spell(words, from, letters_end, spelling);
    const bool dot = letters[letters_end].kind == CHARACTER_DOT && letters[from].upper;
    const size_t start = letters_end + dot, first = digits_end(letters, start, to),
                 end = numbers_end(letters, start, to);
    if (!is_series((struct slice){spelling, size}) || first == start ||
        (end < to && letter_is_word(&letters[end])))
        return from;
    const bool lone = end == first && !dot;
    if (lone && (first - start < LONE_DIGITS_MIN || spelling[0] == 'a' || spelling[0] == 'c'))
        return from;
    words_add(words, from, letters_end);
    for (size_t at = start; at < end; at++) {
        const size_t number_end = digits_end(letters, at, end);
        words_add(words, at, number_end);
        at = number_end;
    }
    return end;
}

static bool is_number(const char *spelling)
{
    for (; *spelling != '\0'; spelling++)
        if (!ascii_is_digit(*spelling))
            return false;
    return true;
}

void words_join_reference(struct words *words, size_t first)
{
    assert(first <= words->count);
    if (words->count != first + 2)
        return;
    const struct word *article = &words->items[first], *part = article + 1;
    const char *one = words->spelling + article->surface, *other = words->spelling + part->surface;
    if (article->size != 2 || part->size != 1 || !is_number(one) || !is_number(other))
        return;
    const char joined[] = {one[0], one[1], '.', *other};
    words_add_joined_spelt(words, first, (struct slice){joined, sizeof joined});
}
