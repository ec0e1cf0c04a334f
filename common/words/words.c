#include "common/words/words.h"

#include <assert.h>
#include <string.h>

#include "common/base/ascii.h"
#include "common/words/compound.h"
#include "common/words/elision.h"
#include "common/words/inclusive.h"
#include "common/words/note_marks.h"
#include "common/words/numbers.h"
#include "common/words/references.h"

static bool is_sign(const struct letter *letter)
{
    return letter->kind != CHARACTER_LETTER && letter->kind != CHARACTER_MARK &&
           letter->kind != CHARACTER_DIGIT && letter->kind != CHARACTER_IDEOGRAPH &&
           letter->kind != CHARACTER_CURRENCY;
}

size_t words_spell(const struct words *words, size_t from, size_t to,
                   char surface[ANALYSIS_WORD_MAX + 1])
{
    assert(from <= to && to <= words->letter_count);
    size_t size = 0;
    for (size_t i = from; i < to; i++)
        if (!is_sign(&words->letters[i]))
            size = letters_spell(words->letters, i, i + 1, surface, size);
    surface[size] = '\0';
    return size;
}

static void store_word(struct words *words, struct slice surface, struct word word)
{
    const size_t size = surface.size;
    if (size == 0 || words->count == WORDS_MAX || words->spelling_size + size + 1 > SPELLING_MAX)
        return;
    word.surface = (uint32_t)words->spelling_size;
    word.size = (uint16_t)size;
    memcpy(words->spelling + words->spelling_size, surface.data, size);
    words->spelling[words->spelling_size + size] = '\0';
    words->spelling_size += size + 1;
    words->items[words->count++] = word;
    if (word.kind == OCCURRENCE_WORD)
        words->positions++;
}

void words_add_spelt(struct words *words, struct slice surface, size_t from, size_t to,
                     enum occurrence_kind kind)
{
    uint16_t position = words->positions;
    assert(from < to && to <= words->letter_count && surface.size <= ANALYSIS_WORD_MAX);
    assert(kind == OCCURRENCE_WORD || (kind == OCCURRENCE_VARIANT && position > 0));
    if (kind == OCCURRENCE_VARIANT)
        position--;
    store_word(words, surface,
               (struct word){.position = position,
                             .span = 1,
                             .start = words->letters[from].start,
                             .end = words->letters[to - 1].end,
                             .kind = (uint16_t)kind});
}

void words_add(struct words *words, size_t from, size_t to)
{
    char surface[ANALYSIS_WORD_MAX + 1];
    size_t size = words_spell(words, from, to, surface);
    words_add_spelt(words, (struct slice){surface, size}, from, to, OCCURRENCE_WORD);
}

void words_add_joined_spelt(struct words *words, size_t first, struct slice surface)
{
    assert(first < words->count && surface.size <= ANALYSIS_WORD_MAX);
    const struct word *last = &words->items[words->count - 1];
    while (last->kind != OCCURRENCE_WORD && last > &words->items[first])
        last--;
    struct word joined = {.position = words->items[first].position,
                          .span = (uint16_t)(last->position - words->items[first].position + 1),
                          .start = words->items[first].start,
                          .end = last->end,
                          .kind = OCCURRENCE_JOINED};
    const size_t before = words->count;
    if (joined.span < 2)
        return;
    store_word(words, surface, joined);
    if (words->count == before)
        return;
    /* After the word at the same position, and that word's own second readings. */
    size_t place = first + 1;
    while (place < words->count - 1 && words->items[place].position == joined.position)
        place++;
    joined = words->items[words->count - 1];
    memmove(&words->items[place + 1], &words->items[place],
            (words->count - 1 - place) * sizeof joined);
    words->items[place] = joined;
}

