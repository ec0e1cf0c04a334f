#include "query/terms/edits.h"

#include <string.h>

#include "common/words/characters.h"

enum { ACCENT = 1, LETTER = 2, DISTANCE_MAX = 255 };

/* Reads the letter at `at`; returns its size. Spellings come from an index, which may be damaged: a
 * character that is cut short is read as bytes. */
static size_t read_letter(const char *spelling, size_t at, size_t size, uint32_t *letter)
{
    unsigned char byte = (unsigned char)spelling[at];
    size_t width = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (width <= size - at)
        return utf8_decode(spelling + at, letter);
    *letter = byte;
    return 1;
}

static uint32_t fold_letter(const char *letter, size_t size)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    uint32_t character = 0;
    size_t folded_size = analyzer_fold(letter, size, folded);
    if (folded_size > 0)
        read_letter(folded, 0, folded_size, &character);
    return character;
}

void edits_word_read(struct edits_word *word, const char *spelling, size_t size)
{
    word->count = 0;
    word->accent_cost = 0;
    for (size_t at = 0; at < size && word->count < EDITS_LETTERS_MAX;) {
        size_t width = read_letter(spelling, at, size, &word->letters[word->count]);
        word->folded[word->count] =
            width == 1 ? word->letters[word->count] : fold_letter(spelling + at, width);
        if (word->letters[word->count] != word->folded[word->count])
            word->accent_cost = ACCENT;
        word->count++;
        at += width;
    }
}

static unsigned min_unsigned(unsigned one, unsigned other)
{
    return one < other ? one : other;
}

static unsigned replace_cost(const struct edits_word *one, size_t i, const struct edits_word *other,
                             size_t k)
{
    if (one->letters[i] == other->letters[k])
        return 0;
    return one->folded[i] == other->folded[k] ? one->accent_cost : LETTER;
}

unsigned edits_distance(const struct edits_word *one, const struct edits_word *other, unsigned max)
{
    unsigned rows[3][EDITS_LETTERS_MAX + 1];
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t k = 0; k <= other->count; k++)
        last[k] = (unsigned)k * LETTER;
    for (size_t i = 1; i <= one->count; i++) {
        unsigned least = row[0] = (unsigned)i * LETTER;
        for (size_t k = 1; k <= other->count; k++) {
            row[k] = min_unsigned(last[k - 1] + replace_cost(one, i - 1, other, k - 1),
                                  min_unsigned(last[k], row[k - 1]) + LETTER);
            if (i > 1 && k > 1) {
                unsigned first = replace_cost(one, i - 1, other, k - 2);
                unsigned second = replace_cost(one, i - 2, other, k - 1);
                if (first <= ACCENT && second <= ACCENT)
                    row[k] = min_unsigned(row[k], before[k - 2] + LETTER + first + second);
            }
            least = min_unsigned(least, row[k]);
        }
        if (least > max)
            return max + 1;
        unsigned *free = before;
        before = last;
        last = row;
        row = free;
    }
    return min_unsigned(last[other->count], max + 1);
}

/* --- many in order --- */

void edits_walk_init(struct edits_walk *walk, const char *surface, size_t size, unsigned max)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    struct edits_word word;
    edits_word_read(&walk->word, surface, size);
    edits_word_read(&word, folded, analyzer_fold(surface, size, folded));
    memcpy(walk->folded, word.letters, sizeof word.letters);
    walk->folded_count = word.count;
    walk->max = max;
    walk->depth = walk->path_size = walk->mismatch_size = 0;
    walk->starts[0] = 0;
    for (size_t k = 0; k <= walk->folded_count; k++)
        walk->rows[0][k] = (uint8_t)k;
}

/* Makes the row of the letter at `depth`, from 1; returns the least of its values. */
static unsigned make_row(struct edits_walk *walk, size_t depth)
{
    const uint8_t *last = walk->rows[depth - 1];
    uint8_t *row = walk->rows[depth];
    uint32_t letter = walk->letters[depth - 1];
    unsigned least = row[0] = (uint8_t)depth;
    for (size_t k = 1; k <= walk->folded_count; k++) {
        unsigned value = min_unsigned(last[k - 1] + (walk->folded[k - 1] == letter ? 0U : 1U),
                                      min_unsigned(last[k], row[k - 1]) + 1);
        if (depth > 1 && k > 1 && walk->folded[k - 2] == letter &&
            walk->folded[k - 1] == walk->letters[depth - 2])
            value = min_unsigned(value, walk->rows[depth - 2][k - 2] + 1U);
        row[k] = (uint8_t)min_unsigned(value, DISTANCE_MAX);
        least = min_unsigned(least, value);
    }
    return least;
}

/* Keeps the rows of the letters that the spelling shares with the one before; returns the byte
 * after these letters. */
static size_t keep_shared(struct edits_walk *walk, const char *folded, size_t size)
{
    size_t shared = 0;
    while (shared < walk->path_size && shared < size && walk->path[shared] == folded[shared])
        shared++;
    while (walk->depth > 0 && walk->starts[walk->depth] > shared)
        walk->depth--;
    return walk->starts[walk->depth];
}

bool edits_walk_fits(struct edits_walk *walk, const char *folded, size_t size)
{
    if (size > ANALYSIS_WORD_MAX || (walk->mismatch_size > 0 && size >= walk->mismatch_size &&
                                     memcmp(folded, walk->path, walk->mismatch_size) == 0))
        return false;
    size_t at = keep_shared(walk, folded, size);
    memcpy(walk->path + at, folded + at, size - at);
    walk->path_size = size;
    walk->mismatch_size = 0;
    while (at < size && walk->depth < EDITS_LETTERS_MAX) {
        at += read_letter(folded, at, size, &walk->letters[walk->depth]);
        walk->depth++;
        walk->starts[walk->depth] = at;
        if (make_row(walk, walk->depth) > walk->max) {
            walk->path_size = walk->mismatch_size = at;
            return false;
        }
    }
    return walk->rows[walk->depth][walk->folded_count] <= walk->max;
}