void words_add_joined(struct words *words, size_t first)
{
    assert(first <= words->count);
    if (words->count <= first + 1)
        return;
    char surface[ANALYSIS_WORD_MAX + 1];
    size_t size = 0;
    for (size_t i = first; i < words->count; i++) {
        const struct word *word = &words->items[i];
        if (word->kind != OCCURRENCE_WORD)
            continue;
        if (size + word->size > ANALYSIS_WORD_MAX)
            return;
        memcpy(surface + size, words->spelling + word->surface, word->size);
        size += word->size;
    }
    words_add_joined_spelt(words, first, (struct slice){surface, size});
}

/* --- symbols that are part of a word: C++, C#, R&D, n° --- */

static bool is_word_symbol(const struct letter *letter)
{
    return letter->kind == CHARACTER_AMPERSAND || letter->kind == CHARACTER_PLUS ||
           letter->kind == CHARACTER_SHARP;
}

/* Returns the end of n°, nº, n°s, nᵒ, nᵒˢ; `from` when it is something else. */
static size_t number_sign_end(const struct letter *letters, size_t from, size_t to)
{
    if (letters[from].character != 'n' || from + 1 >= to)
        return from;
    if (letters[from + 1].kind == CHARACTER_DEGREE) {
        const bool plural = from + 2 < to && letters[from + 2].character == 's' &&
                            (from + 3 == to || !letter_is_word(&letters[from + 3]));
        return from + 2 + plural;
    }
    if (!letters[from + 1].raised || letters[from + 1].character != 'o')
        return from;
    const bool plural =
        from + 2 < to && letters[from + 2].raised && letters[from + 2].character == 's';
    return from + 2 + plural;
}

static size_t add_symbol_word(struct words *words, size_t from, size_t to)
{
    const size_t number_sign = number_sign_end(words->letters, from, to);
    if (number_sign > from) {
        words_add_spelt(words, slice_of("n°"), from, number_sign, OCCURRENCE_WORD);
        return number_sign;
    }
    size_t end = from;
    bool sign = false;
    while (end < to &&
           (letter_is_word(&words->letters[end]) || is_word_symbol(&words->letters[end])))
        sign = is_word_symbol(&words->letters[end++]) || sign;
    if (!sign)
        return from;
    char surface[ANALYSIS_WORD_MAX + 1];
    size_t size = letters_spell(words->letters, from, end, surface, 0);
    words_add_spelt(words, (struct slice){surface, size}, from, end, OCCURRENCE_WORD);
    return end;
}

/* --- initials --- */

/* Returns the size of what joins two initials: a dot, or a dot and a hyphen (P.-D.G.); 0 unless
 * another letter follows. */
static size_t initials_join(const struct letter *letters, size_t at, size_t to)
{
    size_t size = at < to && letters[at].kind == CHARACTER_DOT;
    if (size > 0 && at + 1 < to && letters[at + 1].kind == CHARACTER_HYPHEN)
        size++;
    return size > 0 && at + size < to && letter_is_word(&letters[at + size]) ? size : 0;
}

/* Single letters with dots between, at least two: O.T.A.N. After three or more capitals, a word
 * glued to the last dot is separate: O.T.A.N.Le is otan and le. So is a plural's s: O.N.G.s. */
static size_t add_acronym(struct words *words, size_t from, size_t to)
{
    const struct letter *letters = words->letters;
    size_t end = from, count = 0, last = from; /* the last letter */
    bool capitals = true;                      /* all but the last */
    for (size_t join = 0; end < to && letter_is_word(&letters[end]); end += join) {
        capitals = capitals && (count == 0 || letters[last].upper);
        last = end++;
        count++;
        if (join == 2) /* P.-DG */
            while (end < to && letters[end].upper && letters[last].upper)
                last = end++;
        join = initials_join(letters, end, to);
        if (join == 0)
            break;
    }
    bool whole =
        end == to || (!letter_is_word(&letters[end]) && letters[end].kind != CHARACTER_DIGIT);
    size_t word_end = end;
    if (count > 2 && capitals && whole && letters[last].character == 's' && !letters[last].upper)
        word_end = last;
    if (!whole && count > 3 && capitals) {
        end = word_end = last - 1;
        whole = true;
    }
    if (count < 2 || !whole)
        return from;
    char surface[ANALYSIS_WORD_MAX + 1];
    const size_t size = words_spell(words, from, word_end, surface);
    words_add_spelt(words, (struct slice){surface, size}, from, end, OCCURRENCE_WORD);
    return end;
}

/* Returns the end of what belongs together from `from` on: at a sign that separates words. */
static size_t range_end(const struct letter *letters, size_t from, size_t to)
{
    size_t at = from;
    for (; at < to; at++) {
        const struct letter *letter = &letters[at];
        bool parts = letter->kind == CHARACTER_DOT || letter->kind == CHARACTER_COMMA ||
                     letter->kind == CHARACTER_THIN_SPACE || letter->kind == CHARACTER_MIDDOT ||
                     letter->kind == CHARACTER_SLASH || letter->kind == CHARACTER_OPEN ||
                     letter->kind == CHARACTER_CLOSE || letter->kind == CHARACTER_DEGREE ||
                     is_word_symbol(letter);
        if (parts)
            break;
    }
    return at;
}

static size_t apply_rules(struct words *words, size_t from, size_t to)
{
    assert(from < to && to <= words->letter_count);
    size_t (*const rules[])(struct words *, size_t, size_t) = {add_symbol_word, words_number,
                                                               words_reference, add_acronym,
                                                               words_inclusive, words_elision};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        size_t after = rules[i](words, from, to);
        if (after > from)
            return after;
    }
    size_t end = range_end(words->letters, from, to);
    if (end == from)
        return from + 1;
    words_add_compound(words, from, end);
    return end;
}

/* Returns the second byte of the small letter for that of a Latin-1 letter in UTF-8 (à to ÿ), or 0:
 * another sign, a ligature or another letter that is replaced, or a capital where none is allowed.
 */
static char latin_lower_byte(char second, bool capital_too)
{
    unsigned char c = (unsigned char)second;
    if (capital_too && c >= 0x80 && c <= 0x9e)
        c += 0x20;
    return c >= 0xa0 && c <= 0xbf && c != 0xb7 && c != 0xa6 && c != 0xb0 && c != 0xb8 ? (char)c : 0;
}

bool words_is_plain(const char *chunk, size_t size, char *spelling)
{
    if (size > ANALYSIS_WORD_MAX || chunk[0] == 'I' || chunk[0] == 'V' || chunk[0] == 'X')
        return false;
    for (size_t i = 0; i < size; i++) {
        char c = i == 0 ? ascii_lower(chunk[i]) : chunk[i];
        if (c >= 'a' && c <= 'z') {
            spelling[i] = c;
            continue;
        }
        char second = c == (char)0xc3 && i + 1 < size ? latin_lower_byte(chunk[i + 1], i == 0) : 0;
        if (second == 0)
            return false;
        spelling[i++] = c;
        spelling[i] = second;
    }
    return true;
}

static void set_plain_word(struct words *words, size_t size)
{
    words->letter_count = 0;
    words->spelling[size] = '\0';
    words->spelling_size = size + 1;
    words->items[0] = (struct word){
        .span = 1, .end = (uint16_t)size, .kind = OCCURRENCE_WORD, .size = (uint16_t)size};
    words->count = words->positions = 1;
}

void words_split(struct words *words, const char *chunk, size_t size)
{
    assert(size > 0);
    if (words_is_plain(chunk, size, words->spelling)) {
        set_plain_word(words, size);
        return;
    }
    words->count = 0;
    words->positions = 0;
    words->spelling_size = 0;
    words->letter_count =
        note_marks_drop(words->letters, letters_decode(chunk, size, words->letters));
    for (size_t at = 0; at < words->letter_count;) {
        if (is_sign(&words->letters[at]))
            at++;
        else
            at = apply_rules(words, at, words->letter_count);
    }
}
